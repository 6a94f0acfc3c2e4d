// The wait loop: tries again until ready, fatal, out of time or called off. Clock and sleep come from outside.

import { setTimeout as sleepFor } from 'node:timers/promises';
import { SmokeError } from '../error.ts';
import type { ProbeOutcome } from './outcome.ts';

/** Time, so that tests can turn it. `sleep` ends early, without an error, when the signal aborts. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }).catch(() => {}),
};

/** How long and how often to try. */
export interface WaitOptions {
  /** For all attempts together. At least one attempt is made. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Once aborted, what is still waiting stays so: no further attempt is made. The first one always is. */
  readonly giveUp?: AbortSignal;
  /** Calls the listener when something changed, such as a health event, and the next attempt follows at once. */
  readonly wake?: (listener: () => void) => () => void;
  /** Told after every attempt that did not settle the matter. */
  readonly onWaiting?: (detail: string) => void;
}

/** The last outcome: still `waiting` when time ran out. */
export interface WaitResult {
  readonly outcome: ProbeOutcome;
  readonly attempts: number;
  readonly elapsedMs: number;
}

const shortestMs = 100;
const longestMs = 1_000;
const growth = 1.5;

/**
 * Repeats an attempt with growing pauses. An attempt that runs is always awaited, so that one which cleans up after
 * itself does so before this returns or, when called off, throws.
 */
export async function waitUntilReady(
  attempt: (limits: { signal: AbortSignal; timeoutMs: number }) => Promise<ProbeOutcome>,
  options: WaitOptions,
): Promise<WaitResult> {
  const { signal, timeoutMs, clock = systemClock } = options;
  const alarm = createAlarm();
  const unsubscribe = options.wake?.(() => alarm.ring());
  const startedAt = clock.now();
  let pauseMs = shortestMs;
  let seen: ProbeOutcome | undefined;
  options.giveUp?.addEventListener('abort', alarm.ring, { once: true });
  try {
    for (let attempts = 1; ; attempts += 1) {
      throwIfCancelled(signal);
      const leftMs = Math.max(1, startedAt + timeoutMs - clock.now());
      const outcome = await attempt({ signal, timeoutMs: leftMs });
      throwIfCancelled(signal);
      const elapsedMs = clock.now() - startedAt;
      if (outcome.state !== 'waiting') return { outcome, attempts, elapsedMs };
      // An attempt that was cut short by the end of the time says less than the one before.
      if (elapsedMs >= timeoutMs) return { outcome: seen ?? outcome, attempts, elapsedMs };
      if (options.giveUp?.aborted) return { outcome, attempts, elapsedMs };
      seen = outcome;
      options.onWaiting?.(outcome.detail);
      const woken = await alarm.pause(clock, Math.min(pauseMs, timeoutMs - elapsedMs), signal);
      pauseMs = woken ? shortestMs : Math.min(longestMs, pauseMs * growth);
    }
  } finally {
    unsubscribe?.();
    options.giveUp?.removeEventListener('abort', alarm.ring);
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new SmokeError('CANCELLED', 'Waiting was called off', { cause: signal.reason });
}

// Rings that come while an attempt runs are kept for the pause after it: what they tell may be newer than its answer.
function createAlarm() {
  let rung = false;
  let sleeping: AbortController | undefined;
  return {
    ring(): void {
      rung = true;
      sleeping?.abort();
    },
    /** Sleeps until the time is over, the alarm rings or the signal aborts; true when it rang. */
    async pause(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
      if (!rung) {
        sleeping = new AbortController();
        await clock.sleep(ms, AbortSignal.any([signal, sleeping.signal]));
        sleeping = undefined;
      }
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
  };
}
