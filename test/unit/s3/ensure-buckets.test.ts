import { describe, expect, it } from 'vitest';
import { ensureBuckets } from '../../../src/s3/ensure-buckets.ts';
import { type Fault, startLoopbackS3 } from './loopback-s3.ts';

const options = { ca: undefined, signal: new AbortController().signal };

describe('the buckets of an application', () => {
  it('are made where they are missing, and left alone where they are there', async () => {
    const { connection, buckets } = await startLoopbackS3(['theirs']);
    buckets.get('theirs')?.set('object', Buffer.from('kept'));
    expect(await ensureBuckets(connection, ['one', 'theirs', 'two'], options)).toEqual(['one', 'two']);
    expect([...buckets.keys()].sort()).toEqual(['one', 'theirs', 'two']);
    expect(buckets.get('theirs')?.size).toBe(1);
    expect(await ensureBuckets(connection, ['one', 'theirs', 'two'], options)).toEqual([]);
  });

  it('may exist for a key that must not create any', async () => {
    const { connection, log } = await startLoopbackS3(['one'], denyCreating);
    expect(await ensureBuckets(connection, ['one'], options)).toEqual([]);
    expect(log).toEqual(['HEAD one']);
  });

  it('are missed with their names and the cause', async () => {
    const { connection } = await startLoopbackS3([], denyCreating);
    await expect(ensureBuckets(connection, ['one'], options)).rejects.toMatchObject({
      code: 'PROVISION_FAILED',
      message: expect.stringMatching(/^bucket one could not be created: .*may not do this/),
    });
  });

  it('wait for a server that is still starting', async () => {
    let refused = 0;
    const { connection, buckets } = await startLoopbackS3([], () =>
      refused++ < 8 ? { status: 503, code: 'ServiceUnavailable' } : undefined,
    );
    expect(await ensureBuckets(connection, ['one'], options)).toEqual(['one']);
    expect([...buckets.keys()]).toEqual(['one']);
  });

  it('are given up when the server goes on starting, and at once when the run is interrupted', async () => {
    const { connection } = await startLoopbackS3([], () => ({ status: 503, code: 'ServiceUnavailable' }));
    await expect(ensureBuckets(connection, ['one'], { ...options, patienceMs: 1 })).rejects.toMatchObject({
      code: 'PROVISION_FAILED',
      message: expect.stringContaining('not ready yet'),
    });
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(ensureBuckets(connection, ['one'], { ...options, signal })).rejects.toThrow('interrupted');
  });
});

function denyCreating(request: string): Fault | undefined {
  return request.startsWith('PUT ') ? { status: 403, code: 'AccessDenied' } : undefined;
}
