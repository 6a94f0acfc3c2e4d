import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { inTime } from '../../../src/run/in-time.ts';

const never = () => new AbortController().signal;

describe('work with an end', () => {
  it('has its result, and leaves no listener behind', async () => {
    const interrupt = never();
    for (let turn = 0; turn < 3; turn += 1)
      expect(await inTime(Promise.resolve(7), interrupt, never())).toBe(7);
    expect(getEventListeners(interrupt, 'abort')).toEqual([]);
  });

  it('is undefined when the time is over, and throws an interrupt', async () => {
    const work = new Promise(() => {});
    expect(await inTime(work, never(), AbortSignal.timeout(5))).toBeUndefined();
    const slow = new Promise((done) => setTimeout(done, 50));
    await expect(inTime(slow, AbortSignal.timeout(5), never())).rejects.toHaveProperty(
      'name',
      'TimeoutError',
    );
  });
});
