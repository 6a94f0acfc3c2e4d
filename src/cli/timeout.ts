// --timeout: how long a verb waits for a stack.

import { SmokeError } from '../error.ts';

const usualMs = 300_000;

/** Milliseconds; five minutes unless the user says otherwise. */
export function readTimeout(text: string | undefined): number {
  if (text === undefined) return usualMs;
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 86_400) return Number(text) * 1000;
  throw new SmokeError('USAGE', `--timeout: got "${text}", expected seconds, more than 0 and 86400 at most`);
}
