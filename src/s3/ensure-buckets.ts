// The application's buckets are there, whoever made them. Talks S3.

import { setTimeout as sleep } from 'node:timers/promises';
import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { SmokeError } from '../error.ts';
import type { S3Connection } from '../stack/manifest.ts';
import { createClient } from './client.ts';
import { createBucket } from './create-bucket.ts';
import { explainS3Error, type S3Problem } from './explain.ts';

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

/**
 * Creates the buckets that are not there, and returns the names of those. A key that may not create is fine as long
 * as they exist. PROVISION_FAILED, with the cause, where one is neither there nor can be made.
 */
export async function ensureBuckets(
  connection: S3Connection,
  names: readonly string[],
  { ca, signal, patienceMs = usualPatienceMs }: EnsureOptions,
): Promise<readonly string[]> {
  const client = createClient(connection, { ca });
  const until = AbortSignal.timeout(patienceMs);
  try {
    const made = await Promise.all(
      names.map(async (name) => ((await ensure(client, connection, name, signal, until)) ? [name] : [])),
    );
    return made.flat();
  } finally {
    client.destroy();
  }
}

/** Whether it had to be made. */
async function ensure(
  client: S3Client,
  connection: S3Connection,
  name: string,
  signal: AbortSignal,
  until: AbortSignal,
): Promise<boolean> {
  for (;;) {
    signal.throwIfAborted();
    // Asked first: some servers answer to the creation of what is there as if it were new.
    if (await isThere(client, name)) return false;
    signal.throwIfAborted();
    try {
      // An abort inside of a request that changes something would leave open what became of it.
      return (await createBucket(client, connection, name)) === 'created';
    } catch (error) {
      const problem = explainS3Error(error, connection);
      if (!problem.passing || until.aborted) throw unavailable(name, problem);
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

/** Whether the bucket answers to this key. Why it does not, the attempt to create it tells better. */
async function isThere(client: S3Client, name: string): Promise<boolean> {
  return await client.send(new HeadBucketCommand({ Bucket: name })).then(
    () => true,
    () => false,
  );
}

function unavailable(name: string, { text, hint }: S3Problem): SmokeError {
  return new SmokeError('PROVISION_FAILED', `bucket ${name} could not be created: ${text}`, {
    ...(hint && { hint }),
  });
}
