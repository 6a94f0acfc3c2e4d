// The time that a check has, and who may end it earlier.

import { setMaxListeners } from 'node:events';
import { Stopped } from './session.ts';

/** Tells when to stop, and ends what still runs. */
export interface Limits {
  /** Ends requests of features at once. */
  readonly signal: AbortSignal;
  /** Throws when nothing new may begin. */
  readonly check: () => void;
  /** Why it stopped; undefined while it goes on. */
  readonly stopped: () => Stopped | undefined;
  /** Leaves so many milliseconds for cleaning, counted from the end. */
  readonly reserve: (milliseconds: number) => void;
  /** Milliseconds to the end of the budget. */
  readonly left: () => number;
  readonly end: () => void;
}

/** An interrupt lets running requests end for a moment: what a cut one did on the server, nobody would know. */
const graceMs = 2_000;

/** Starts the clock. */
export function createLimits(budgetMs: number, interrupt: AbortSignal | undefined): Limits {
  const began = performance.now();
  const hard = new AbortController();
  // Every request that runs listens, and many run at once.
  setMaxListeners(0, hard.signal);
  let stopped: Stopped | undefined;
  let timer: NodeJS.Timeout | undefined;
  let grace: NodeJS.Timeout | undefined;
  const stop = (why: Stopped['why'], afterMs: number): void => {
    stopped ??= new Stopped(why);
    const reason = stopped;
    grace ??= setTimeout(() => hard.abort(reason), afterMs);
  };
  const onInterrupt = (): void => stop('interrupt', graceMs);
  if (interrupt?.aborted) onInterrupt();
  interrupt?.addEventListener('abort', onInterrupt, { once: true });
  const left = (): number => began + budgetMs - performance.now();
  const reserve = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stop('time', 0), Math.max(0, left() - milliseconds));
  };
  reserve(budgetMs / 5);
  return {
    signal: hard.signal,
    check: () => {
      if (stopped !== undefined) throw stopped;
    },
    stopped: () => stopped,
    reserve,
    left,
    end: () => {
      clearTimeout(timer);
      clearTimeout(grace);
      interrupt?.removeEventListener('abort', onInterrupt);
    },
  };
}
