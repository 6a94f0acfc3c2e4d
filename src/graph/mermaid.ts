// Graph → a Mermaid flowchart. Ids are made here and every label is escaped, so no name can be syntax. Pure.

import { type Arrow, type Box, type BoxLine, drawGraph } from './drawing.ts';
import type { Graph } from './graph.ts';

const marks: Readonly<Partial<Record<BoxLine['kind'], string>>> = {
  bad: '⚠ ',
  bucket: 'bucket ',
  port: 'port ',
  volume: 'volume ',
};

const shapes: Readonly<Record<Box['kind'], readonly [string, string]>> = {
  service: ['[', ']'],
  volume: ['[(', ')]'],
  folder: ['[/', '/]'],
  socket: ['{{', '}}'],
  storage: ['[(', ')]'],
  bucket: ['[(', ')]'],
  missing: ['[', ']'],
};

/** The stack as a flowchart: the stack's own parts in a frame, what is outside around it. */
export function renderMermaid(graph: Graph): string {
  const { title, boxes, arrows, notes } = drawGraph(graph);
  const wrong = boxes.filter(({ isWrong }) => isWrong).map(({ id }) => id);
  const outside = boxes.filter((box) => box.isOutside && !box.isWrong).map(({ id }) => id);
  const lines = [
    'flowchart LR',
    `  subgraph stack["${escapeLabel(title)}"]`,
    ...boxes.filter((box) => !box.isOutside).map((box) => `    ${boxText(box)}`),
    '  end',
    ...boxes.filter((box) => box.isOutside).map((box) => `  ${boxText(box)}`),
    ...notes.map((note, index) => `  note${index}["${escapeLabel(note)}"]`),
    ...arrows.map((arrow) => `  ${arrowText(arrow)}`),
    '  classDef wrong stroke:red,stroke-width:2px',
    '  classDef outside stroke-dasharray:4 3',
    ...(wrong.length > 0 ? [`  class ${wrong.join(',')} wrong`] : []),
    ...(outside.length > 0 ? [`  class ${outside.join(',')} outside`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function boxText({ id, kind, title, lines }: Box): string {
  const [open, close] = shapes[kind];
  const rows = [
    `<b>${escapeLabel(title)}</b>`,
    ...lines.map((line) => `${marks[line.kind] ?? ''}${escapeLabel(line.text)}`),
  ];
  return `${id}${open}"${rows.join('<br/>')}"${close}`;
}

function arrowText({ from, to, kind, label, isWrong }: Arrow): string {
  const line = kind === 'mounts' ? '-.-' : isWrong ? '==>' : '-->';
  return `${from} ${line}|"${escapeLabel(isWrong ? `${label}, a circle` : label)}"| ${to}`;
}

/**
 * Everything but plain words as an entity code of Mermaid's. Two things hide in plain words: its Markdown (`1. `, `_x_`),
 * and a clean-up that looks for `style` and `classDef` before a code.
 */
function escapeLabel(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ./:@,()→×_-]/gu, (character) => `#${character.codePointAt(0)};`)
    .replace(/^(\d+)\.(?=\s|$)/, '$1#46;')
    .replace(/^-/, '#45;')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '#95;')
    .replace(/style|classDef/gi, (word) => `#${word.charCodeAt(0)};${word.slice(1)}`);
}
