// Drawing → positions of boxes and ways of arrows, in layers. Pure; loaded for SVG alone.

import { graphlib, layout } from '@dagrejs/dagre';
import type { Arrow, Box, BoxLine, Drawing } from './drawing.ts';
import { type Area, type Point, routeArrows } from './route.ts';
import { fitted, textWidth } from './text-width.ts';

/** A box with its place; x and y are of its upper left corner. */
export interface PlacedBox extends Area {
  readonly box: Box;
  readonly title: string;
  readonly lines: readonly BoxLine[];
}

/** An arrow with the points it passes. */
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
  /** Its words, and their middle. */
  readonly label?: { readonly text: string; readonly x: number; readonly y: number };
}

/** Everything with its place, on a sheet of this size. */
export interface Layout {
  readonly direction: 'LR' | 'TB';
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
  readonly width: number;
  readonly height: number;
}

/** Sizes that the writer of the SVG shares. */
export const sizes = {
  title: 15,
  line: 12,
  label: 11,
  lineHeight: 17,
  titleHeight: 24,
  padding: 12,
  margin: 20,
} as const;

const longestLine = 48;
const longestTitle = 32;
const longestLabel = 24;

/** Lays out from left to right or from top to bottom, whichever is narrower: pages scroll downwards. */
export function layOut(drawing: Drawing): Layout {
  const [across, down] = [layOutIn(drawing, 'LR'), layOutIn(drawing, 'TB')];
  return across.width <= down.width ? across : down;
}

function layOutIn(drawing: Drawing, direction: 'LR' | 'TB'): Layout {
  const { margin } = sizes;
  // Many arrows need wide gaps to turn in.
  const ranksep = 56 + Math.min(80, drawing.arrows.length);
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction,
    nodesep: 22,
    edgesep: 14,
    ranksep,
    marginx: margin,
    marginy: margin,
  });
  const measured = drawing.boxes.map(measure);
  for (const { box, width, height } of measured) graph.setNode(box.id, { width, height });
  // An arrow to its own box has no way of its own: the box says it in words.
  const drawn = drawing.arrows.filter(({ from, to }) => from !== to);
  for (const [index, arrow] of drawn.entries())
    graph.setEdge(arrow.from, arrow.to, measureLabel(arrow), String(index));
  layout(graph);
  const boxes = measured.map((box): PlacedBox => {
    const { x = 0, y = 0 } = graph.node(box.box.id) as { x?: number; y?: number };
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
  const byId = new Map(boxes.map((box) => [box.box.id, box]));
  const edges = drawn.map((arrow, index) => graph.edge(arrow.from, arrow.to, String(index)) as Edge);
  const ways = drawn.flatMap(({ from, to }, index) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    // The first and the last point are where the layout would end a straight line.
    return start && end ? [{ from: start, to: end, between: edges[index]?.points.slice(1, -1) ?? [] }] : [];
  });
  const routes = routeArrows(ways, boxes, direction);
  const arrows = drawn.map((arrow, index): PlacedArrow => {
    const { x, y } = edges[index] ?? {};
    const isTold = arrow.kind === 'depends' && x !== undefined && y !== undefined;
    return {
      arrow,
      points: routes[index] ?? [],
      ...(isTold && { label: { text: fitted(arrow.label, longestLabel), x, y } }),
    };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    direction,
    boxes,
    arrows,
    width: Number.isFinite(width) ? width : 0,
    height: Number.isFinite(height) ? height : 0,
  };
}

interface Edge {
  readonly points: readonly Point[];
  readonly x?: number;
  readonly y?: number;
}

function measureLabel({ kind, label }: Arrow): Record<string, string | number> {
  if (kind !== 'depends') return { weight: 1 };
  const width = Math.ceil(textWidth(fitted(label, longestLabel), sizes.label)) + 6;
  return { weight: 2, width, height: sizes.label + 3, labelpos: 'c' };
}

function measure(box: Box): Omit<PlacedBox, 'x' | 'y'> {
  const title = fitted(box.title, longestTitle);
  const lines = box.lines.map((line) => ({ ...line, text: fitted(line.text, longestLine) }));
  const widest = Math.max(
    textWidth(title, sizes.title),
    ...lines.map(({ text }) => textWidth(text, sizes.line) + sizes.lineHeight),
  );
  return {
    box,
    title,
    lines,
    width: Math.ceil(widest + 2 * sizes.padding),
    height: sizes.titleHeight + lines.length * sizes.lineHeight + 2 * sizes.padding - 6,
  };
}
