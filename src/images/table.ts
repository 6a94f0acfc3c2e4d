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
  const shorter = (row: ImageRow): ImageRow => ({ ...row, services: few(row.services) });
  const cells = [heading(rows), ...rows.map((row) => fields(shorter(row), short))];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length))) ?? [];
  const lines = cells.map((line, index) => {
    const text = line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return index === 0 ? paint('bold', text.trimEnd()) : text.trimEnd();
  });
  const notes = remarks(rows).map(({ state, text }) => `${paint('yellow', state)}  ${text}`);
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

/** The first services, and how many more there are. */
function few(services: readonly string[]): readonly string[] {
  return services.length <= 3 ? services : [services[0] ?? '', `${services.length - 1} more`];
}

/** One remark for each reason, with the image where it is about one only. */
function remarks(rows: readonly ImageRow[]): { state: string; text: string }[] {
  const told = rows.filter(({ why }) => why !== undefined);
  const reasons = [...new Set(told.map(({ state, why }) => `${state}\n${why}`))];
  return reasons.map((reason) => {
    const [state = '', why = ''] = reason.split('\n');
    const same = told.filter((row) => row.state === state && row.why === why);
    const about = same.length === 1 ? same[0]?.image : `${same.length} images`;
    return { state, text: `${about}: ${why}` };
  });
}
