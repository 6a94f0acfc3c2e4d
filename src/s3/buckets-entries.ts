// What lies in a bucket, page by page, with keys as they truly are. Talks S3.

import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { type Answer, ask, asList, type BucketStorage } from './buckets-open.ts';

/** DeleteObjects takes so many at once. */
const batch = 1000;

/** One thing to delete; without a version, what is current. */
export interface Entry {
  readonly Key: string;
  readonly VersionId?: string;
}

/** The first page of versions and delete marks. */
export async function listVersions(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<Answer<readonly Entry[]>> {
  const command = new ListObjectVersionsCommand({ Bucket: name, MaxKeys: batch, EncodingType: 'url' });
  const answer = await ask<ListObjectVersionsCommandOutput>(
    storage,
    async () => asList(await storage.client.send(command, { abortSignal: signal }), 'Name', 'MaxKeys'),
    signal,
  );
  if (answer.problem) return answer;
  const { Versions = [], DeleteMarkers = [], EncodingType } = answer.value;
  return { value: [...Versions, ...DeleteMarkers].flatMap((found) => entry(found, EncodingType)) };
}

/** The first page of objects. */
export async function listObjects(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<Answer<readonly Entry[]>> {
  const command = new ListObjectsV2Command({ Bucket: name, MaxKeys: batch, EncodingType: 'url' });
  const send = async () =>
    asList(await storage.client.send(command, { abortSignal: signal }), 'Name', 'KeyCount', 'MaxKeys');
  const answer = await ask(storage, send, signal);
  if (answer.problem) return answer;
  const { Contents = [], EncodingType } = answer.value;
  return { value: Contents.flatMap(({ Key }) => entry({ Key }, EncodingType)) };
}

/** Keys come encoded where the server can do it: XML has no way to say every character. */
export function entry(
  { Key, VersionId }: { readonly Key?: string | undefined; readonly VersionId?: string | undefined },
  encoding: string | undefined,
): Entry[] {
  if (Key === undefined) return [];
  const key = encoding === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key;
  return [{ Key: key, ...(VersionId && { VersionId }) }];
}

/** Characters that XML 1.0 cannot say, or that parsers change. */
export function isOdd(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/u.test(key);
}
