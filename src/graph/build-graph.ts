// Manifest → graph. Works on any Compose file; only what stands there is drawn. Pure.

import type { Manifest, Value, ValueMap } from '../stack/manifest.ts';
import { effective, listOf, mapOf, readMount, readPort, shownText } from './compose-values.ts';
import { dependencyEdges } from './dependencies.ts';
import type { Graph, GraphEdge, GraphNode, MountEdge, PlaceNode, ServiceNode } from './graph.ts';
import { storageParts } from './storage-parts.ts';

/** The graph of a manifest or of any other Compose file. */
export function buildGraph(manifest: Manifest): Graph {
  const services = Object.entries(mapOf(manifest.services as Value));
  const ids = new Map(services.map(([name], index) => [name, `s${index + 1}`]));
  const depends = dependencyEdges(services, ids);
  const waitedFor = new Set(
    depends.edges.flatMap(({ condition, to }) =>
      condition === 'service_completed_successfully' ? [to] : [],
    ),
  );
  const urls = urlsOf(manifest);
  const serviceNodes = services.map(([name, service]) =>
    serviceNode(name, ids.get(name) ?? '', mapOf(service), urls, waitedFor),
  );
  const mounts = mountParts(services, ids, manifest);
  const storage = storageParts(manifest, serviceNodes);
  const nodes: GraphNode[] = [...serviceNodes, ...depends.missing, ...mounts.places, ...storage.nodes];
  const edges: GraphEdge[] = [...depends.edges, ...mounts.edges, ...storage.edges];
  return { project: manifest.name, nodes, edges, notes: notesOf(manifest, services) };
}

function serviceNode(
  name: string,
  id: string,
  service: ValueMap,
  urls: readonly { service: string; url: string }[],
  waitedFor: ReadonlySet<string>,
): ServiceNode {
  const image = shownText(service['image']);
  const build = effective(service['build']);
  const context = typeof build === 'string' ? build : shownText(mapOf(build)['context']) || '.';
  const check = mapOf(service['healthcheck']);
  const [test] = Array.isArray(check['test']) ? (check['test'] as readonly Value[]) : [check['test']];
  const replicas = Number(shownText(mapOf(service['deploy'])['replicas'] ?? service['scale']));
  const profiles = listOf(service['profiles']).map(shownText);
  return {
    id,
    kind: 'service',
    name,
    ...(image && { image }),
    ...(!image && build !== undefined && { build: context }),
    ports: listOf(service['ports']).flatMap((port) => readPort(port) ?? []),
    urls: urls.filter((candidate) => candidate.service === name).map(({ url }) => url),
    hasHealthCheck: test !== undefined && test !== 'NONE' && check['disable'] !== true,
    runsOnce: waitedFor.has(id),
    ...(replicas > 1 && { replicas }),
    ...(profiles.length > 0 && { profiles }),
  };
}

function urlsOf(manifest: Manifest): { service: string; url: string }[] {
  return listOf(mapOf(manifest['x-smoke'] as unknown as Value)['urls']).map((entry) => ({
    service: shownText(mapOf(entry)['service']),
    url: shownText(mapOf(entry)['url']),
  }));
}

/** Volumes, folders and sockets, each once, and who mounts them. */
function mountParts(
  services: readonly (readonly [string, Value])[],
  ids: ReadonlyMap<string, string>,
  manifest: Manifest,
): { places: PlaceNode[]; edges: MountEdge[] } {
  const declared = mapOf(manifest.volumes as Value);
  const places = new Map<string, PlaceNode>();
  const place = (key: string, node: Omit<PlaceNode, 'id'>): string => {
    const found = places.get(key) ?? { id: `v${places.size + 1}`, ...node };
    places.set(key, found);
    return found.id;
  };
  const edges = services.flatMap(([name, service]) =>
    listOf(mapOf(service)['volumes']).flatMap((entry): MountEdge[] => {
      const mount = readMount(entry);
      if (!mount) return [];
      const { kind, source, target, isReadOnly } = mount;
      // A volume without a name is its service's own.
      const key = source === undefined ? `anonymous:${name}:${target}` : `${kind}:${source}`;
      const isNamed = kind === 'volume' && source !== undefined;
      const isDeclared = isNamed && Object.hasOwn(declared, source);
      const isExternal = isDeclared && mapOf(declared[source])['external'] === true;
      const to = place(key, {
        kind,
        name: source ?? `unnamed, for ${target}`,
        ...((kind !== 'volume' || isExternal) && { isOutside: true }),
        ...(isNamed && !isDeclared && { isUndeclared: true }),
      });
      const placesFiles = manifest['x-smoke'] !== undefined && target === `/files/${source}`;
      const from = ids.get(name) ?? '';
      return [{ kind: 'mounts', from, to, target, isReadOnly, ...(placesFiles && { placesFiles }) }];
    }),
  );
  for (const name of Object.keys(declared)) {
    if (!places.has(`volume:${name}`)) place(`volume:${name}`, { kind: 'volume', name });
  }
  return { places: [...places.values()], edges };
}

function notesOf(manifest: Manifest, services: readonly (readonly [string, Value])[]): string[] {
  const file = manifest as unknown as ValueMap;
  const extending = services
    .filter(([, service]) => mapOf(service)['extends'] !== undefined)
    .map(([name]) => name);
  return [
    ...(file['include'] === undefined ? [] : ['include: the files it names are not drawn']),
    ...(extending.length === 0 ? [] : [`extends: what ${extending.join(', ')} inherit is not drawn`]),
  ];
}
