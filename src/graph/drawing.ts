// Graph → boxes and arrows, as Mermaid and SVG draw them: what belongs to one box only is a line of it. Pure.

import type { Graph, GraphEdge, GraphNode, MountEdge, PlaceNode, ServiceNode } from './graph.ts';
import { conditionText, healthText, imageText, placeText, portText, visible } from './labels.ts';

/** What is drawn. */
export interface Drawing {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly notes: readonly string[];
}

/** A service, or a place that several use or that is outside of the stack. */
export interface Box {
  readonly id: string;
  readonly kind: GraphNode['kind'];
  readonly title: string;
  readonly lines: readonly BoxLine[];
  readonly isOutside: boolean;
  /** Something is wrong with it: it is missing, undeclared, or waits for itself. */
  readonly isWrong: boolean;
}

/** A line of a box. */
export interface BoxLine {
  readonly kind: 'image' | 'good' | 'none' | 'bad' | 'port' | 'url' | 'volume' | 'bucket' | 'note';
  readonly text: string;
}

/** What joins two boxes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdge['kind'];
  readonly label: string;
  readonly isWrong: boolean;
}

/** The drawing of a graph; services with problems say so. */
export function drawGraph(graph: Graph, problems: ReadonlyMap<string, string> = new Map()): Drawing {
  const mounts = graph.edges.filter((edge): edge is MountEdge => edge.kind === 'mounts');
  const users = (id: string): Set<string> =>
    new Set(mounts.filter(({ to, placesFiles }) => to === id && !placesFiles).map(({ from }) => from));
  // A volume of one service is a line in its box; a shared, undeclared or outside one has a box of its own.
  const folded = new Set(
    graph.nodes
      .filter(
        (node) =>
          node.kind === 'volume' && !node.isOutside && !node.isUndeclared && users(node.id).size === 1,
      )
      .map(({ id }) => id),
  );
  const boxes = graph.nodes.flatMap((node): Box[] => {
    if (node.kind === 'service') return [serviceBox(node, graph, folded, problems.get(node.name))];
    return node.kind === 'bucket' || folded.has(node.id) ? [] : [placeBox(node, graph)];
  });
  const drawn = new Set(boxes.map(({ id }) => id));
  const arrows = graph.edges
    .filter(
      (edge) => drawn.has(edge.from) && drawn.has(edge.to) && !(edge.kind === 'mounts' && edge.placesFiles),
    )
    .map(toArrow);
  return { title: visible(graph.project), boxes, arrows, notes: graph.notes.map(visible) };
}

function serviceBox(
  service: ServiceNode,
  graph: Graph,
  folded: ReadonlySet<string>,
  problem: string | undefined,
): Box {
  const own = graph.edges.filter(
    (edge): edge is MountEdge => edge.kind === 'mounts' && edge.from === service.id,
  );
  const names = new Map(graph.nodes.map(({ id, name }) => [id, visible(name)]));
  const written = own.filter(({ placesFiles }) => placesFiles).length;
  const isInCycle = graph.edges.some(
    (edge) => edge.kind === 'depends' && edge.isInCycle && edge.from === service.id,
  );
  const lines: BoxLine[] = [
    ...(problem === undefined ? [] : [{ kind: 'bad' as const, text: visible(problem) }]),
    { kind: 'image', text: imageText(service) },
    { kind: service.hasHealthCheck || service.runsOnce ? 'good' : 'none', text: healthText(service) },
    ...(isInCycle ? [{ kind: 'bad' as const, text: 'waits for itself, in a circle' }] : []),
    ...(service.profiles
      ? [{ kind: 'note' as const, text: visible(`profile ${service.profiles.join(', ')}`) }]
      : []),
    ...service.ports.map((port): BoxLine => ({ kind: 'port', text: portText(port) })),
    ...service.urls.map((url): BoxLine => ({ kind: 'url', text: visible(url) })),
    ...own
      .filter(({ to, placesFiles }) => folded.has(to) && !placesFiles)
      .map((edge): BoxLine => ({ kind: 'volume', text: `${names.get(edge.to)} → ${mountText(edge)}` })),
    ...(written > 0
      ? [{ kind: 'note' as const, text: `writes files into ${written} volume${written > 1 ? 's' : ''}` }]
      : []),
    ...bucketLines(service.id, graph),
  ];
  const isWrong = isInCycle || problem !== undefined;
  return { id: service.id, kind: 'service', title: visible(service.name), lines, isOutside: false, isWrong };
}

function placeBox(place: PlaceNode, graph: Graph): Box {
  const isWrong = place.kind === 'missing' || place.isUndeclared === true;
  return {
    id: place.id,
    kind: place.kind,
    title: visible(place.name),
    lines: [{ kind: isWrong ? 'bad' : 'note', text: placeText(place) }, ...bucketLines(place.id, graph)],
    isOutside: place.isOutside ?? false,
    isWrong,
  };
}

function bucketLines(id: string, graph: Graph): BoxLine[] {
  const held = new Set(
    graph.edges.flatMap((edge) => (edge.kind === 'holds' && edge.from === id ? [edge.to] : [])),
  );
  return graph.nodes
    .filter((node) => held.has(node.id))
    .map(({ name }): BoxLine => ({ kind: 'bucket', text: visible(name) }));
}

function toArrow(edge: GraphEdge): Arrow {
  const { from, to, kind } = edge;
  if (edge.kind === 'mounts') return { from, to, kind, label: mountText(edge), isWrong: false };
  if (edge.kind !== 'depends') return { from, to, kind, label: edge.kind, isWrong: false };
  const label = edge.by === 'depends_on' ? conditionText(edge.condition) : edge.by;
  return {
    from,
    to,
    kind,
    label: edge.isOptional ? `${label}, optional` : label,
    isWrong: edge.isInCycle ?? false,
  };
}

function mountText({ target, isReadOnly }: MountEdge): string {
  return visible(`${target}${isReadOnly ? ' (read-only)' : ''}`);
}
