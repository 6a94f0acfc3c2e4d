// The states of a stack that is watched → lines that fit the terminal. Pure.

import type { Paint } from './paint.ts';

/** One container, as it is shown. */
export interface WatchRow {
  readonly service: string;
  readonly state: string;
  /** Why it failed, or what is wrong with it. */
  readonly problem?: string;
  readonly startedAt?: Date;
  readonly restarts: number;
}

/** Where the table is drawn, and what is under it. */
export interface WatchFrame {
  readonly now: Date;
  readonly columns: number;
  /** Lines of the terminal. */
  readonly rows: number;
  readonly footer: string;
  readonly paint: Paint;
}

const good = new Set(['healthy', 'running', 'done']);

/** A line for each container; what is not well comes first where not all find room. */
export function renderWatch(all: readonly WatchRow[], frame: WatchFrame): string {
  const { columns, rows, footer, paint } = frame;
  // The footer, and the line that the cursor is in.
  const room = Math.max(1, rows - 2);
  const shown = all.length <= room ? all : worstFirst(all).slice(0, room - 1);
  const width = Math.max(0, ...shown.map(({ service }) => service.length));
  const lines = shown.map((row) => renderRow(row, width, frame));
  const rest = all.length - shown.length;
  if (rest > 0) lines.push(cut(`  and ${rest} more`, columns));
  lines.push(paint('dim', cut(footer, columns)));
  return lines.map((line) => `${line}\n`).join('');
}

function renderRow(row: WatchRow, width: number, { now, columns, paint }: WatchFrame): string {
  const { service, state, problem, startedAt, restarts } = row;
  const isLasting = startedAt !== undefined && state !== 'done' && state !== 'failed' && state !== 'gone';
  const cells = [
    state.padEnd(8),
    isLasting ? age(now.getTime() - startedAt.getTime()).padEnd(7) : '',
    restarts > 0 ? `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}` : '',
    problem ?? '',
  ].filter((cell) => cell !== '');
  const text = cut(`${service.padEnd(width)}  ${cells.join('  ').trimEnd()}`, columns - 2);
  if (state === 'failed' || state === 'gone') return `${paint('red', '✘')} ${text}`;
  if (!good.has(state) || problem !== undefined) return `${paint('yellow', '…')} ${text}`;
  return `${paint('green', '✔')} ${text}`;
}

function worstFirst(rows: readonly WatchRow[]): WatchRow[] {
  const rank = ({ state, problem }: WatchRow): number =>
    state === 'failed' || state === 'gone' ? 0 : !good.has(state) || problem !== undefined ? 1 : 2;
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

/** One column stays free: some terminals wrap after the last. */
function cut(text: string, columns: number): string {
  const width = Math.max(8, columns - 1);
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** The two largest units of a time span. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const units: readonly (readonly [string, number])[] = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3600) % 24],
    ['m', Math.floor(seconds / 60) % 60],
    ['s', seconds % 60],
  ];
  const first = units.findIndex(([, count]) => count > 0);
  if (first < 0) return '0s';
  return units
    .slice(first, first + 2)
    .map(([unit, count]) => `${count}${unit}`)
    .join(' ');
}
