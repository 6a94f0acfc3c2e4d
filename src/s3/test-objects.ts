// Takes away what a test left on a storage: buckets of its own, and its objects in buckets of others. Talks S3.

import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Connection } from '../stack/manifest.ts';
import { entry } from './buckets-entries.ts';
import { type BucketStorage, inParallel, openStorage } from './buckets-open.ts';
import { removeBucket } from './buckets-remove.ts';
import { explainS3Error } from './explain.ts';

const atOnce = 3;

/** Removes buckets with everything in them; those that stay, and why. */
export async function removeBuckets(
  connection: S3Connection,
  names: readonly string[],
  ca: string | undefined,
): Promise<readonly { readonly bucket: string; readonly why: string }[]> {
  const storage = openStorage(connection, ca);
  try {
    // An interrupt does not end this: it is what an interrupt leads to.
    const signal = new AbortController().signal;
    const removed = await inParallel(names, atOnce, (name) => removeBucket(storage, name, { signal }));
    return removed.flatMap(({ name, state, stuck }) =>
      state === 'failed' ? [{ bucket: name, why: stuck?.problem.text ?? 'it could not be removed' }] : [],
    );
  } finally {
    storage.end();
  }
}

/** Removes the objects whose keys have one of these texts in them; what could not be done, in words. */
export async function removeNamed(
  connection: S3Connection,
  buckets: readonly string[],
  texts: readonly string[],
  ca: string | undefined,
): Promise<readonly string[]> {
  if (texts.length === 0) return [];
  const storage = openStorage(connection, ca);
  try {
    const problems = await inParallel(buckets, atOnce, (bucket) => removeFrom(storage, bucket, texts));
    return problems.filter((problem) => problem !== undefined);
  } finally {
    storage.end();
  }
}

async function removeFrom(
  { client, connection }: BucketStorage,
  bucket: string,
  texts: readonly string[],
): Promise<string | undefined> {
  try {
    for (let token: string | undefined; ; ) {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          EncodingType: 'url',
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      const entries = (page.Contents ?? []).flatMap(({ Key }) => entry({ Key }, page.EncodingType));
      for (const { Key } of entries.filter((each) => texts.some((text) => each.Key.includes(text))))
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      token = page.NextContinuationToken;
      if (token === undefined) return undefined;
    }
  } catch (error) {
    return `objects in bucket ${bucket}: ${explainS3Error(error, connection).text}`;
  }
}
