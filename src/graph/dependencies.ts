// Who waits for whom, with what nobody defines and what waits for itself. Pure.

import type { Value } from '../stack/manifest.ts';
import { listOf, mapOf, readDependencies, shownText } from './compose-values.ts';
import type { DependsEdge, PlaceNode } from './graph.ts';

/** Edges between services; a service that is not there becomes a node of its own. */
export function dependencyEdges(
  services: readonly (readonly [string, Value])[],
  ids: ReadonlyMap<string, string>,
): { edges: DependsEdge[]; missing: PlaceNode[] } {
  const missing = new Map<string, PlaceNode>();
  const idOf = (name: string): string => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const node = missing.get(name) ?? { id: `m${missing.size + 1}`, kind: 'missing', name };
    missing.set(name, node);
    return node.id;
  };
  const edges = services.flatMap(([name, service]) =>
    waitsOf(service).map(
      ({ service: other, condition, by, isOptional }): DependsEdge => ({
        kind: 'depends',
        from: idOf(name),
        to: idOf(other),
        condition,
        by,
        ...(isOptional && { isOptional }),
      }),
    ),
  );
  return { edges: markCycles(edges), missing: [...missing.values()] };
}

/** What Compose itself takes for a dependency. */
function waitsOf(service: Value): (Omit<DependsEdge, 'kind' | 'from' | 'to'> & { service: string })[] {
  const map = mapOf(service);
  const named = readDependencies(map['depends_on']).map(({ isOptional, ...rest }) => ({
    ...rest,
    by: 'depends_on' as const,
    ...(isOptional && { isOptional: true as const }),
  }));
  const started = (by: 'links' | 'volumes_from' | 'network_mode', names: readonly string[]) =>
    names.map((name) => ({ service: name, condition: 'service_started', by }));
  const [, shared] = /^service:(.+)$/.exec(shownText(map['network_mode'])) ?? [];
  const implied = [
    ...started('links', listOf(map['links']).map(firstWord)),
    ...started(
      'volumes_from',
      listOf(map['volumes_from'])
        .map(shownText)
        .filter((name) => !name.startsWith('container:'))
        .map(firstWord),
    ),
    ...started('network_mode', shared === undefined ? [] : [shared]),
  ];
  const known = new Set(named.map((entry) => entry.service));
  return [...named, ...implied.filter((entry) => entry.service !== '' && !known.has(entry.service))];
}

function firstWord(value: Value): string {
  return shownText(value).split(':')[0] ?? '';
}

function markCycles(edges: readonly DependsEdge[]): DependsEdge[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reachable = new Map<string, Set<string>>();
  const reached = (start: string): Set<string> => {
    const known = reachable.get(start);
    if (known) return known;
    const found = new Set([start]);
    for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
    reachable.set(start, found);
    return found;
  };
  return edges.map((edge) => (reached(edge.to).has(edge.from) ? { ...edge, isInCycle: true } : edge));
}
