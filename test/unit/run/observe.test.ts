import { describe, expect, it, vi } from 'vitest';
import type { ContainerState, Engine } from '../../../src/engine/engine.ts';
import { observeStack } from '../../../src/run/observe.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { container as containerOf } from './containers.ts';

const manifest: Manifest = { name: 'p', services: { app: {} } };
const check = { test: ['CMD', 'x'], intervalMs: 1, timeoutMs: 1000, retries: 3, startPeriodMs: 0 };

const container = (more: Partial<ContainerState> = {}): ContainerState =>
  containerOf('app', { healthcheck: check, health: 'starting', ...more });

/** An engine that says what the test says, and counts the checks that it is asked to run. */
function fakeEngine(options: { firesHealthChecks: boolean; runHealthCheck?: () => Promise<never> }) {
  let tell: (containers: readonly ContainerState[]) => void = () => {};
  let checks = 0;
  const engine = {
    firesHealthChecks: options.firesHealthChecks,
    watch: (_: string, onChange: typeof tell) => {
      tell = onChange;
      return () => {};
    },
    runHealthCheck: async () => {
      checks += 1;
      return (await options.runHealthCheck?.()) ?? { exitCode: 1, output: '', startedAt: new Date() };
    },
  } as Partial<Engine> as Engine;
  return { engine, tell: (...containers: ContainerState[]) => tell(containers), checks: () => checks };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('observing a stack', () => {
  it('settles when every service is healthy', async () => {
    const { engine, tell } = fakeEngine({ firesHealthChecks: true });
    const observation = observeStack(engine, 'p', manifest, []);
    const settled = observation.settled();
    tell(container());
    tell(container({ health: 'healthy' }));
    expect((await settled).map(({ state }) => state)).toEqual(['healthy']);
    observation.stop();
  });

  it('settles at once when a service is beyond hope', async () => {
    const { engine, tell } = fakeEngine({ firesHealthChecks: true });
    const observation = observeStack(engine, 'p', manifest, []);
    const settled = observation.settled();
    tell(container({ health: 'unhealthy' }));
    expect((await settled)[0]).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('health check did not pass'),
    });
    observation.stop();
  });

  it.each([
    ['a health check that had failed', container({ health: 'unhealthy' })],
    ['a start that had failed', container({ state: 'created', error: 'port is allocated' })],
  ])('forgives %s before the run, until the provider is done', async (_, old) => {
    const { engine, tell } = fakeEngine({ firesHealthChecks: true });
    const observation = observeStack(engine, 'p', manifest, [old]);
    tell(old);
    expect(observation.states()[0]?.state).toBe('starting');
    observation.judge();
    expect(observation.states()[0]?.state).toBe('failed');
    observation.stop();
  });

  it('forgives a service that kept ending before the run and goes on to, until the provider is done', () => {
    const { engine, tell } = fakeEngine({ firesHealthChecks: true });
    const loop = (restartCount: number) =>
      container({ state: 'restarting', exitCode: 1, restartCount, startedAt: new Date(1000 * restartCount) });
    const observation = observeStack(engine, 'p', manifest, [loop(9)]);
    tell(loop(10));
    expect(observation.states()[0]?.state).toBe('starting');
    tell({ ...loop(10), id: 'made anew' });
    expect(observation.states()[0]?.state).toBe('failed');
    tell(loop(11));
    observation.judge();
    expect(observation.states()[0]?.state).toBe('failed');
    observation.stop();
  });

  it('judges the services of a wave when the provider is done with them, and no others', () => {
    const { engine, tell } = fakeEngine({ firesHealthChecks: true });
    const old = container({ health: 'unhealthy' });
    const observation = observeStack(engine, 'p', manifest, [old]);
    tell(old);
    observation.judge(['other']);
    expect(observation.states()[0]?.state).toBe('starting');
    observation.judge(['app']);
    expect(observation.states()[0]?.state).toBe('failed');
    observation.stop();
  });

  it('does not forgive what failed in this run', () => {
    const { engine, tell } = fakeEngine({ firesHealthChecks: true });
    const observation = observeStack(engine, 'p', manifest, [container({ health: 'healthy' })]);
    tell(container({ health: 'unhealthy', startedAt: new Date(2000) }));
    expect(observation.states()[0]?.state).toBe('failed');
    observation.stop();
  });

  it('rejects when the engine fails', async () => {
    let fail: (error: Error) => void = () => {};
    const { engine } = fakeEngine({ firesHealthChecks: true });
    const watched = {
      ...engine,
      watch: (_: string, __: unknown, onError: typeof fail) => {
        fail = onError;
        return () => {};
      },
    } as Engine;
    const observation = observeStack(watched, 'p', manifest, []);
    const settled = observation.settled();
    fail(new Error('the socket is gone'));
    await expect(settled).rejects.toThrow('the socket is gone');
    observation.stop();
  });

  it('leaves health checks to an engine that fires them', async () => {
    const { engine, tell, checks } = fakeEngine({ firesHealthChecks: true });
    const observation = observeStack(engine, 'p', manifest, []);
    tell(container());
    await soon();
    expect(checks()).toBe(0);
    observation.stop();
  });

  it('drives health checks where the engine does not, until they pass', async () => {
    const { engine, tell, checks } = fakeEngine({ firesHealthChecks: false });
    const observation = observeStack(engine, 'p', manifest, []);
    tell(container());
    await vi.waitFor(() => expect(checks()).toBeGreaterThan(2), { timeout: 10_000, interval: 10 });
    tell(container({ health: 'healthy' }));
    await soon();
    const passed = checks();
    await soon();
    expect(checks()).toBe(passed);
    observation.stop();
  });

  it('gives up on a check that the engine cannot run at all', async () => {
    const refuse = () => Promise.reject(new Error('no such runtime'));
    const { engine, tell } = fakeEngine({ firesHealthChecks: false, runHealthCheck: refuse });
    const observation = observeStack(engine, 'p', manifest, []);
    const settled = observation.settled();
    tell(container());
    await expect(settled).rejects.toThrow('no such runtime');
    observation.stop();
  });
});
