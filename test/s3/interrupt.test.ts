// Whenever `storage check` is interrupted, nothing stays on the server, or the next run takes it away.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../unit/temporary-folder.ts';
import { makeBucket, oracleMissing, removeBuckets, snapshot } from './oracle.ts';
import { moments, runProcess } from './process.ts';
import { cannotStart, startServers, stopServers } from './servers/all.ts';
import { garage } from './servers/garage.ts';
import { minio } from './servers/minio.ts';
import type { S3Server } from './servers/server.ts';
import { bucketNames } from './sign.ts';
import { environmentOf } from './smoke.ts';

const kinds = [garage, minio];

describe.skipIf(cannotStart('interrupts of the check', kinds, [oracleMissing()]))(
  'storage check, interrupted',
  () => {
    let servers: readonly S3Server[] = [];
    /** How long a run takes here, undisturbed. */
    const spans = new Map<string, number>();
    const serverOf = (name: string): S3Server => {
      const found = servers.find((server) => server.name === name);
      if (found === undefined) throw new Error(`${name} was not started`);
      return found;
    };
    const wordsFor = ({ endpoint }: S3Server, bucket?: string) => [
      ...['storage', 'check', endpoint, '--json'],
      ...(bucket === undefined ? [] : ['--bucket', bucket]),
    ];
    const userOf = (server: S3Server) => ({ ...environmentOf(server), HOME: temporaryFolder() });

    beforeAll(async () => {
      servers = await startServers(kinds);
      // The first run of the launcher builds; the second tells how long it takes.
      await runProcess(['--version'], {});
    });
    afterAll(() => stopServers(servers));

    const measure = async (server: S3Server): Promise<number> => {
      const known = spans.get(server.name);
      if (known !== undefined) return known;
      const { exitCode, tookMs, stderr } = await runProcess(wordsFor(server), userOf(server));
      expect([exitCode, stderr]).toEqual([0, stderr]);
      spans.set(server.name, tookMs);
      return tookMs;
    };

    it.each([
      ['garage', 15],
      ['minio', 8],
    ])(
      'on %s by SIGINT at %i moments, leaves nothing and says that it was interrupted',
      async (name, count) => {
        const server = serverOf(name);
        const env = userOf(server);
        const codes = new Set<number | undefined>();
        for (const afterMs of moments(count, await measure(server), 5)) {
          const run = await runProcess(wordsFor(server), env, { signal: 'SIGINT', afterMs });
          codes.add(run.exitCode);
          expect([afterMs, run.stderr, await bucketNames(server)]).toEqual([afterMs, run.stderr, []]);
        }
        // Some came too late, or before there was anybody to hear them; not all.
        expect([0, 130, undefined]).toEqual(expect.arrayContaining([...codes]));
        expect(codes).toContain(130);
      },
    );

    it.each([
      ['garage', 5],
      ['minio', 3],
    ])('on %s by SIGKILL three times %i times, leaves nothing behind the next run', async (name, count) => {
      const server = serverOf(name);
      const env = userOf(server);
      let swept = 0;
      for (const seed of [1, 2, 3]) {
        for (const afterMs of moments(count, await measure(server), seed)) {
          await runProcess(wordsFor(server), env, { signal: 'SIGKILL', afterMs });
        }
        const next = await runProcess(wordsFor(server), env);
        expect([next.exitCode, next.stderr, await bucketNames(server)]).toEqual([0, next.stderr, []]);
        swept += (JSON.parse(next.stdout) as { checks: { swept: string[] }[] }).checks[0]?.swept.length ?? 0;
      }
      // Otherwise the kills came at moments that prove nothing.
      expect(swept).toBeGreaterThan(0);
    });

    it.each(['SIGINT', 'SIGKILL'] as const)(
      'in a bucket of the user by %s, leaves every version as it was, at the latest after the next run',
      async (signal) => {
        const server = serverOf('minio');
        const env = userOf(server);
        await makeBucket(server, 'of-the-user', 'versioned');
        const before = await snapshot(server);
        for (const afterMs of moments(5, await measure(server), 7)) {
          await runProcess(wordsFor(server, 'of-the-user'), env, { signal, afterMs });
          if (signal === 'SIGINT') expect([afterMs, await snapshot(server)]).toEqual([afterMs, before]);
        }
        const next = await runProcess(wordsFor(server, 'of-the-user'), env);
        expect([next.exitCode, next.stderr]).toEqual([0, next.stderr]);
        expect(await snapshot(server)).toEqual(before);
        await removeBuckets(server, 'of-the-user');
      },
    );
  },
);
