import type { ContainerInspectInfo } from 'dockerode';
import { describe, expect, it } from 'vitest';
import { demultiplexed } from '../../../src/engine/act.ts';
import { containerState } from '../../../src/engine/container-state.ts';
import { volumeName } from '../../../src/engine/labels.ts';
import { changedContainer } from '../../../src/engine/watch.ts';

function stateOf(state: object, more: { config?: object; host?: object } = {}) {
  return containerState({
    Id: 'abc',
    Name: '/p-db-1',
    RestartCount: 2,
    State: {
      Status: 'running',
      StartedAt: '2026-01-02T03:04:05Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      ...state,
    },
    Config: { Image: 'postgres:15', Labels: { 'com.docker.compose.service': 'db' }, ...more.config },
    HostConfig: { RestartPolicy: { Name: 'unless-stopped' }, ...more.host },
  } as unknown as ContainerInspectInfo);
}

const checked = { config: { Healthcheck: { Test: ['CMD', 'x'], Interval: 2e9, Retries: 60 } } };

describe('the state of a container', () => {
  it('tells service, image and times, and nothing that has not happened', () => {
    const state = stateOf({ ExitCode: 0 });
    expect(state).toMatchObject({
      name: 'p-db-1',
      service: 'db',
      image: 'postgres:15',
      state: 'running',
      restartCount: 2,
    });
    expect(state.startedAt?.toISOString()).toBe('2026-01-02T03:04:05.000Z');
    expect(state).not.toHaveProperty('finishedAt');
    expect(state).not.toHaveProperty('exitCode');
    expect(state).not.toHaveProperty('health');
  });

  it('tells how it ended', () => {
    expect(stateOf({ Status: 'exited', ExitCode: 137, OOMKilled: true })).toMatchObject({
      exitCode: 137,
      oomKilled: true,
    });
    expect(stateOf({ Status: 'created', Error: 'no such file' })).toMatchObject({
      state: 'created',
      error: 'no such file',
    });
  });

  it('tells health with the last five results and the declared check', () => {
    const log = Array.from({ length: 7 }, (_, i) => ({
      Start: '2026-01-02T03:04:05Z',
      End: '',
      ExitCode: i,
      Output: `${i}`,
    }));
    const state = stateOf({ Health: { Status: 'starting', Log: log } }, checked);
    expect(state.health).toBe('starting');
    expect(state.healthLog.map(({ output }) => output)).toEqual(['2', '3', '4', '5', '6']);
    expect(state.healthcheck).toEqual({
      test: ['CMD', 'x'],
      intervalMs: 2000,
      timeoutMs: 30_000,
      retries: 60,
      startPeriodMs: 0,
    });
  });

  it('has no health without a check, whatever the engine says', () => {
    expect(stateOf({ Health: { Status: 'starting', Log: null } })).not.toHaveProperty('health');
    const none = { config: { Healthcheck: { Test: ['NONE'] } } };
    expect(stateOf({ Health: { Status: 'none' } }, none)).not.toHaveProperty('healthcheck');
  });

  it.each([
    ['no', true],
    ['', true],
    ['always', false],
    ['on-failure', false],
  ])('is meant to end with the restart policy "%s": %s', (Name, oneShot) => {
    expect(stateOf({}, { host: { RestartPolicy: { Name } } }).oneShot).toBe(oneShot);
  });

  it.each([
    ['configured', 'created'],
    ['stopped', 'exited'],
    ['bewildered', 'unknown'],
  ])('calls %s %s', (Status, state) => {
    expect(stateOf({ Status }).state).toBe(state);
  });
});

describe('an event', () => {
  it.each([
    ['{"Action":"start","Actor":{"ID":"abc"}}', 'abc'],
    ['{"status":"health_status","id":"abc"}', 'abc'],
    ['{"Action":"exec_die","Actor":{"ID":"abc"}}', undefined],
    ['', undefined],
  ])('%s is about %s', (line, id) => {
    expect(changedContainer(line)).toBe(id);
  });
});

describe('the output of a container', () => {
  const piece = (stream: number, text: string) =>
    Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);

  it('comes as one text in the order it was written', () => {
    expect(demultiplexed(Buffer.concat([piece(1, 'out\n'), piece(2, 'err\n')])).toString()).toBe(
      'out\nerr\n',
    );
  });

  it('is left alone when it has no framing', () => {
    expect(demultiplexed(Buffer.from('plain text')).toString()).toBe('plain text');
  });
});

it.each([
  ['p_data', {}, 'data'],
  ['p_data', { 'com.docker.compose.volume': 'other' }, 'other'],
  ['elsewhere', {}, 'elsewhere'],
])('the volume %s with labels %o is %s in the manifest', (name, labels, volume) => {
  expect(volumeName(name, 'p', labels)).toBe(volume);
});
