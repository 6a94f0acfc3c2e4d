import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import { driveHealth } from '../../../src/run/drive-health.ts';
import { container } from './containers.ts';

const healthcheck = { test: ['CMD', 'x'], intervalMs: 10, timeoutMs: 1000, retries: 3, startPeriodMs: 0 };
const healthy = container('a', { healthcheck, health: 'healthy' });
const starting = container('a', { healthcheck, health: 'starting' });

/** A driver that goes on with healthy services, on an engine that counts its checks. */
function driver(calmMs: number) {
  const seen = { checks: 0, exitCode: 0 };
  const engine = {
    firesHealthChecks: false,
    runHealthCheck: async () => {
      seen.checks += 1;
      return { exitCode: seen.exitCode, output: '', startedAt: new Date() };
    },
  } as Partial<Engine> as Engine;
  return { ...driveHealth(engine, () => {}, { lasting: true, calmMs }), seen };
}

describe('driving health for as long as a stack is watched', () => {
  it('looks at a healthy service again and again, at a low rate', async () => {
    const { update, stop, seen } = driver(50);
    update([healthy]);
    await sleep(20);
    expect(seen.checks).toBe(0);
    await expect.poll(() => seen.checks, { interval: 5 }).toBeGreaterThan(1);
    stop();
  });

  it('looks at its own interval when a check has failed', async () => {
    const { update, stop, seen } = driver(60);
    seen.exitCode = 1;
    update([healthy]);
    await expect.poll(() => seen.checks, { interval: 5 }).toBeGreaterThan(3);
    stop();
  });

  it('looks at once at one that was started anew', async () => {
    const { update, stop, seen } = driver(60_000);
    seen.exitCode = 0;
    update([starting]);
    update([healthy]);
    await sleep(30);
    const before = seen.checks;
    update([starting]);
    await expect.poll(() => seen.checks, { interval: 5 }).toBeGreaterThan(before);
    stop();
  });
});
