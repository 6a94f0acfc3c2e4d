import { describe, expect, it } from 'vitest';
import type { ContainerState } from '../../../src/engine/engine.ts';
import { isReady, serviceStates } from '../../../src/run/verdict.ts';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const healthcheck = {
  test: ['CMD', 'true'],
  intervalMs: 2000,
  timeoutMs: 5000,
  retries: 60,
  startPeriodMs: 0,
};

const container = (more: Partial<ContainerState>): ContainerState => ({
  id: '1',
  name: 'test-a-1',
  service: 'a',
  image: 'a:1',
  state: 'running',
  oneShot: false,
  labels: {},
  restartCount: 0,
  healthLog: [],
  ...more,
});

const stateOf = (...containers: ContainerState[]) =>
  serviceStates({ name: 'test', services: { a: {} } }, containers, now);

describe('a service', () => {
  it.each<[string, Partial<ContainerState>, string, string?]>([
    ['that runs without a health check is running', {}, 'running'],
    [
      'that has just started without a health check may still end',
      { startedAt: ago(300), restartCount: 1 },
      'starting',
    ],
    ['that lasts without a health check is running', { startedAt: ago(2000) }, 'running'],
    ['of an engine whose clock is ahead is running', { startedAt: ago(-60_000) }, 'running'],
    ['whose check has not passed yet is starting', { healthcheck, health: 'starting' }, 'starting'],
    ['whose check passed is healthy', { healthcheck, health: 'healthy' }, 'healthy'],
    [
      'whose check failed for good has failed',
      { healthcheck, health: 'unhealthy' },
      'failed',
      'its health check did not pass in 60 tries',
    ],
    ['that was created is created', { state: 'created' }, 'created'],
    [
      'that could not be started has failed',
      { state: 'created', error: 'no such file' },
      'failed',
      'could not be started: no such file',
    ],
    ['that is dead has failed', { state: 'dead' }, 'failed', 'is dead'],
    ['that ends once and did with 0 is done', { state: 'exited', oneShot: true, exitCode: 0 }, 'done'],
    [
      'that ends once and did with 1 has failed at once',
      { state: 'exited', oneShot: true, exitCode: 1, finishedAt: now },
      'failed',
      'ended with exit code 1',
    ],
    ['that just ended may be restarted', { state: 'exited', exitCode: 1, finishedAt: ago(100) }, 'starting'],
    [
      'that ended and was not restarted has failed',
      { state: 'exited', exitCode: 1, finishedAt: ago(5000) },
      'failed',
      'ended with exit code 1',
    ],
    [
      'that should last and ended with 0 has failed',
      { state: 'exited', exitCode: 0, finishedAt: ago(5000) },
      'failed',
      'ended with exit code 0',
    ],
    [
      'that is being restarted is starting',
      { state: 'restarting', exitCode: 1, restartCount: 2 },
      'starting',
    ],
    [
      'that keeps ending has failed',
      { state: 'restarting', exitCode: 1, restartCount: 6 },
      'failed',
      'was restarted 6 times; it ended with exit code 1',
    ],
    [
      'that came up after many restarts is healthy',
      { restartCount: 9, healthcheck, health: 'healthy' },
      'healthy',
    ],
    [
      'that a signal ended says which',
      { state: 'exited', exitCode: 137, finishedAt: ago(5000) },
      'failed',
      'ended by signal 9',
    ],
    [
      'that had not enough memory says so',
      { state: 'exited', exitCode: 137, oomKilled: true, finishedAt: ago(5000) },
      'failed',
      'not enough memory',
    ],
  ])('%s', (_, more, state, problem) => {
    const [own] = stateOf(container(more));
    expect(own?.state).toBe(state);
    if (problem === undefined) expect(own?.problem).toBeUndefined();
    else expect(own?.problem).toContain(problem);
  });

  it('tells the exit code of its last health check', () => {
    const healthLog = [{ exitCode: 7, output: 'refused', startedAt: now }];
    expect(stateOf(container({ healthcheck, health: 'unhealthy', healthLog }))[0]?.problem).toContain(
      'the last check ended with 7',
    );
  });

  it('without a container is missing', () => {
    expect(stateOf()).toEqual([{ service: 'a', state: 'missing' }]);
  });

  it('that others wait for until it has ended is not ready while it runs', () => {
    const services = {
      b: {},
      c: { depends_on: { a: { condition: 'service_completed_successfully' } } },
      a: {},
    };
    const states = serviceStates(
      { name: 'test', services },
      [container({}), container({ service: 'b' })],
      now,
    );
    expect(states.map(({ state }) => state)).toEqual(['running', 'missing', 'starting']);
  });

  it('that keeps ending and is just running names no exit code', () => {
    expect(stateOf(container({ restartCount: 7 }))[0]?.problem).toBe(
      'keeps ending and was restarted 7 times',
    );
  });

  it('has a state for each of its containers', () => {
    expect(stateOf(container({}), container({ state: 'created' })).map(({ state }) => state)).toEqual([
      'running',
      'created',
    ]);
  });

  it('of another file is not looked at', () => {
    expect(stateOf(container({ service: 'b', state: 'dead' }))).toEqual([{ service: 'a', state: 'missing' }]);
  });
});

describe('a stack', () => {
  it.each([
    [['healthy', 'running', 'done'], true],
    [['healthy', 'starting'], false],
    [['missing'], false],
    [['created'], false],
    [['failed'], false],
    [[], true],
  ] as const)('of %o is ready: %s', (states, ready) => {
    expect(isReady(states.map((state) => ({ service: 'a', state })))).toBe(ready);
  });
});
