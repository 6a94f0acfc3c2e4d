import { expect, it, onTestFinished } from 'vitest';
import { countObjects } from '../../../src/s3/buckets-count.ts';
import { openStorage } from '../../../src/s3/buckets-open.ts';
import { startMemoryS3 } from './memory-s3.ts';

it.each([
  [100, { objects: 10, bytes: 40, more: false }],
  [8, { objects: 8, bytes: 32, more: true }],
])('a bucket of ten objects is counted up to a bound of %i', async (maxObjects, usage) => {
  const s3 = await startMemoryS3();
  s3.put('b', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']);
  const storage = openStorage(s3.connection);
  onTestFinished(storage.end);
  const { signal } = new AbortController();
  expect(await countObjects(storage, 'b', { signal, maxObjects })).toEqual({ value: usage });
});

it('a bucket that takes long to list is counted until the time is over', async () => {
  const s3 = await startMemoryS3();
  s3.put('b', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']);
  const storage = openStorage(s3.connection);
  onTestFinished(storage.end);
  const { signal } = new AbortController();
  const counted = await countObjects(storage, 'b', { signal, maxMs: 0 });
  expect(counted).toEqual({ value: { objects: 4, bytes: 16, more: true } });
});
