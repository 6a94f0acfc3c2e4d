// Removes a bucket with everything in it. Talks S3.

import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { type EmptyOptions, emptyBucket, type Stuck } from './buckets-empty.ts';
import { ask, type BucketStorage } from './buckets-open.ts';

/** What became of a bucket. */
export interface RemovedBucket {
  readonly name: string;
  readonly state: 'removed' | 'missing' | 'failed';
  /** Objects, versions and marks that were deleted. */
  readonly deleted: number;
  readonly stuck?: Stuck;
}

/** Something may still be writing; after this many rounds it wins. */
const rounds = 5;

/** Empties the bucket and removes it. An interrupt is thrown, and the next run goes on. */
export async function removeBucket(
  storage: BucketStorage,
  name: string,
  options: EmptyOptions,
): Promise<RemovedBucket> {
  let deleted = 0;
  const onDeleted = (count: number): void => {
    deleted += count;
    options.onDeleted?.(count);
  };
  for (let round = 1; ; round += 1) {
    const stuck = await emptyBucket(storage, name, { ...options, onDeleted });
    if (stuck?.problem.kind === 'no-bucket') return { name, state: 'missing', deleted };
    if (stuck) return { name, state: 'failed', deleted, stuck };
    options.signal.throwIfAborted();
    const command = new DeleteBucketCommand({ Bucket: name });
    const answer = await ask(storage, () => storage.client.send(command));
    if (answer.problem === undefined) return { name, state: 'removed', deleted };
    if (answer.problem.kind === 'no-bucket') return { name, state: 'missing', deleted };
    if (answer.code !== 'BucketNotEmpty' || round === rounds) {
      const problem =
        answer.code === 'BucketNotEmpty'
          ? {
              ...answer.problem,
              text: 'it is not empty, however often it is emptied: something writes to it, or keeps versions that this key may not list',
            }
          : answer.problem;
      return { name, state: 'failed', deleted, stuck: { problem, count: 1 } };
    }
  }
}
