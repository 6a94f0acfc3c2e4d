// Makes buckets, a few at a time; those that a run made can be taken back while they are empty. Talks S3.

import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { lookAtBucket, ownBuckets } from './buckets-look.ts';
import { type Answer, ask, type BucketStorage, inParallel, isGeneral } from './buckets-open.ts';
import { type Created, createBucket } from './create-bucket.ts';
import type { S3Problem } from './explain.ts';

/** What became of one bucket. */
export interface CreatedBucket {
  readonly name: string;
  /** `untried` where an earlier failure, or an interrupt, would have been the answer here as well. */
  readonly state: Created | 'failed' | 'untried';
  readonly problem?: S3Problem;
}

const atOnce = 4;
/** Servers that are starting, or that count requests, answer later. */
const usualPauses = [300, 1000, 2500];

/** Makes what is missing. Nothing is thrown, so that the caller knows at any time what this run made. */
export async function createBuckets(
  storage: BucketStorage,
  names: readonly string[],
  options: {
    readonly signal: AbortSignal;
    readonly onBucket?: (bucket: CreatedBucket) => void;
    /** Milliseconds between attempts at what may pass; none means one attempt. */
    readonly pauses?: readonly number[];
    /** Where they shall lie, in place of the region; null says nothing. */
    readonly locationConstraint?: string | null | undefined;
  },
): Promise<CreatedBucket[]> {
  const { signal, onBucket, pauses = usualPauses } = options;
  let isOver = false;
  let known: ReturnType<typeof ownBuckets> | undefined;
  const own = (): ReturnType<typeof ownBuckets> => {
    known ??= ownBuckets(storage, new AbortController().signal);
    return known;
  };
  const stopped = (): boolean => isOver || signal.aborted;
  return await inParallel(names, atOnce, async (name): Promise<CreatedBucket> => {
    if (stopped()) return { name, state: 'untried' };
    const bucket = await createOne(storage, name, stopped, { ...options, pauses, own });
    if (bucket.problem && isGeneral(bucket.problem)) isOver = true;
    onBucket?.(bucket);
    return bucket;
  });
}

async function createOne(
  storage: BucketStorage,
  name: string,
  stopped: () => boolean,
  options: {
    readonly pauses: readonly number[];
    readonly own: () => ReturnType<typeof ownBuckets>;
    readonly locationConstraint?: string | null | undefined;
  },
): Promise<CreatedBucket> {
  const { locationConstraint } = options;
  // Some servers say "created" to the owner of a bucket that exists, or even set it back to what a new one has.
  const calm = new AbortController().signal;
  const before = await lookAtBucket(storage, name, calm);
  if (before.problem && isGeneral(before.problem)) return { name, state: 'failed', problem: before.problem };
  if (before.exists) return { name, ...whose(storage, name, await options.own()) };
  for (let attempt = 0; ; attempt += 1) {
    // Without the signal: a request that was cut off may have been carried out all the same.
    const made = await ask(storage, () =>
      createBucket(storage.client, storage.connection, name, { locationConstraint }),
    );
    if (made.problem === undefined) {
      // After a failure that passed, nobody knows which of the requests made it.
      const isNew = made.value === 'created' && before.exists === false && attempt === 0;
      return { name, state: isNew ? 'created' : 'yours-already' };
    }
    const pause = mayPass(made) ? options.pauses[attempt] : undefined;
    if (pause === undefined || stopped()) return { name, state: 'failed', problem: made.problem };
    await sleep(pause);
  }
}

/** A bucket that answers to this key is good enough, unless the server says that it is not among the key's own. */
function whose(
  { connection }: BucketStorage,
  name: string,
  own: Awaited<ReturnType<typeof ownBuckets>>,
): Omit<CreatedBucket, 'name'> {
  if (own.problem && isGeneral(own.problem)) return { state: 'failed', problem: own.problem };
  if (own.problem !== undefined || own.value.has(name)) return { state: 'yours-already' };
  const { host } = new URL(connection.endpoint);
  const text = `${host}: the bucket name belongs to somebody else, who lets this key in`;
  return { state: 'failed', problem: { kind: 'bucket-taken', passing: false, text } };
}

function mayPass(answer: Extract<Answer<Created>, { problem: S3Problem }>): boolean {
  return answer.problem.kind === 'starting' || answer.code === 'OperationAborted';
}

/** Removes buckets that this run made, those that are still empty; resolves to what is left. */
export async function takeBackBuckets(
  storage: BucketStorage,
  buckets: readonly CreatedBucket[],
): Promise<string[]> {
  const made = buckets.filter(({ state }) => state === 'created').map(({ name }) => name);
  const left = await inParallel(made, atOnce, async (name) => {
    const command = new DeleteBucketCommand({ Bucket: name });
    const { problem } = await ask(storage, () => storage.client.send(command));
    return problem === undefined || problem.kind === 'no-bucket' ? [] : [name];
  });
  return left.flat();
}
