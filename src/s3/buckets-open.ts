// A way to the storage for the verbs about buckets, and what all of them do with it. Talks S3.

import type { S3Client } from '@aws-sdk/client-s3';
import { SmokeError } from '../error.ts';
import type { S3Connection } from '../stack/manifest.ts';
import { createClient } from './client.ts';
import { explainS3Error, type S3Problem, type S3ProblemKind } from './explain.ts';

/** An open storage. Whoever opened it calls `end`. */
export interface BucketStorage {
  readonly client: S3Client;
  readonly connection: S3Connection;
  /** What to do when nobody answers. */
  readonly silentHint?: string | undefined;
  readonly end: () => void;
}

/** Opens the storage of a connection; `ca` is the PEM of an authority to trust as well. */
export function openStorage(connection: S3Connection, ca?: string, silentHint?: string): BucketStorage {
  if (!URL.canParse(connection.endpoint)) {
    throw new SmokeError('USAGE', `the endpoint of the storage is not a URL: ${connection.endpoint}`, {
      hint: 'Set it to something like https://s3.example.net',
    });
  }
  const client = createClient(connection, { ca });
  return { client, connection, silentHint, end: () => client.destroy() };
}

/** What came of a request: a value, or a problem in words. */
export type Answer<Value> =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly problem: S3Problem; readonly code: string; readonly status: number | undefined };

/** Sends something; failures become problems. An interrupt is thrown. */
export async function ask<Value>(
  { connection, silentHint }: BucketStorage,
  send: () => Promise<Value>,
  signal?: AbortSignal,
): Promise<Answer<Value>> {
  signal?.throwIfAborted();
  try {
    return { value: await send() };
  } catch (error) {
    signal?.throwIfAborted();
    const { Code, name, $metadata } = error as {
      Code?: string;
      name?: string;
      $metadata?: { httpStatusCode?: number };
    };
    const found = explainS3Error(error, connection);
    const isSilent = found.kind === 'connection' && found.hint === undefined && silentHint !== undefined;
    const problem = isSilent ? { ...found, hint: silentHint } : found;
    return { problem, code: Code ?? name ?? '', status: $metadata?.httpStatusCode };
  }
}

/**
 * A list as it came. A web server answers 200 to anything, which the SDK takes for a list of nothing: one that has none
 * of the fields that every list has is none.
 */
export function asList<Page extends object>(page: Page, ...fields: readonly (keyof Page)[]): Page {
  if (fields.some((field) => page[field] !== undefined)) return page;
  const error = new Error('the answer is no list');
  throw Object.assign(error, { name: 'NoList', $metadata: { httpStatusCode: 200 } });
}

const general: readonly S3ProblemKind[] = [
  'connection',
  'certificate',
  'key-id',
  'secret',
  'session',
  'clock',
  'not-s3',
];

/** Whether a problem is one of the storage, and not of one bucket: every other request would meet it, too. */
export function isGeneral({ kind }: S3Problem): boolean {
  return general.includes(kind);
}

/** Throws what every other request would meet, too: the rest need not wait for it again. */
export function endIfGeneral(problem: S3Problem | undefined, doing: string): void {
  if (problem && isGeneral(problem)) throw problemError(problem, doing);
}

/** The problem as an error: provisioning failed. */
export function problemError({ text, hint }: S3Problem, doing: string): SmokeError {
  return new SmokeError('PROVISION_FAILED', `${doing}: ${text}`, hint === undefined ? {} : { hint });
}

/** Works on all items, a few at a time; results are in the order of the items. The first error ends it. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      try {
        results[next[0]] = await work(next[1]);
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  // Only when all have ended: nothing may go on behind the back of the one who hears the error.
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  return results;
}
