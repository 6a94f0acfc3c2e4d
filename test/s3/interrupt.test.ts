// Whenever `storage check` or `buckets create` is interrupted, nothing stays on the server, or the next run puts it right.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBucket, oracleMissing, snapshot } from './oracle.ts';
import { moments, runProcess } from './process.ts';
import { cannotStart } from './servers/all.ts';
import { garage } from './servers/garage.ts';
import { minio } from './servers/minio.ts';
import type { S3Server, S3ServerKind } from './servers/server.ts';
import { bucketNames } from './sign.ts';
import { environmentOf } from './smoke.ts';

type Environment = Readonly<Record<string, string>>;

/** A server and a user of its own for each test: they run side by side. */
async function onServer(
  kind: S3ServerKind,
  test: (server: S3Server, env: Environment) => Promise<void>,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'smoke-s3-home-'));
  const server = await kind.start();
  try {
    await test(server, { ...environmentOf(server), S3_ENDPOINT: server.endpoint, HOME: home });
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const check = ({ endpoint }: S3Server, ...more: readonly string[]) => [
  ...['storage', 'check', endpoint, '--json'],
  ...more,
];
const create = ['buckets', 'create', '-s', 'ext'];
const remove = ['buckets', 'remove', '-s', 'ext', '--yes'];

/** Runs to its end, which must be good. */
async function succeed(words: readonly string[], env: Environment) {
  const run = await runProcess(words, env);
  expect([run.exitCode, run.stderr]).toEqual([0, run.stderr]);
  return run;
}

const sorted = async (server: S3Server) => [...(await bucketNames(server))].sort();

const kinds = [garage, minio];
const longMs = 240_000;

describe
  .skipIf(cannotStart('interrupts', kinds, [oracleMissing()]))
  .concurrent('interrupted at random', () => {
    // The first run of the launcher may build.
    beforeAll(async () => {
      await succeed(['--version'], {});
    });

    it.each([
      ['garage', garage, 15],
      ['minio', minio, 8],
    ])(
      'storage check on %s leaves nothing, and says that it was interrupted',
      { timeout: longMs },
      async (_, kind, count) => {
        await onServer(kind, async (server, env) => {
          const { tookMs } = await succeed(check(server), env);
          const codes = new Set<number | undefined>();
          for (const afterMs of moments(count, tookMs, 5)) {
            const { exitCode, stderr } = await runProcess(check(server), env, { signal: 'SIGINT', afterMs });
            codes.add(exitCode);
            expect([afterMs, stderr, await bucketNames(server)]).toEqual([afterMs, stderr, []]);
          }
          // Some come too late, or before there is anybody to hear them; not all.
          expect([0, 130, undefined]).toEqual(expect.arrayContaining([...codes]));
          expect(codes).toContain(130);
        });
      },
    );

    it.each([
      ['garage', garage, 5],
      ['minio', minio, 3],
    ])(
      'storage check on %s, killed, leaves nothing behind the next run',
      { timeout: longMs },
      async (_, kind, count) => {
        await onServer(kind, async (server, env) => {
          const { tookMs } = await succeed(check(server), env);
          let swept = 0;
          for (const seed of [1, 2, 3]) {
            for (const afterMs of moments(count, tookMs, seed)) {
              await runProcess(check(server), env, { signal: 'SIGKILL', afterMs });
            }
            const { stdout } = await succeed(check(server), env);
            expect([seed, await bucketNames(server)]).toEqual([seed, []]);
            swept += (JSON.parse(stdout) as { checks: { swept: string[] }[] }).checks[0]?.swept.length ?? 0;
          }
          // Otherwise the kills came at moments that prove nothing.
          expect(swept).toBeGreaterThan(0);
        });
      },
    );

    it.each(['SIGINT', 'SIGKILL'] as const)(
      'storage check in a bucket of the user, by %s, leaves every version as it was, at the latest after the next run',
      { timeout: longMs },
      async (signal) => {
        await onServer(minio, async (server, env) => {
          await makeBucket(server, 'of-the-user', 'versioned');
          const before = await snapshot(server);
          const words = check(server, '--bucket', 'of-the-user');
          const { tookMs } = await succeed(words, env);
          for (const afterMs of moments(6, tookMs, 7)) {
            await runProcess(words, env, { signal, afterMs });
            if (signal === 'SIGINT') expect([afterMs, await snapshot(server)]).toEqual([afterMs, before]);
          }
          await succeed(words, env);
          expect(await snapshot(server)).toEqual(before);
        });
      },
    );

    it('buckets create takes back what it made, or was done before', { timeout: longMs }, async () => {
      await onServer(garage, async (server, env) => {
        const { tookMs } = await succeed(create, env);
        const names = await sorted(server);
        expect(names).toHaveLength(7);
        await succeed(remove, env);
        for (const afterMs of moments(15, tookMs, 11)) {
          const { exitCode, stderr } = await runProcess(create, env, { signal: 'SIGINT', afterMs });
          const expected = exitCode === 0 ? names : [];
          expect([afterMs, stderr, await sorted(server)]).toEqual([afterMs, stderr, expected]);
          if (exitCode === 0) await succeed(remove, env);
        }
      });
    });

    it('buckets create, killed, is completed by the next run, and removed by remove', {
      timeout: longMs,
    }, async () => {
      await onServer(garage, async (server, env) => {
        const { tookMs } = await succeed(create, env);
        const names = await sorted(server);
        for (const [index, afterMs] of moments(15, tookMs, 13).entries()) {
          await runProcess(create, env, { signal: 'SIGKILL', afterMs });
          // Several kills before one run are the harder case.
          if (index < 6 || index % 3 !== 0) continue;
          await succeed(create, env);
          expect([afterMs, await sorted(server)]).toEqual([afterMs, names]);
          await succeed(remove, env);
          expect([afterMs, await sorted(server)]).toEqual([afterMs, []]);
        }
      });
    });
  });
