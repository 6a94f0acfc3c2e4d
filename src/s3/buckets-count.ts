// How much is in a bucket, counted up to a bound. Talks S3.

import {
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { type Answer, ask, asList, type BucketStorage } from './buckets-open.ts';

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
    const page = asList(await client.send(command, { abortSignal: signal }), 'Name', 'KeyCount', 'MaxKeys');
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
    const command = new ListObjectVersionsCommand({ Bucket: name, ...at });
    const answer: ListObjectVersionsCommandOutput = await client.send(command, { abortSignal: signal });
    const page: ListObjectVersionsCommandOutput = asList(answer, 'Name', 'MaxKeys');
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
