import { describe, expect, it } from 'vitest';
import type { ProbeOutcome } from '../../../src/probes/outcome.ts';
import { type Clock, type WaitOptions, waitUntilReady } from '../../../src/probes/wait.ts';

// Time that passes only in sleeps and where an attempt says so.
function fakeClock() {
  const sleeps: number[] = [];
  let time = 0;
  const clock: Clock = {
    now: () => time,
    sleep: async (ms) => {
      sleeps.push(Math.round(ms));
      time += ms;
    },
  };
  return { clock, sleeps, pass: (ms: number) => (time += ms) };
}

const waiting: ProbeOutcome = { state: 'waiting', detail: 'not yet' };
const ready: ProbeOutcome = { state: 'ready' };
const answering = (outcomes: ProbeOutcome[]) => async () => outcomes.shift() ?? waiting;

function wait(attempt: Parameters<typeof waitUntilReady>[0], options: Partial<WaitOptions> = {}) {
  return waitUntilReady(attempt, { timeoutMs: 10_000, signal: new AbortController().signal, ...options });
}

describe('waiting', () => {
  it.each<ProbeOutcome>([ready, { state: 'fatal', detail: 'never' }, { state: 'skipped', reason: 'why' }])(
    'ends at once with %o',
    async (outcome) => {
      const { clock, sleeps } = fakeClock();
      expect(await wait(answering([outcome]), { clock })).toEqual({ outcome, attempts: 1, elapsedMs: 0 });
      expect(sleeps).toEqual([]);
    },
  );

  it('pauses longer and longer, up to a second', async () => {
    const { clock, sleeps } = fakeClock();
    await wait(answering([...Array<ProbeOutcome>(9).fill(waiting), ready]), { clock });
    expect(sleeps).toEqual([100, 150, 225, 338, 506, 759, 1000, 1000, 1000]);
  });

  it('ends with the last detail when time is up, exactly at the deadline', async () => {
    const { clock } = fakeClock();
    const result = await wait(answering([]), { clock, timeoutMs: 2_000 });
    expect(result).toMatchObject({ outcome: waiting, elapsedMs: 2_000 });
  });

  it('gives each attempt what is left of the time, and tries at least once', async () => {
    const { clock, pass } = fakeClock();
    const limits: number[] = [];
    const attempt = async ({ timeoutMs }: { timeoutMs: number }) => {
      limits.push(timeoutMs);
      pass(700);
      return waiting;
    };
    await wait(attempt, { clock, timeoutMs: 1_000 });
    expect(limits).toEqual([1_000, 200]);
  });

  it('tells each waiting detail', async () => {
    const told: string[] = [];
    await wait(answering([waiting, waiting, ready]), {
      clock: fakeClock().clock,
      onWaiting: (detail) => told.push(detail),
    });
    expect(told).toEqual(['not yet', 'not yet']);
  });

  it('tries again at once when woken during a pause', async () => {
    let wake = () => {};
    const clock: Clock = {
      now: () => 0,
      sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    };
    const subscribe = (listener: () => void) => {
      wake = listener;
      return () => {};
    };
    const done = wait(answering([waiting, waiting, ready]), {
      clock,
      wake: subscribe,
      onWaiting: () => setTimeout(wake),
    });
    expect(await done).toMatchObject({ outcome: ready, attempts: 3 });
  });

  it('does not lose a wake-up that comes during an attempt, and lets go of it at the end', async () => {
    const listeners = new Set<() => void>();
    const { clock, sleeps } = fakeClock();
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      if (attempts === 1) for (const listener of listeners) listener();
      return attempts === 2 ? ready : waiting;
    };
    const subscribe = (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    await wait(attempt, { clock, wake: subscribe });
    expect(sleeps).toEqual([]);
    expect(listeners.size).toBe(0);
  });

  it('throws when called off, but not before the running attempt has cleaned up', async () => {
    const controller = new AbortController();
    let cleaned = false;
    const attempt = async ({ signal }: { signal: AbortSignal }): Promise<ProbeOutcome> => {
      controller.abort();
      expect(signal.aborted).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 5));
      cleaned = true;
      return waiting;
    };
    await expect(wait(attempt, { signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(cleaned).toBe(true);
  });

  it('ends a real pause when called off', async () => {
    const controller = new AbortController();
    const done = wait(answering([]), {
      signal: controller.signal,
      onWaiting: () => setTimeout(() => controller.abort()),
    });
    await expect(done).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
