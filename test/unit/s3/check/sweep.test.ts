import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkStorage } from '../../../../src/s3/check/check.ts';
import { createJournal } from '../../../../src/s3/journal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { startFakeS3 } from './fake-s3.ts';

const bucket = `smoke-${'0a'.repeat(10)}`;

/** A check after a run that was killed when its bucket was, or was not, there. */
async function checkAfter(secondsAgo: number, given: readonly string[]) {
  const server = await startFakeS3(undefined, given);
  const path = join(temporaryFolder({}), 'smoke', 's3-leftovers.json');
  const since = new Date(Date.now() - secondsAgo * 1000).toISOString();
  const entry = { id: 'a', endpoint: server.connection.endpoint, bucket, host: hostname(), since };
  mkdirSync(dirname(path), { recursive: true });
  // No process has this number.
  writeFileSync(path, JSON.stringify({ entries: [{ ...entry, pid: 2 ** 30, started: 'once' }] }));
  const { swept } = await checkStorage(server.connection, {
    scope: 'application',
    journal: createJournal(path),
  });
  return { swept, buckets: [...server.buckets.keys()], isKept: existsSync(path) };
}

describe('what a killed run left', () => {
  it('is removed, and forgotten', async () => {
    expect(await checkAfter(1, [bucket])).toEqual({
      swept: [`s3://${bucket}`],
      buckets: [],
      isKept: false,
    });
  });

  it('is remembered while a request that was cut off may still make it', async () => {
    expect(await checkAfter(1, [])).toEqual({ swept: [], buckets: [], isKept: true });
    expect(await checkAfter(120, [])).toEqual({ swept: [], buckets: [], isKept: false });
  });
});
