// The list of images as text: columns for people, fields apart by tabs for programs. Pure.

import type { Paint } from '../report/paint.ts';
import type { ListedImage } from './list.ts';

/** An image with what an engine and a look-up added to it. */
export interface ImageRow extends ListedImage {
  /** Whether the engine has it; unknown where none was asked. */
  readonly present?: boolean;
  /** Why it could not be locked. */
  readonly problem?: string;
}

const headings = ['SERVICES', 'IMAGE', 'VARIABLE', 'STATE', 'DIGEST'];

/** For people: aligned columns under headings, then a line for each state that wants one. */
export function renderColumns(rows: readonly ImageRow[], paint: Paint): string {
  if (rows.length === 0) return '';
  const cells = [heading(rows), ...rows.map((row) => fields(row, short))];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length))) ?? [];
  const lines = cells.map((line, index) => {
    const text = line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return index === 0 ? paint('bold', text.trimEnd()) : text.trimEnd();
  });
  const notes = rows.flatMap(({ image, state, why }) =>
    why === undefined ? [] : [`${paint('yellow', state)}  ${image}: ${why}`],
  );
  return `${[...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}

/** For programs: a line for each, with whole digests. */
export function renderLines(rows: readonly ImageRow[]): string {
  return rows.map((row) => `${fields(row, (digest) => digest).join('\t')}\n`).join('');
}

function heading(rows: readonly ImageRow[]): string[] {
  return [...headings, ...(isAsked(rows) ? ['ENGINE'] : [])];
}

function fields(row: ImageRow, digest: (text: string) => string): string[] {
  return [
    row.services.join(','),
    row.image,
    row.variable ?? '',
    row.state,
    row.locked === undefined ? '' : digest(row.locked),
    ...(row.present === undefined ? [] : [row.present ? 'there' : 'not there']),
  ];
}

function isAsked(rows: readonly ImageRow[]): boolean {
  return rows.some(({ present }) => present !== undefined);
}

/** Enough of a digest to tell it from others by eye. */
function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
