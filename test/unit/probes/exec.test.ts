import { describe, expect, it } from 'vitest';
import type { Exec, ProbeContext } from '../../../src/probes/outcome.ts';
import { runProbe } from '../../../src/probes/probe.ts';

function probe(context: ProbeContext) {
  const command = ['pg_isready', '-U', 'cryostat'];
  const limits = { signal: new AbortController().signal };
  return runProbe({ kind: 'exec', name: 'x', service: 'db', command }, context, limits);
}

const ending =
  (exitCode: number, output = ''): Exec =>
  async () => ({ exitCode, output });

describe('an exec probe', () => {
  it.each([
    [
      '0 with words',
      ending(0, 'a\naccepting connections\n'),
      { state: 'ready', detail: 'accepting connections' },
    ],
    ['0 in silence', ending(0), { state: 'ready' }],
    [
      '2',
      ending(2, 'no response\n'),
      { state: 'waiting', detail: 'db: pg_isready ended with 2: no response' },
    ],
    [
      '127',
      ending(127),
      { state: 'fatal', detail: 'db: pg_isready ended with 127', hint: expect.any(String) },
    ],
  ])('when the command ends with %s', async (_, exec, outcome) => {
    expect(await probe({ exec })).toEqual(outcome);
  });

  it('waits while there is no container to run it in', async () => {
    const exec: Exec = () => Promise.reject(new Error('container is restarting'));
    const detail = 'db: pg_isready could not be run: container is restarting';
    expect(await probe({ exec })).toEqual({ state: 'waiting', detail });
  });

  it('is skipped without an engine', async () => {
    expect(await probe({})).toMatchObject({ state: 'skipped' });
  });

  it('gives the command to its service', async () => {
    const calls: unknown[] = [];
    await probe({
      exec: async (...call) => {
        calls.push(call);
        return { exitCode: 0, output: '' };
      },
    });
    expect(calls).toEqual([['db', ['pg_isready', '-U', 'cryostat'], 20_000]]);
  });
});
