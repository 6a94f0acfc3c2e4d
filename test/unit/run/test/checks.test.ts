import { describe, expect, it } from 'vitest';
import { SmokeError } from '../../../../src/error.ts';
import { createChecks } from '../../../../src/run/test/checks.ts';

const mask = (text: string) => text.replaceAll('hunter2', '***');
const subject = { group: 'storage', name: 'S3 answers', service: 's3' } as const;

function start(signal = new AbortController().signal) {
  const told: string[] = [];
  const checks = createChecks(({ name, state }) => void told.push(`${name}: ${state}`), mask, {
    next: 'look at it',
    signal,
  });
  return { checks, told };
}

describe('a check', () => {
  it('is told as soon as it is made, and kept in order', async () => {
    const { checks, told } = start();
    expect(await checks.make(subject, async () => ({ state: 'passed' }))).toBe(true);
    expect(await checks.make(subject, async () => ({ state: 'skipped', detail: 'no key' }))).toBe(true);
    expect(told).toEqual(['S3 answers: passed', 'S3 answers: skipped']);
    expect(checks.failures()).toEqual([]);
  });

  it('that fails has a card: its detail, free of secrets, and the next step', async () => {
    const { checks } = start();
    expect(await checks.make(subject, async () => ({ state: 'failed', detail: 'got hunter2' }))).toBe(false);
    expect(checks.reports()).toMatchObject([{ state: 'failed', detail: 'got ***' }]);
    expect(checks.failures()).toEqual([
      {
        subject: 's3',
        cause: 'got ***',
        evidence: ['check: S3 answers'],
        next: 'look at it',
        check: 'S3 answers',
      },
    ]);
  });

  it('that could not be made fails with the error', async () => {
    const { checks } = start();
    const error = new SmokeError('ENGINE_FAILED', 'no such container', { hint: 'start it' });
    expect(await checks.make(subject, () => Promise.reject(error))).toBe(false);
    expect(checks.failures()).toMatchObject([{ cause: 'no such container', next: 'start it' }]);
  });

  it('lets an interrupt and a defect through', async () => {
    const { checks } = start(AbortSignal.abort());
    const error = new SmokeError('CANCELLED', 'ended by SIGINT');
    await expect(checks.make(subject, () => Promise.reject(error))).rejects.toBe(error);
    const defect = new TypeError('x is undefined');
    await expect(start().checks.make(subject, () => Promise.reject(defect))).rejects.toBe(defect);
  });
});
