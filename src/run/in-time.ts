// Work with an end: a deadline, and the user's patience.

import { SmokeError } from '../error.ts';

/** The result, or undefined when the time is over; an interrupt is thrown. */
export async function inTime<Result>(
  work: Promise<Result>,
  interrupt: AbortSignal,
  deadline: AbortSignal,
): Promise<Result | undefined> {
  // The interrupt is the same for every run of a test: what has ended listens to it no more.
  const over = new AbortController();
  const ended = new Promise<undefined>((resolve, reject) => {
    const once = { once: true, signal: over.signal };
    deadline.addEventListener('abort', () => resolve(undefined), once);
    interrupt.addEventListener('abort', () => reject(interrupt.reason), once);
  });
  try {
    return await Promise.race([work, ended]);
  } catch (error) {
    if (interrupt.aborted) {
      // The provider gets its time to end before anything is taken back.
      await work.catch(() => undefined);
      throw interrupt.reason;
    }
    if (deadline.aborted && error instanceof SmokeError) return undefined;
    throw error;
  } finally {
    over.abort();
  }
}
