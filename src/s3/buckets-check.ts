// Whether a bucket can be used: it is there, ours, and takes, gives back and deletes an object. Talks S3.

import { randomBytes } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { askForOwn, lookAtBucket } from './buckets-look.ts';
import { ask, type BucketStorage, endIfGeneral, inParallel } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';

/** What a check of one bucket found. */
export interface CheckedBucket {
  readonly name: string;
  readonly exists: boolean | undefined;
  /** Whether it stands in the list of the key's own buckets; undefined where there is no such list. */
  readonly ours: boolean | undefined;
  readonly region?: string;
  readonly writable: boolean;
  readonly problem?: Pick<S3Problem, 'text' | 'hint'>;
}

const prefix = 'smoke/bucket-check-';
/** An object of this age was left by a check that was killed. */
const staleMs = 600_000;

/** Checks the buckets, a few at a time. What it writes it deletes again, also when it is interrupted. */
export async function checkBuckets(
  storage: BucketStorage,
  names: readonly string[],
  signal: AbortSignal,
  now: Date,
): Promise<CheckedBucket[]> {
  const own = await askForOwn(storage, signal);
  return await inParallel(names, 4, async (name): Promise<CheckedBucket> => {
    const ours = own.problem ? undefined : own.value.has(name);
    const look = await lookAtBucket(storage, name, signal, own);
    const seen = { name, exists: look.exists, ours, writable: false };
    if (look.exists === false) {
      const hint = 'smoke buckets create makes it.';
      return { ...seen, problem: { text: 'it is not there', hint } };
    }
    endIfGeneral(look.problem, `bucket ${name} cannot be looked at`);
    if (look.problem) return { ...seen, problem: look.problem };
    const region = look.region ?? (await regionOf(storage, name, signal));
    const problem = await writeAndRead(storage, name, signal);
    // Second: a key that may not list can still write.
    await clean(storage, name, signal, now);
    return { ...seen, writable: !problem, ...(region && { region }), ...(problem && { problem }) };
  });
}

async function writeAndRead(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<CheckedBucket['problem']> {
  const { client } = storage;
  const at = { Bucket: name, Key: `${prefix}${randomBytes(10).toString('hex')}` };
  const body = randomBytes(64);
  // Requests that change something are not cut off, and the object goes whatever comes between.
  const put = await ask(
    storage,
    () => client.send(new PutObjectCommand({ ...at, Body: body })),
    signal,
  ).catch(async (error: unknown) => {
    await ask(storage, () => client.send(new DeleteObjectCommand(at)));
    throw error;
  });
  if (put.problem && !put.problem.passing) return during('writing', put.problem);
  const got = put.problem
    ? put
    : await ask(storage, async () => {
        const { Body } = await client.send(new GetObjectCommand(at));
        return await Body?.transformToByteArray();
      });
  const version = put.problem ? undefined : put.value.VersionId;
  const gone = await ask(storage, () =>
    client.send(new DeleteObjectCommand({ ...at, ...(version && { VersionId: version }) })),
  );
  signal.throwIfAborted();
  if (got.problem) return during(put.problem ? 'writing' : 'reading', got.problem);
  if (!got.value || Buffer.compare(got.value as Uint8Array, body) !== 0)
    return { text: 'it gives back other bytes than it was given' };
  return gone.problem && during(`deleting ${at.Key}`, gone.problem);
}

function during(doing: string, { text, hint }: S3Problem): CheckedBucket['problem'] {
  return { text: `${doing}: ${text}`, ...(hint && { hint }) };
}

async function regionOf(
  { client, ...storage }: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const command = new GetBucketLocationCommand({ Bucket: name });
  const answer = await ask(
    { client, ...storage },
    () => client.send(command, { abortSignal: signal }),
    signal,
  );
  // AWS has no word for its first region.
  return answer.problem ? undefined : answer.value.LocationConstraint || 'us-east-1';
}

/** Takes away what checks left that were killed. */
async function clean(storage: BucketStorage, name: string, signal: AbortSignal, now: Date): Promise<void> {
  const { client } = storage;
  const command = new ListObjectsV2Command({ Bucket: name, Prefix: prefix });
  const listed = await ask(storage, () => client.send(command, { abortSignal: signal }), signal);
  if (listed.problem) return;
  for (const { Key = '', LastModified } of listed.value.Contents ?? []) {
    const isOurs = /^smoke\/bucket-check-[0-9a-f]{20}$/.test(Key);
    const isOld = LastModified !== undefined && now.getTime() - LastModified.getTime() > staleMs;
    if (isOurs && isOld)
      await ask(storage, () => client.send(new DeleteObjectCommand({ Bucket: name, Key })), signal);
  }
}
