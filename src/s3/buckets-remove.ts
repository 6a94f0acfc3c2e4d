// Removes a bucket with everything in it. Talks S3.

import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { type EmptyOptions, emptyBucket, type Stuck } from './buckets-empty.ts';
import { lookAtBucket } from './buckets-look.ts';
import { ask, type BucketStorage } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';

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
    if (answer.problem === undefined)
      return (await isGone(storage, name))
        ? { name, state: 'removed', deleted }
        : { name, state: 'failed', deleted, stuck: { problem: stillThere(storage), count: 1 } };
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

/** Milliseconds after which a copy that lags behind may know. */
const pauses = [0, 200, 500, 1000];

/** An answer of success is no proof; an interrupt no longer matters here. */
async function isGone(storage: BucketStorage, name: string): Promise<boolean> {
  const calm = new AbortController().signal;
  for (const pause of pauses) {
    await sleep(pause);
    if ((await lookAtBucket(storage, name, calm)).exists !== true) return true;
  }
  return false;
}

function stillThere({ connection }: BucketStorage): S3Problem {
  const { host } = new URL(connection.endpoint);
  return {
    kind: 'other',
    passing: false,
    text: `${host} says that the bucket is removed, but it is still there`,
  };
}
