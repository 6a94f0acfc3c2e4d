// The application's buckets are there before it starts, whoever made them. Talks S3.

import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Connection } from '../stack/manifest.ts';
import { type CreatedBucket, createBuckets, takeBackBuckets } from './buckets-create.ts';
import { lookAtBucket } from './buckets-look.ts';
import { type BucketStorage, inParallel, openStorage, problemError } from './buckets-open.ts';

/** Bounds of the work. */
export interface EnsureOptions {
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
  /** How long a server may go on starting, in milliseconds. */
  readonly patienceMs?: number;
}

/** A server that counts as healthy may still be a moment away from taking requests. */
const usualPatienceMs = 20_000;
const pauseMs = 200;
const atOnce = 4;

/**
 * Creates the buckets that are not there, and returns the names of those. A key that may not create is fine as long
 * as they exist. PROVISION_FAILED, with the cause, where one is neither there nor can be made. An interrupt takes
 * back what this run made.
 */
export async function ensureBuckets(
  connection: S3Connection,
  names: readonly string[],
  { ca, signal, patienceMs = usualPatienceMs }: EnsureOptions,
): Promise<readonly string[]> {
  const storage = openStorage(connection, ca);
  const until = AbortSignal.timeout(patienceMs);
  const made: CreatedBucket[] = [];
  try {
    for (let missing = await notThere(storage, names, signal); missing.length > 0; ) {
      const buckets = await createBuckets(storage, missing, { signal, pauses: [] });
      made.push(...buckets.filter(({ state }) => state === 'created'));
      signal.throwIfAborted();
      missing = stillMissing(buckets, until);
      if (missing.length > 0) await sleep(pauseMs, undefined, { signal });
    }
    return made.map(({ name }) => name);
  } catch (error) {
    if (signal.aborted) await takeBackBuckets(storage, made);
    throw error;
  } finally {
    storage.end();
  }
}

/** Those that do not answer to this key; why, the attempt to create them tells. */
async function notThere(
  storage: BucketStorage,
  names: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const looks = await inParallel(names, atOnce, (name) => lookAtBucket(storage, name, signal));
  return names.filter((_, index) => looks[index]?.exists !== true);
}

/** Removes those of the buckets that are empty: what an interrupted run made; resolves to what is left. */
export async function removeEmptyBuckets(
  connection: S3Connection,
  names: readonly string[],
  ca: string | undefined,
): Promise<readonly string[]> {
  const storage = openStorage(connection, ca);
  try {
    return await takeBackBuckets(
      storage,
      names.map((name) => ({ name, state: 'created' })),
    );
  } finally {
    storage.end();
  }
}

/** What a server that is starting may yet make; everything else is an error. */
function stillMissing(buckets: readonly CreatedBucket[], until: AbortSignal): string[] {
  const failed = buckets.find(({ problem }) => problem !== undefined && (!problem.passing || until.aborted));
  if (failed?.problem) throw problemError(failed.problem, `bucket ${failed.name} could not be created`);
  return buckets.filter(({ state }) => state === 'failed' || state === 'untried').map(({ name }) => name);
}
