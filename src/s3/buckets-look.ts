// What the storage says of buckets: which are this key's own, and which exist. Talks S3.

import { HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Answer, ask, asList, type BucketStorage, isGeneral, problemError } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';

/** What is known of one bucket without looking into it. */
export interface BucketLook {
  /** Undefined where the server does not tell this key. */
  readonly exists: boolean | undefined;
  readonly region?: string;
  /** Why nobody knows, or why it cannot be used. */
  readonly problem?: S3Problem;
}

/** The buckets of this key's owner with the time each was made; a problem where it may not list them. */
export async function ownBuckets(
  storage: BucketStorage,
  signal: AbortSignal,
): Promise<Answer<ReadonlyMap<string, Date | undefined>>> {
  return await ask(
    storage,
    async () => {
      const found = new Map<string, Date | undefined>();
      let token: string | undefined;
      do {
        const command = new ListBucketsCommand(token === undefined ? {} : { ContinuationToken: token });
        const page = asList(await storage.client.send(command, { abortSignal: signal }), 'Buckets', 'Owner');
        for (const { Name, CreationDate } of page.Buckets ?? [])
          if (Name) found.set(Name, known(CreationDate));
        // A server without pages may repeat the token it was given.
        token = page.ContinuationToken === token ? undefined : page.ContinuationToken;
      } while (token);
      return found;
    },
    signal,
  );
}

/** The same before a verb begins: what every other request would meet, too, is thrown. */
export async function askForOwn(
  storage: BucketStorage,
  signal: AbortSignal,
): Promise<Answer<ReadonlyMap<string, Date | undefined>>> {
  const own = await ownBuckets(storage, signal);
  if (own.problem && isGeneral(own.problem)) throw problemError(own.problem, 'the buckets cannot be listed');
  return own;
}

/** Some servers tell the beginning of time, or of the common era, where they do not know. */
function known(date: Date | undefined): Date | undefined {
  return date !== undefined && date.getTime() > 0 ? date : undefined;
}

/** Whether a bucket is there; `own` is what {@link ownBuckets} found, for better words. */
export async function lookAtBucket(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
  own?: Answer<ReadonlyMap<string, Date | undefined>>,
): Promise<BucketLook> {
  const { client } = storage;
  const abort = { abortSignal: signal };
  const head = await ask(storage, () => client.send(new HeadBucketCommand({ Bucket: name }), abort), signal);
  if (head.problem === undefined) {
    const region = head.value.BucketRegion;
    return { exists: true, ...(region && { region }) };
  }
  if (head.status === 404) return { exists: false };
  // Who did not answer this will let the next wait, too.
  if (head.status === undefined) return { exists: undefined, problem: head.problem };
  // An answer to HEAD has no body; this one has the server's words.
  const list = new ListObjectsV2Command({ Bucket: name, MaxKeys: 1 });
  const listed = await ask(storage, () => client.send(list, abort), signal);
  if (listed.problem === undefined) return { exists: true };
  if (listed.problem.kind === 'no-bucket') return { exists: false };
  if (listed.problem.kind === 'denied' && own?.problem === undefined && own?.value.has(name) === false) {
    const { host } = new URL(storage.connection.endpoint);
    const text = `${host}: the name belongs to somebody else, or is closed to this key`;
    return { exists: undefined, problem: { kind: 'denied', passing: false, text } };
  }
  return { exists: listed.problem.kind === 'region' ? true : undefined, problem: listed.problem };
}
