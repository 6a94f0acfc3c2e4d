// Buckets as text: columns for people, fields apart by tabs for programs. Pure.

import type { Paint } from './paint.ts';

/** Something to be shown as a table: cells by column, and a mark for people in front. */
export interface Row {
  readonly mark: 'good' | 'bad' | 'open' | 'none';
  readonly cells: readonly string[];
  /** Words after the columns. */
  readonly note?: string | undefined;
}

const marks = {
  good: (paint: Paint) => `${paint('green', '✔')} `,
  bad: (paint: Paint) => `${paint('red', '✘')} `,
  open: (paint: Paint) => `${paint('yellow', '-')} `,
  none: () => '  ',
} as const;

/** Aligned columns under headings; those of `right` are aligned to the right, for they are numbers. */
export function renderTable(
  headings: readonly string[],
  rows: readonly Row[],
  paint: Paint,
  right: readonly number[] = [],
): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ cells }) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    headings
      .map((_, column) => {
        const [cell, width] = [cells[column] ?? '', widths[column] ?? 0];
        return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ');
  const lines = rows.map(({ mark, cells, note }) => {
    const text = note ? `${line(cells)}  ${paint(mark === 'bad' ? 'red' : 'dim', note)}` : line(cells);
    return `${marks[mark](paint)}${text.trimEnd()}\n`;
  });
  return `  ${paint('bold', line(headings).trimEnd())}\n${lines.join('')}`;
}

/** One line each, fields apart by tabs. */
export function renderFields(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows
    .map((fields) => `${fields.map((field) => String(field ?? '').replace(/\s+/g, ' ')).join('\t')}\n`)
    .join('');
}

/** Bytes as people read them, in powers of ten as providers bill them. */
export function humanSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `1 object`, `2 objects`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US').replaceAll(',', ' ')} ${count === 1 ? singular : plural}`;
}

/** Advice for several buckets, each text once: `hint (bucket and 3 more)`. */
export function sameNotes(notes: readonly (readonly [name: string, note: string | undefined])[]): string[] {
  const texts = [...new Set(notes.flatMap(([, note]) => (note ? [note] : [])))];
  return texts.map((text) => {
    const [first, ...others] = notes.filter(([, note]) => note === text).map(([name]) => name);
    return `${first}${others.length > 0 ? ` and ${others.length} more` : ''}: ${text}`;
  });
}

/** One object for machines. */
export function renderBucketsJson(buckets: readonly object[], more: object = {}): string {
  return `${JSON.stringify({ version: 1, buckets, ...more }, null, 2)}\n`;
}
