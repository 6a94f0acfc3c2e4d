// Graph → one SVG file: no script, no font and no picture from elsewhere, light and dark by the reader's choice. Pure.

import { type Box, drawGraph } from './drawing.ts';
import type { Graph } from './graph.ts';
import { type Layout, layOut, type PlacedArrow, type PlacedBox, sizes } from './layout.ts';
import type { Point } from './route.ts';
import { svgStyle } from './svg-style.ts';
import { textWidth } from './text-width.ts';

const legend = [
  ['depends', 'waits for'],
  ['mounts', 'mounts'],
  ['uses', 'uses'],
  ['wrong', 'problem'],
] as const;

/** How a picture differs from that of a stack alone. */
export interface SvgMore {
  /** What is wrong with services, by their names. */
  readonly problems?: ReadonlyMap<string, string>;
  /** Without a style of its own, for a page that has {@link svgStyle}. */
  readonly isPart?: boolean;
}

/** The stack as a picture; what was cut short is told by the title of its element. */
export function renderSvg(graph: Graph, { problems, isPart = false }: SvgMore = {}): string {
  const drawing = drawGraph(graph, problems);
  const placed = layOut(drawing);
  const head = sizes.margin + 28;
  const kinds = new Set(drawing.arrows.map(({ kind, isWrong }) => (isWrong ? 'wrong' : kind)));
  if (drawing.boxes.some(({ isWrong }) => isWrong)) kinds.add('wrong');
  const foot = 34 + drawing.notes.length * sizes.lineHeight;
  const titleWidth = textWidth(drawing.title, 18) + 2 * sizes.margin;
  const legendWidth = kinds.size * 110 + 2 * sizes.margin;
  const width = Math.ceil(Math.max(placed.width, titleWidth, legendWidth));
  const height = Math.ceil(placed.height + head + foot);
  const parts = [
    `<title>${xml(drawing.title)}</title>`,
    ...(isPart ? [] : [`<style>${svgStyle()}</style>`]),
    arrowHeads,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="heading" x="${sizes.margin}" y="${sizes.margin + 12}">${xml(drawing.title)}</text>`,
    `<g transform="translate(0 ${head})">`,
    ...placed.arrows.map((arrow) => arrowPath(arrow, placed.direction)),
    ...placed.boxes.map(boxGroup),
    ...arrowLabels(placed),
    '</g>',
    ...legendParts(kinds, height - foot + 16),
    ...drawing.notes.map((note, index) => {
      const y = height - foot + 34 + index * sizes.lineHeight;
      return `<text class="bad" x="${sizes.margin}" y="${y}">${xml(note)}</text>`;
    }),
  ];
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">\n${parts.join('\n')}\n</svg>\n`;
}

const arrowHeads = `<defs>${['depends', 'mounts', 'uses', 'wrong']
  .map(
    (kind) =>
      `<marker id="head-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head ${kind}" d="M0 0L8 4L0 8z"/></marker>`,
  )
  .join('')}</defs>`;

function boxGroup({ box, title, lines, x, y, width, height }: PlacedBox): string {
  const classes = ['box', box.kind, ...(box.isOutside ? ['outside'] : []), ...(box.isWrong ? ['wrong'] : [])];
  const full = [box.title, ...box.lines.map(({ text }) => text)].join('\n');
  const rows = lines.map(({ kind, text }, index) => {
    const at = sizes.padding + sizes.titleHeight + 5 + index * sizes.lineHeight;
    const sign = `<text class="sign ${kind}" x="${sizes.padding}" y="${at}">${signs[kind]}</text>`;
    return `${sign}<text class="${kind}" x="${sizes.padding + sizes.lineHeight}" y="${at}">${xml(text)}</text>`;
  });
  return [
    `<g class="${classes.join(' ')}" transform="translate(${round(x)} ${round(y)})"><title>${xml(full)}</title>`,
    `<rect width="${width}" height="${height}" rx="${radius(box)}"/>`,
    `<text class="name" x="${sizes.padding}" y="${sizes.padding + 12}">${xml(title)}</text>`,
    ...rows,
    '</g>',
  ].join('');
}

const signs = {
  image: '▣',
  good: '✓',
  none: '–',
  bad: '!',
  port: '⇄',
  url: '↗',
  volume: '▤',
  bucket: '◌',
  note: '·',
} as const;

function radius(box: Box): number {
  return box.kind === 'service' || box.kind === 'missing' ? 6 : 16;
}

function arrowPath({ arrow, points }: PlacedArrow, direction: Layout['direction']): string {
  const kind = arrow.isWrong ? 'wrong' : arrow.kind === 'holds' ? 'uses' : arrow.kind;
  const pieces = points.map((at, index) => piece(points[index - 1], at, direction));
  return `<path class="arrow ${kind} ${dash(arrow.label)}" d="${pieces.join('')}" marker-end="url(#head-${kind})"/>`;
}

/** Straight along the layers' order; a curve that begins and ends straight where it changes sides. */
function piece(before: Point | undefined, at: Point, direction: Layout['direction']): string {
  if (!before) return `M${point(at)}`;
  if (Math.abs(before.x - at.x) < 0.5 || Math.abs(before.y - at.y) < 0.5) return `L${point(at)}`;
  const [x, y] = [(before.x + at.x) / 2, (before.y + at.y) / 2];
  const [first, second] =
    direction === 'LR'
      ? [
          { x, y: before.y },
          { x, y: at.y },
        ]
      : [
          { x: before.x, y },
          { x: at.x, y },
        ];
  return `C${point(first)} ${point(second)} ${point(at)}`;
}

function dash(label: string): string {
  return label === 'healthy' || label === 'done' ? label : '';
}

/** The condition, where the layout left room for it. */
function arrowLabels({ arrows }: Layout): string[] {
  return arrows.flatMap(({ label }) =>
    label
      ? [`<text class="label" x="${round(label.x)}" y="${round(label.y + 4)}">${xml(label.text)}</text>`]
      : [],
  );
}

function legendParts(kinds: ReadonlySet<string>, y: number): string[] {
  return legend
    .filter(([kind]) => kinds.has(kind))
    .map(([kind, text], index) => {
      const x = sizes.margin + index * 110;
      return `<path class="arrow ${kind}" d="M${x} ${y}h24" marker-end="url(#head-${kind})"/><text class="note" x="${x + 32}" y="${y + 4}">${text}</text>`;
    });
}

function point({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
