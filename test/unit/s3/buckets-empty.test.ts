import { describe, expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../../src/s3/buckets-open.ts';
import { removeBucket } from '../../../src/s3/buckets-remove.ts';
import { type MemoryBucket, startMemoryS3 } from './memory-s3.ts';

const empty = (): MemoryBucket => ({ objects: new Map(), uploads: new Map() });

async function server(fault?: Parameters<typeof startMemoryS3>[0]) {
  const s3 = await startMemoryS3(fault);
  const storage = openStorage(s3.connection);
  onTestFinished(storage.end);
  const remove = (name: string) => removeBucket(storage, name, { signal: new AbortController().signal });
  return { ...s3, remove };
}

describe('removing a bucket', () => {
  it('deletes every version, every mark and every unfinished upload first', async () => {
    const { buckets, put, remove } = await server();
    const bucket = { ...empty(), versioned: true };
    buckets.set('b', bucket);
    put('b', ['one', 'one', 'two']);
    bucket.objects.get('two')?.push({ body: '', version: 'mark', isMark: true });
    bucket.uploads.set('upload-1', 'half/done');
    expect(await remove('b')).toMatchObject({ state: 'removed', deleted: 4 });
    expect(buckets.size).toBe(0);
  });

  it.each([
    'a b',
    'a+b',
    'ü/é',
    'a&b<c>',
    'a//b',
    '%2F',
    'trail/',
    '😀',
    'tab\there',
    'line\nbreak',
    'ctrl\u0001',
  ])('finds the true name of the key %j', async (key) => {
    const { buckets, put, remove } = await server();
    put('b', [key]);
    expect(await remove('b')).toMatchObject({ state: 'removed' });
    expect(buckets.size).toBe(0);
  });

  it('deletes one by one where the server cannot delete many, or list versions', async () => {
    const { put, remove, log } = await server((line) => {
      if (line.startsWith('POST')) return [501, 'NotImplemented'];
      return line.includes('versions') ? [501, 'NotImplemented'] : undefined;
    });
    put('b', ['1', '2', '3', '4', '5', '6']);
    expect(await remove('b')).toMatchObject({ state: 'removed', deleted: 6 });
    expect(log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('ends with the cause where nothing may be deleted', async () => {
    const { put, remove, buckets } = await server((line) =>
      line.startsWith('POST') ? [403, 'AccessDenied'] : undefined,
    );
    put('b', ['1']);
    expect(await remove('b')).toMatchObject({ state: 'failed', stuck: { problem: { kind: 'denied' } } });
    expect(buckets.size).toBe(1);
  });

  it('gives up on a bucket that something keeps writing to', async () => {
    let puts = 0;
    const s3 = await server((line) => {
      if (!/^DELETE b\/$/.test(line)) return undefined;
      puts += 1;
      s3.put('b', [`new-${puts}`]);
      return undefined;
    });
    s3.put('b', ['1']);
    expect(await s3.remove('b')).toMatchObject({
      state: 'failed',
      stuck: { problem: { text: expect.stringContaining('something writes to it') } },
    });
  });

  it('is content with a bucket that is gone', async () => {
    const { remove } = await server();
    expect(await remove('b')).toMatchObject({ state: 'missing', deleted: 0 });
  });
});
