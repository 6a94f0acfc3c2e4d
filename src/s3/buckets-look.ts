// What the storage says of buckets: which are this key's own, which exist, how much is in them. Talks S3.

import {
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { type Answer, ask, type BucketStorage } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';

/** What is known of one bucket without looking into it. */
export interface BucketLook {
  /** Undefined where the server does not tell this key. */
  readonly exists: boolean | undefined;
  readonly region?: string;
  /** Why nobody knows, or why it cannot be used. */
  readonly problem?: S3Problem;
}

/** How much is in a bucket. */
export interface BucketUsage {
  readonly objects: number;
  /** Of all versions: what is paid for. */
  readonly bytes: number;
  /** Older versions and delete marks, where the bucket keeps versions. */
  readonly older?: number;
  /** The count was ended before the end: there is more. */
  readonly more: boolean;
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
        const page = await storage.client.send(command, { abortSignal: signal });
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

/** Some servers tell the beginning of time, or of the common era, where they do not know. */
function known(date: Date | undefined): Date | undefined {
  return date !== undefined && date.getTime() > 0 ? date : undefined;
}

/** Whether a bucket is there. */
export async function lookAtBucket(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<BucketLook> {
  const { client } = storage;
  const abort = { abortSignal: signal };
  const head = await ask(storage, () => client.send(new HeadBucketCommand({ Bucket: name }), abort), signal);
  if (head.problem === undefined) {
    const region = head.value.BucketRegion;
    return { exists: true, ...(region && { region }) };
  }
  if (head.status === 404) return { exists: false };
  // An answer to HEAD has no body; this one has the server's words.
  const list = new ListObjectsV2Command({ Bucket: name, MaxKeys: 1 });
  const listed = await ask(storage, () => client.send(list, abort), signal);
  if (listed.problem === undefined) return { exists: true };
  if (listed.problem.kind === 'no-bucket') return { exists: false };
  return { exists: listed.problem.kind === 'region' ? true : undefined, problem: listed.problem };
}

/** Whether the bucket keeps older versions, or did once. */
export async function keepsVersions(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  const command = new GetBucketVersioningCommand({ Bucket: name });
  const answer = await ask(storage, () => storage.client.send(command, { abortSignal: signal }), signal);
  return answer.problem === undefined && Boolean(answer.value.Status);
}

/** Counts what is in a bucket, up to a bound. */
export async function countObjects(
  storage: BucketStorage,
  name: string,
  limits: { readonly signal: AbortSignal; readonly maxObjects?: number; readonly maxMs?: number },
): Promise<Answer<BucketUsage>> {
  const { signal, maxObjects = 100_000, maxMs = 10_000 } = limits;
  const versioned = await keepsVersions(storage, name, signal);
  const until = performance.now() + maxMs;
  const pages = versioned ? versionPages(storage, name, signal) : objectPages(storage, name, signal);
  return await ask(
    storage,
    async () => {
      let [objects, bytes, older] = [0, 0, 0];
      for await (const page of pages) {
        objects += page.objects;
        bytes += page.bytes;
        older += page.older;
        const isEnough = objects + older >= maxObjects || performance.now() > until;
        if (!page.last && isEnough) return usage(true);
      }
      return usage(false);
      function usage(more: boolean): BucketUsage {
        return { objects, bytes, ...(versioned && { older }), more };
      }
    },
    signal,
  );
}

type Page = Omit<Required<BucketUsage>, 'more'> & { readonly last: boolean };

async function* objectPages(
  { client }: BucketStorage,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket: name, ...(token && { ContinuationToken: token }) });
    const page = await client.send(command, { abortSignal: signal });
    const found = page.Contents ?? [];
    const next =
      page.IsTruncated && page.NextContinuationToken !== token ? page.NextContinuationToken : undefined;
    yield { objects: found.length, bytes: sum(found), older: 0, last: next === undefined };
    token = next;
  } while (token !== undefined);
}

async function* versionPages(
  { client }: BucketStorage,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let at: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  do {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: name, ...at }),
      {
        abortSignal: signal,
      },
    );
    const [found, marks] = [page.Versions ?? [], page.DeleteMarkers ?? []];
    const latest = found.filter(({ IsLatest }) => IsLatest).length;
    const { NextKeyMarker: key, NextVersionIdMarker: version } = page;
    at =
      page.IsTruncated && key ? { KeyMarker: key, ...(version && { VersionIdMarker: version }) } : undefined;
    const older = found.length - latest + marks.length;
    yield { objects: latest, bytes: sum(found), older, last: at === undefined };
  } while (at !== undefined);
}

function sum(objects: readonly { readonly Size?: number | undefined }[]): number {
  return objects.reduce((total, { Size }) => total + (Size ?? 0), 0);
}
