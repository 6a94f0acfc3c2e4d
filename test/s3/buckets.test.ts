// Whenever `buckets create` is interrupted, it takes back what it made; killed, the next run completes it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../unit/temporary-folder.ts';
import { moments, runProcess } from './process.ts';
import { cannotStart, startServers, stopServers } from './servers/all.ts';
import { garage } from './servers/garage.ts';
import type { S3Server } from './servers/server.ts';
import { bucketNames } from './sign.ts';
import { environmentOf } from './smoke.ts';

describe.skipIf(cannotStart('interrupts of making buckets', [garage]))('buckets create, interrupted', () => {
  let servers: readonly S3Server[] = [];
  const server = (): S3Server => {
    const [first] = servers;
    if (first === undefined) throw new Error('no server runs');
    return first;
  };
  const user = () => ({
    ...environmentOf(server()),
    S3_ENDPOINT: server().endpoint,
    HOME: temporaryFolder(),
  });
  const create = ['buckets', 'create', '-s', 'ext'];
  const remove = ['buckets', 'remove', '-s', 'ext', '--yes'];

  beforeAll(async () => {
    servers = await startServers([garage], { host: '0.0.0.0' });
    await runProcess(['--version'], {});
  });
  afterAll(() => stopServers(servers));

  /** Creates and removes once, undisturbed: the names, and how long it takes. */
  const rehearse = async (env: Record<string, string>) => {
    const { exitCode, stderr, tookMs } = await runProcess(create, env);
    expect([exitCode, stderr]).toEqual([0, stderr]);
    const names = await bucketNames(server());
    expect(names).toHaveLength(7);
    expect((await runProcess(remove, env)).exitCode).toBe(0);
    expect(await bucketNames(server())).toEqual([]);
    return { names: [...names].sort(), tookMs };
  };

  it('by SIGINT at 15 moments, leaves no bucket, or was done before', async () => {
    const env = user();
    const { names, tookMs } = await rehearse(env);
    for (const afterMs of moments(15, tookMs, 11)) {
      const run = await runProcess(create, env, { signal: 'SIGINT', afterMs });
      const left = [...(await bucketNames(server()))].sort();
      expect([afterMs, run.stderr, left]).toEqual([afterMs, run.stderr, run.exitCode === 0 ? names : []]);
      if (run.exitCode === 0) await runProcess(remove, env);
    }
  });

  it('by SIGKILL at 15 moments, is completed by the next run, and removed by remove', async () => {
    const env = user();
    const { names, tookMs } = await rehearse(env);
    const allMoments = moments(15, tookMs, 13);
    for (const [index, afterMs] of allMoments.entries()) {
      await runProcess(create, env, { signal: 'SIGKILL', afterMs });
      // Completed each time for the later moments, where some buckets are there and others are not.
      if (index < 9) continue;
      const next = await runProcess(create, env);
      expect([afterMs, next.exitCode, next.stderr]).toEqual([afterMs, 0, next.stderr]);
      expect([...(await bucketNames(server()))].sort()).toEqual(names);
      expect((await runProcess(remove, env)).exitCode).toBe(0);
      expect(await bucketNames(server())).toEqual([]);
    }
  });
});
