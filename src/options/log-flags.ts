// Which part of a log is wanted: --tail and --since, checked. Pure.

import { SmokeError } from '../error.ts';

/** `--tail`: a number of lines; `all`, like nothing, is all of them. */
export function readTail(text: string | undefined): number | undefined {
  if (text === undefined || text === 'all') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new SmokeError('USAGE', `--tail: got "${text}", expected a number of lines, or all`);
}

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `--since`: how long ago (90s, 10m, 1h30m, 2d), or a time (2026-11-21T10:00). */
export function readSince(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  if (/^(\d{1,9}[smhd])+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+)([smhd])/g)];
    const ago = parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (seconds[unit] ?? 1), 0);
    return new Date(Math.max(0, now.getTime() - ago * 1000));
  }
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time) && time >= 0) return new Date(time);
  throw new SmokeError(
    'USAGE',
    `--since: got "${text}", expected how long ago (90s, 10m, 1h30m, 2d) or a time (2026-11-21T10:00)`,
  );
}
