// Graph → a tree for the terminal: who waits for whom, then volumes, then what is outside. Pure.

import type { Paint } from '../report/paint.ts';
import type { DependsEdge, Graph, GraphNode, MountEdge, PlaceNode, ServiceNode } from './graph.ts';
import { conditionText, healthText, imageText, nodesById, placeText, portText, visible } from './labels.ts';

interface Branch {
  readonly text: string;
  readonly branches: readonly Branch[];
}

/** The whole stack. A service is shown in full once; `↑` says that it stands above, `↻` that it waits for itself. */
export function renderTree(graph: Graph, paint: Paint): string {
  const services = serviceBranches(graph, paint);
  const volumes = placeBranches(graph, paint, (node) => node.kind === 'volume');
  const outside = placeBranches(graph, paint, ({ kind }) => ['folder', 'socket', 'storage'].includes(kind));
  const sections = [
    section(paint('bold', visible(graph.project)), services),
    ...(volumes.length > 0 ? [section(paint('bold', 'volumes'), volumes)] : []),
    ...(outside.length > 0 ? [section(paint('bold', 'outside of the stack'), outside)] : []),
    ...(graph.notes.length > 0
      ? [graph.notes.map((note) => `${paint('yellow', '!')} ${visible(note)}\n`).join('')]
      : []),
  ];
  return sections.join('\n');
}

function serviceBranches(graph: Graph, paint: Paint): Branch[] {
  const nodes = nodesById(graph);
  const waits = graph.edges.filter((edge): edge is DependsEdge => edge.kind === 'depends');
  const waitsOf = groupByFrom(waits);
  const waitedFor = new Set(waits.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const shown = new Set<string>();
  const branch = (id: string, path: readonly string[], edge?: DependsEdge): Branch => {
    const node = nodes.get(id);
    if (node === undefined) return { text: id, branches: [] };
    const head = `${paint('bold', visible(node.name))}${edge ? paint('dim', ` (${waitText(edge)})`) : ''}`;
    if (node.kind !== 'service')
      return { text: `${head}  ${paint('red', `✘ ${placeText(node)}`)}`, branches: [] };
    if (path.includes(id)) return { text: `${head}  ${paint('red', '↻ waits for itself')}`, branches: [] };
    if (shown.has(id)) return { text: `${head} ${paint('dim', '↑')}`, branches: [] };
    shown.add(id);
    const below = (waitsOf.get(id) ?? []).map((wait) => branch(wait.to, [...path, id], wait));
    return {
      text: `${head}  ${serviceText(node, paint)}`,
      branches: [...below, ...bucketBranch(id, graph, paint)],
    };
  };
  const services = graph.nodes.filter((node): node is ServiceNode => node.kind === 'service');
  const first = services.filter(({ id }) => !waitedFor.has(id)).map(({ id }) => branch(id, []));
  // What is left is waited for in circles only.
  const rest = services.flatMap(({ id }) => (shown.has(id) ? [] : [branch(id, [])]));
  return [...first, ...rest];
}

function serviceText(service: ServiceNode, paint: Paint): string {
  const isGood = service.hasHealthCheck || service.runsOnce;
  const details = [
    imageText(service),
    paint(isGood ? 'green' : 'yellow', healthText(service)),
    ...service.ports.map(portText),
    ...service.urls.map((url) => paint('cyan', visible(url))),
    ...(service.profiles ? [`profile ${visible(service.profiles.join(', '))}`] : []),
  ];
  return details.join(paint('dim', ' · '));
}

function waitText({ condition, by, isOptional }: DependsEdge): string {
  const text = by === 'depends_on' ? conditionText(condition) : by;
  return isOptional ? `${text}, optional` : text;
}

function bucketBranch(id: string, graph: Graph, paint: Paint): Branch[] {
  const nodes = nodesById(graph);
  const names = graph.edges.flatMap(({ kind, from, to }) =>
    kind === 'holds' && from === id ? [visible(nodes.get(to)?.name ?? to)] : [],
  );
  if (names.length === 0) return [];
  return [{ text: paint('dim', 'buckets'), branches: names.map((text) => ({ text, branches: [] })) }];
}

/** Each place with those that use it. */
function placeBranches(graph: Graph, paint: Paint, wanted: (node: PlaceNode) => boolean): Branch[] {
  const nodes = nodesById(graph);
  const places = graph.nodes.filter((node): node is PlaceNode => node.kind !== 'service' && wanted(node));
  return places.map((place) => {
    const users = graph.edges.flatMap((edge) =>
      edge.to !== place.id
        ? []
        : [`${visible(nameOf(nodes.get(edge.from)))}${edge.kind === 'mounts' ? mountText(edge) : ''}`],
    );
    const mark = place.isUndeclared ? paint('red', '  ✘ not declared') : '';
    const what = place.kind === 'volume' && !place.isOutside ? '' : `  ${placeText(place)}`;
    const text = `${visible(place.name)}${mark}${paint('dim', `${place.isUndeclared ? '' : what}  ${users.join(', ') || 'used by no service'}`)}`;
    return { text, branches: bucketBranch(place.id, graph, paint) };
  });
}

function mountText({ target, isReadOnly, placesFiles }: MountEdge): string {
  if (placesFiles) return ' (writes)';
  return visible(` ${target}${isReadOnly ? ' (read-only)' : ''}`);
}

function nameOf(node: GraphNode | undefined): string {
  return node?.name ?? '';
}

function groupByFrom(edges: readonly DependsEdge[]): Map<string, DependsEdge[]> {
  const groups = new Map<string, DependsEdge[]>();
  for (const edge of edges) groups.set(edge.from, [...(groups.get(edge.from) ?? []), edge]);
  return groups;
}

function section(title: string, branches: readonly Branch[]): string {
  return `${title}\n${lines(branches, '')}`;
}

function lines(branches: readonly Branch[], indent: string): string {
  return branches
    .map(({ text, branches: below }, index) => {
      const isLast = index === branches.length - 1;
      return `${indent}${isLast ? '└─' : '├─'} ${text}\n${lines(below, `${indent}${isLast ? '   ' : '│  '}`)}`;
    })
    .join('');
}
