import { describe, expect, it } from 'vitest';
import type { ContainerState } from '../../../src/engine/engine.ts';
import { recordTimeline } from '../../../src/run/timeline.ts';
import type { ServiceState } from '../../../src/run/verdict.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { container } from './containers.ts';

const began = new Date(10_000);
const at = (ms: number): Date => new Date(began.getTime() + ms);
const waits = (...names: string[]) => ({
  depends_on: Object.fromEntries(names.map((name) => [name, { condition: 'service_healthy' }])),
});
const manifest = {
  name: 'p',
  services: { app: waits('db', 's3'), db: {}, s3: {}, late: {} },
} as unknown as Manifest;

const check = (ms: number, exitCode = 0) => ({ exitCode, output: '', startedAt: at(ms), endedAt: at(ms) });
const healthy = (service: string, started: number, passed: number): ServiceState => ({
  service,
  state: 'healthy',
  container: container(service, {
    startedAt: at(started),
    healthLog: [check(passed - 1, 1), check(passed)],
  }),
});
const created = (service: string): ServiceState => {
  const { startedAt: _, ...rest } = container(service);
  return { service, state: 'created', container: rest as ContainerState };
};

describe('the timeline of a start', () => {
  it('has the times of the engine, in milliseconds since the begin', () => {
    const recorder = recordTimeline(manifest, began);
    recorder.note([created('db')], at(300));
    recorder.note([healthy('db', 500, 2400)], at(2600));
    expect(recorder.timeline().services).toEqual([
      { service: 'db', waitsFor: [], createdMs: 300, startedMs: 500, readyMs: 2400 },
    ]);
  });

  it('tells what the end waited for: the dependency that came last, and what came before it', () => {
    const recorder = recordTimeline(manifest, began);
    const states = [healthy('db', 400, 1500), healthy('s3', 500, 3000), healthy('app', 3200, 7000)];
    recorder.note(states, at(7100));
    const { critical, totalMs } = recorder.timeline();
    expect(totalMs).toBe(7000);
    expect(critical).toEqual([
      { service: 's3', phase: 'start', fromMs: 0, toMs: 500 },
      { service: 's3', phase: 'ready', fromMs: 500, toMs: 3000 },
      { service: 'app', phase: 'start', fromMs: 3000, toMs: 3200 },
      { service: 'app', phase: 'ready', fromMs: 3200, toMs: 7000 },
    ]);
  });

  it('goes by the moment at which it was seen where a service has no check', () => {
    const recorder = recordTimeline(manifest, began);
    const late = container('late', { startedAt: at(100) });
    recorder.note([{ service: 'late', state: 'running', container: late }], at(2100));
    expect(recorder.timeline().services).toMatchObject([{ startedMs: 100, readyMs: 2100 }]);
  });

  it('keeps when a service was ready, whatever becomes of it', () => {
    const recorder = recordTimeline(manifest, began);
    recorder.note([healthy('db', 400, 1500)], at(1600));
    recorder.note(
      [{ service: 'db', state: 'failed', container: container('db', { startedAt: at(9000) }) }],
      at(9500),
    );
    expect(recorder.timeline().services).toMatchObject([{ startedMs: 400, readyMs: 1500 }]);
  });

  it('is not thrown off by an engine whose clock is another one', () => {
    const recorder = recordTimeline(manifest, began);
    recorder.note([healthy('db', -60_000, -50_000), healthy('s3', 90_000, 95_000)], at(3000));
    expect(recorder.timeline().services).toMatchObject([
      { service: 'db', startedMs: 0, readyMs: 0 },
      { service: 's3', startedMs: 3000, readyMs: 3000 },
    ]);
  });

  it('is ready with the last of its replicas', () => {
    const recorder = recordTimeline(manifest, began);
    const states = [healthy('db', 400, 1500), healthy('db', 600, 2500)];
    recorder.note(states, at(2600));
    expect(recorder.timeline().services).toMatchObject([{ startedMs: 600, readyMs: 2500 }]);
  });

  it('is empty where nothing was started, and ends where services wait for each other', () => {
    expect(recordTimeline(manifest, began).timeline()).toEqual({ totalMs: 0, services: [], critical: [] });
    const circle = { name: 'p', services: { a: waits('b'), b: waits('a') } } as unknown as Manifest;
    const recorder = recordTimeline(circle, began);
    recorder.note([healthy('a', 100, 200), healthy('b', 100, 300)], at(400));
    expect(recorder.timeline().critical).toHaveLength(4);
  });
});
