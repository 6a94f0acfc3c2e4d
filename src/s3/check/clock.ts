// How far the clocks are apart, from what a server says of its own. Pure.

import type { Answer } from './answer.ts';
import { bodyText } from './answer.ts';
import { textOf } from './xml.ts';

/** Servers of S3 refuse signatures that are older than this, in seconds. */
export const toleratedSkew = 900;

/** Seconds that the server's clock is ahead; undefined where it does not tell. `sent` and `got` are milliseconds. */
export function skewOf(answer: Answer, sent: number, got: number): number | undefined {
  const told = textOf(bodyText(answer), 'ServerTime') ?? answer.headers['date'];
  const server = told === undefined ? Number.NaN : Date.parse(told);
  if (Number.isNaN(server)) return undefined;
  // The header has whole seconds, cut off: half a second is the fairest guess.
  return Math.round((server + 500 - (sent + got) / 2) / 1000) || 0;
}

/** Seconds in words: `2 h 3 min`. */
export function describeSeconds(seconds: number): string {
  const whole = Math.abs(Math.round(seconds));
  const units: readonly (readonly [name: string, size: number])[] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ];
  const first = units.findIndex(([, size]) => whole >= size);
  if (first === -1) return '0 s';
  let rest = whole;
  const words: string[] = [];
  for (const [name, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${name}`);
  }
  return words.join(' ');
}
