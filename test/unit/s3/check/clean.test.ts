import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkStorage } from '../../../../src/s3/check/check.ts';
import { clean } from '../../../../src/s3/check/clean.ts';
import type { CheckOptions } from '../../../../src/s3/check/run.ts';
import { createWire } from '../../../../src/s3/check/wire.ts';
import { createJournal } from '../../../../src/s3/journal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type Asked, type Fault, startFakeS3 } from './fake-s3.ts';

const isOfBucket = ({ bucket, key }: Asked) => bucket !== '' && key === '';

describe('what a check leaves', { timeout: 20_000 }, () => {
  it('is nothing where the server deletes and then falls silent; the next check has a look', async () => {
    let deleted = 0;
    const server = await startFakeS3((asked) => {
      if (asked.method === 'DELETE' && isOfBucket(asked)) deleted += 1;
      return deleted > 0 && asked.method !== 'DELETE' ? 'hang' : undefined;
    });
    const path = join(temporaryFolder({}), 's3-leftovers.json');
    const options: CheckOptions = { scope: 'application', budgetMs: 1_500, timeoutMs: 200 };
    const journal = createJournal(path);
    const report = await checkStorage(server.connection, { ...options, journal });
    expect(server.buckets.size).toBe(0);
    expect(report.left).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });

  it('is no version of an object, also where versions cannot be listed', async () => {
    const versions = new Set(['put-1']);
    let marks = 0;
    const fault = ({ method, bucket, key, query }: Asked): Fault | undefined => {
      if (bucket === '') return undefined;
      if (key === '' && method === 'GET') return { status: 501, code: 'NotImplemented' };
      if (key === '' && method === 'HEAD') return { status: versions.size > 0 ? 200 : 404 };
      if (key === '' && versions.size > 0) return { status: 409, code: 'BucketNotEmpty' };
      if (key === '') return { status: 204 };
      const versionId = query.get('versionId');
      if (versionId !== null) return { status: versions.delete(versionId) ? 204 : 404 };
      marks += 1;
      versions.add(`mark-${marks}`);
      const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': `mark-${marks}` };
      return { status: 204, headers };
    };
    const { connection } = await startFakeS3(fault);
    const wire = createWire(connection, { timeoutMs: 1_000, signal: new AbortController().signal });
    const noted = [{ key: 'a', versionId: 'put-1' }];
    const end = await clean(wire, { bucket: 'scratch', keys: ['a'], versions: noted });
    wire.close();
    expect(end).toEqual({ left: [], isSeen: true });
    expect([...versions]).toEqual([]);
  });

  it('is not asked for where a bucket is taken and not made', async () => {
    const { connection } = await startFakeS3((asked) =>
      asked.method === 'PUT' && isOfBucket(asked) ? { status: 200 } : undefined,
    );
    const report = await checkStorage(connection, { scope: 'application' });
    const states = Object.fromEntries(report.features.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ 'create-bucket': 'broken', 'delete-bucket': 'untried' });
    expect(report.problem?.text).toContain('the bucket is not there');
    expect(report.left).toEqual([]);
  });
});
