// Empties a bucket: unfinished uploads, every version and delete mark, every object. Talks S3.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import { type Entry, entry, isOdd, listObjects, listVersions } from './buckets-entries.ts';
import { type Answer, ask, type BucketStorage, inParallel } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';

/** Bounds of the work, and who hears of it. */
export interface EmptyOptions {
  /** Heeded between requests. */
  readonly signal: AbortSignal;
  readonly onDeleted?: (count: number) => void;
}

/** Something that would not go. */
export interface Stuck {
  readonly problem: S3Problem;
  /** Which one, where it is about one object. */
  readonly key?: string;
  readonly count: number;
  /** It was deleted, and is still listed. */
  readonly isUnchanged?: boolean;
}

interface Work extends EmptyOptions {
  readonly storage: BucketStorage;
  readonly name: string;
  /** Set where the server cannot delete many at once. */
  single: boolean;
}

const atOnce = 16;

/** Deletes everything in the bucket; undefined when it is empty. */
export async function emptyBucket(
  storage: BucketStorage,
  name: string,
  options: EmptyOptions,
): Promise<Stuck | undefined> {
  const work: Work = { storage, name, single: false, ...options };
  await abortUploads(work);
  const versions = (): Promise<Stuck | undefined> =>
    deleteAll(work, () => listVersions(storage, name, work.signal), true);
  const stuck = await versions();
  if (stuck && !stuck.isUnchanged) return stuck;
  // Servers without versions answer the other listing with an error, or with nothing, and some have true keys only here.
  const left = await deleteAll(work, () => listObjects(storage, name, work.signal), false);
  return left ?? (stuck && (await versions()));
}

/** Deletes the first page until there is none: what is deleted is no longer listed. */
async function deleteAll(
  work: Work,
  list: () => Promise<Answer<readonly Entry[]>>,
  mayFail: boolean,
): Promise<Stuck | undefined> {
  let before = '';
  let repeats = 0;
  for (;;) {
    const page = await list();
    if (page.problem) return mayFail ? undefined : stuck(page.problem);
    if (page.value.length === 0) return undefined;
    // A server that keeps telling of what it says it has deleted would keep us here for ever.
    const now = JSON.stringify(page.value);
    if (now === before) {
      repeats += 1;
      if (repeats > 3) return stillThere(work, page.value);
      // Some tell it only after a moment.
      await sleep(300 * repeats, undefined, { signal: work.signal });
    } else repeats = 0;
    before = now;
    const failed = await deleteEntries(work, page.value);
    if (failed) return failed;
  }
}

async function deleteEntries(work: Work, entries: readonly Entry[]): Promise<Stuck | undefined> {
  const { storage, name, signal, onDeleted } = work;
  const plain = work.single ? [] : entries.filter(({ Key }) => !isOdd(Key));
  const odd = work.single ? entries : entries.filter(({ Key }) => isOdd(Key));
  if (plain.length > 0) {
    const Delete = { Objects: [...plain], Quiet: true };
    const answer = await ask(storage, () =>
      storage.client.send(new DeleteObjectsCommand({ Bucket: name, Delete })),
    );
    signal.throwIfAborted();
    if (answer.problem) {
      if (!isRefusedAsSuch(answer)) return stuck(answer.problem);
      work.single = true;
      return await deleteEntries(work, entries);
    }
    const errors = (answer.value.Errors ?? []).filter(
      ({ Code }) => Code !== 'NoSuchKey' && Code !== 'NoSuchVersion',
    );
    onDeleted?.(plain.length - errors.length);
    const [first] = errors;
    if (first) return stuck(refused(work, first.Code, first.Message), first.Key, errors.length);
  }
  const failures = await inParallel(odd, atOnce, async (each) => {
    const command = new DeleteObjectCommand({ Bucket: name, ...each });
    const answer = await ask(storage, () => storage.client.send(command), signal);
    if (!answer.problem) onDeleted?.(1);
    return answer.problem && answer.status !== 404 ? [stuck(answer.problem, each.Key)] : [];
  });
  const [first] = failures.flat();
  return first && { ...first, count: failures.flat().length };
}

/** The request itself is what the server does not like, so one at a time may work. */
function isRefusedAsSuch({ problem, status }: Extract<Answer<unknown>, { problem: S3Problem }>): boolean {
  return problem.kind === 'unsupported' || [400, 404, 405, 411, 501].includes(status ?? 0);
}

async function abortUploads({ storage, name, signal }: Work): Promise<void> {
  let before = '';
  for (;;) {
    const command = new ListMultipartUploadsCommand({ Bucket: name, EncodingType: 'url' });
    const page = await ask(storage, () => storage.client.send(command, { abortSignal: signal }), signal);
    // Where they cannot be listed, the removal of the bucket tells whether there are any.
    if (page.problem) return;
    const { Uploads = [], EncodingType } = page.value;
    const now = JSON.stringify(Uploads.map(({ UploadId }) => UploadId));
    if (Uploads.length === 0 || now === before) return;
    before = now;
    await inParallel(Uploads, atOnce, async ({ Key, UploadId }) => {
      const [found] = entry({ Key }, EncodingType);
      const abort = new AbortMultipartUploadCommand({ Bucket: name, Key: found?.Key, UploadId });
      await ask(storage, () => storage.client.send(abort), signal);
    });
  }
}

function stuck(problem: S3Problem, key?: string, count = 1): Stuck {
  return { problem, ...(key !== undefined && { key }), count };
}

function stillThere({ storage }: Work, entries: readonly Entry[]): Stuck {
  const { host } = new URL(storage.connection.endpoint);
  const text = `${host}: objects are still there after they were deleted`;
  // What XML cannot say, some servers list as these, and nobody learns the true key from them.
  const isMangled = entries.some(({ Key }) => /[\ufffd\n]/.test(Key));
  const hint = 'The server lists the key with a character replaced: delete the object by its true name.';
  const problem: S3Problem = { kind: 'other', passing: false, text, ...(isMangled && { hint }) };
  return { ...stuck(problem, entries[0]?.Key, entries.length), isUnchanged: true };
}

function refused({ storage }: Work, code = 'error', message = ''): S3Problem {
  const { host } = new URL(storage.connection.endpoint);
  const isHeld = /lock|worm|retention|hold/i.test(`${code} ${message}`);
  const why = isHeld
    ? 'it is locked (object lock, retention or legal hold)'
    : `${code}${message && `: ${message}`}`;
  const hint = isHeld
    ? 'Wait until the retention ends, or lift it with the rights to do so.'
    : 'Allow the key to delete objects and their versions, and look for a bucket policy that forbids it.';
  return { kind: 'denied', passing: false, text: `${host} does not delete: ${why}`, hint };
}
