// Drawing → positions of boxes and ways of arrows, in layers. Pure; loaded for SVG alone.

import { graphlib, layout } from '@dagrejs/dagre';
import type { Arrow, Box, BoxLine, Drawing } from './drawing.ts';
import { fitted, textWidth } from './text-width.ts';

/** A box with its place; x and y are of its upper left corner. */
export interface PlacedBox {
  readonly box: Box;
  readonly title: string;
  readonly lines: readonly BoxLine[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An arrow with the points it passes. */
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Everything with its place, on a sheet of this size. */
export interface Layout {
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
  readonly width: number;
  readonly height: number;
}

/** Sizes that the writer of the SVG shares. */
export const sizes = {
  title: 15,
  line: 12,
  lineHeight: 17,
  titleHeight: 24,
  padding: 12,
  margin: 20,
} as const;

const longestLine = 44;
const longestTitle = 32;

/** Lays out from left to right or from top to bottom, whichever is narrower: pages scroll downwards. */
export function layOut(drawing: Drawing): Layout {
  const [across, down] = [layOutIn(drawing, 'LR'), layOutIn(drawing, 'TB')];
  return across.width <= down.width ? across : down;
}

function layOutIn(drawing: Drawing, direction: 'LR' | 'TB'): Layout {
  const { margin } = sizes;
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction,
    nodesep: 22,
    edgesep: 14,
    ranksep: 64,
    marginx: margin,
    marginy: margin,
  });
  const measured = drawing.boxes.map(measure);
  for (const { box, width, height } of measured) graph.setNode(box.id, { width, height });
  for (const [index, { from, to, kind }] of drawing.arrows.entries())
    graph.setEdge(from, to, { weight: kind === 'depends' ? 2 : 1 }, String(index));
  layout(graph);
  const boxes = measured.map((box): PlacedBox => {
    const { x = 0, y = 0 } = graph.node(box.box.id) as { x?: number; y?: number };
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
  const arrows = drawing.arrows.map((arrow, index): PlacedArrow => {
    const { points } = graph.edge(arrow.from, arrow.to, String(index)) as { points: PlacedArrow['points'] };
    return { arrow, points };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    boxes,
    arrows,
    width: Number.isFinite(width) ? width : 0,
    height: Number.isFinite(height) ? height : 0,
  };
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
