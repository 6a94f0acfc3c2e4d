// One object through one side, seen through the other, and gone again; or one list seen by both. Talks S3.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { ProofBucket, ProofStep } from '../share/proof.ts';
import { type Answer, ask, asList, type BucketStorage } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';
import type { Journal } from './journal.ts';
import { type OpenSide, problemStep } from './share-side.ts';

/** One bucket in one direction. */
export interface ShareWay {
  readonly bucket: ProofBucket;
  readonly writer: 0 | 1;
  readonly from: OpenSide;
  readonly to: OpenSide;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Gets what could not be removed. */
  readonly left: string[];
}

/** How servers with several copies are waited for. */
const pausesMs = [0, 300, 900];

/** Writes through one, reads through the other, removes. An interrupt is thrown after that. */
export async function writeAndRead(way: ShareWay): Promise<ProofStep> {
  const { bucket, from, journal, signal, writer } = way;
  signal.throwIfAborted();
  // Never at the root of the bucket: Cryostat takes what stands before the slash for an application.
  const mark = randomBytes(10).toString('hex');
  const at = { Bucket: bucket.name, Key: `smoke/${mark}` };
  const { endpoint } = from.connection;
  const noted = await journal.add({ endpoint, bucket: bucket.name, prefix: at.Key });
  const body = randomBytes(1024);
  const labels = labelsFor(way, mark);
  const command = new PutObjectCommand({ ...at, Body: body, ...labels });
  const put = await ask(from.storage, () => from.storage.client.send(command));
  if (put.problem?.passing === false) {
    await journal.remove(noted);
    return { bucket, writer, ...problemStep(put.problem, from, `writing to ${bucket.name}`) };
  }
  try {
    // Without an answer, nobody knows whether it is there.
    if (put.problem)
      return { bucket, writer, ...problemStep(put.problem, from, `writing to ${bucket.name}`) };
    return await readBack(way, at, body, mark);
  } finally {
    const VersionId = put.problem ? undefined : put.value.VersionId;
    const isGone = await remove(way, VersionId === undefined ? at : { ...at, VersionId });
    if (isGone && put.problem === undefined) await journal.remove(noted);
    if (!isGone) way.left.push(`s3://${at.Bucket}/${at.Key}`);
  }
}

type At = { readonly Bucket: string; readonly Key: string; readonly VersionId?: string };

function labelsFor({ bucket, from, to }: ShareWay, mark: string): object {
  if (!bucket.hasLabels || from.mode !== to.mode) return {};
  if (from.mode === 'tagging') return { Tagging: `smoke=${mark}` };
  return from.mode === 'metadata' ? { Metadata: { smoke: mark } } : {};
}

async function readBack(way: ShareWay, at: At, body: Buffer, mark: string): Promise<ProofStep> {
  const { bucket, from, to, writer } = way;
  const step = { bucket, writer };
  const got = await seen(way, async (abortSignal) => {
    const { Body, Metadata } = await to.storage.client.send(new GetObjectCommand(at), { abortSignal });
    return { bytes: await Body?.transformToByteArray(), metadata: Metadata };
  });
  if (got.problem) {
    if (got.status !== 404)
      return { ...step, ...problemStep(got.problem, to, `reading from ${bucket.name}`) };
    const text = `what ${from.label} wrote to ${bucket.name}, ${to.label} does not find`;
    const hint = 'two servers, or a server that gives each key names of its own';
    return { ...step, state: 'other', text, hint };
  }
  const { bytes, metadata } = got.value;
  if (bytes === undefined || Buffer.compare(bytes, body) !== 0) {
    const text = `${to.label} reads other bytes from ${bucket.name} than ${from.label} wrote`;
    return { ...step, state: 'other', text, seen: 'other bytes' };
  }
  const labels = await readLabels(way, at, mark, metadata?.['smoke']);
  const text = `${to.label} read what ${from.label} wrote to ${bucket.name}`;
  return { ...step, state: 'proven', text, ...(labels && { labels }) };
}

async function readLabels(
  way: ShareWay,
  at: At,
  mark: string,
  inMetadata: string | undefined,
): Promise<ProofStep['labels']> {
  const { bucket, from, to } = way;
  if (!bucket.hasLabels || from.mode !== to.mode) return undefined;
  const [proven, lost] = [
    `${to.label} read the labels, too`,
    `${to.label} read the object, but not the labels of it`,
  ];
  if (from.mode === 'metadata') {
    const isProven = inMetadata === mark;
    return { isProven, text: isProven ? proven : lost };
  }
  if (from.mode !== 'tagging') return undefined;
  const got = await seen(way, async (abortSignal) => {
    const { TagSet } = await to.storage.client.send(new GetObjectTaggingCommand(at), { abortSignal });
    return TagSet;
  });
  if (got.problem) return { isProven: false, text: `${lost}: ${got.problem.text}` };
  const isProven = got.value?.some(({ Key, Value }) => Key === 'smoke' && Value === mark) === true;
  return { isProven, text: isProven ? proven : lost };
}

/** Asks the reader; what is not there yet may be a moment later. */
async function seen<Value>(
  { to, from, signal }: ShareWay,
  send: (signal: AbortSignal) => Promise<Value>,
): Promise<Answer<Value>> {
  const isOne = to.connection.endpoint === from.connection.endpoint;
  let last: Answer<Value> | undefined;
  for (const pauseMs of isOne ? pausesMs.slice(0, 2) : pausesMs) {
    await sleep(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    last = await ask(to.storage, () => send(signal), signal);
    if (last.problem === undefined || last.status !== 404) return last;
  }
  return last as Answer<Value>;
}

/** By the key that wrote it, else by the other. No interrupt ends it. */
async function remove({ from, to }: ShareWay, at: At): Promise<boolean> {
  for (const { storage } of [from, from, to]) {
    const problem = await removeBy(storage, at);
    if (problem === undefined || problem.kind === 'no-bucket') return true;
  }
  return false;
}

async function removeBy(storage: BucketStorage, at: At): Promise<S3Problem | undefined> {
  return (await ask(storage, () => storage.client.send(new DeleteObjectCommand(at)))).problem;
}

/** Both list it; nothing is written. Files of others that come or go in between are looked at twice. */
export async function compareLists(way: ShareWay): Promise<readonly ProofStep[]> {
  const { bucket, from, to, signal } = way;
  for (let isLast = false; ; isLast = true) {
    const lists = await Promise.all([from, to].map((side) => list(side, bucket.name, signal)));
    const refused = lists.flatMap(({ problem }, index): ProofStep[] => {
      const writer = index as 0 | 1;
      if (problem === undefined) return [];
      return [{ bucket, writer, ...problemStep(problem, index === 0 ? from : to, `listing ${bucket.name}`) }];
    });
    if (refused.length > 0) return refused;
    const [one, other] = lists.map((answer) => (answer.problem ? undefined : answer.value));
    if (one === other) {
      const text = `both list the same in ${bucket.name} (nothing was written)`;
      return [{ bucket, writer: 0, state: 'proven', text }];
    }
    if (!isLast) continue;
    const text = `${from.label} and ${to.label} list different files in ${bucket.name}`;
    const hint = 'two servers, or a server that gives each key names of its own';
    return ([0, 1] as const).map((writer) => ({
      ...{ bucket, writer, state: 'other', text, hint },
      seen: 'other files',
    }));
  }
}

async function list(side: OpenSide, bucket: string, signal: AbortSignal): Promise<Answer<string>> {
  const command = new ListObjectsV2Command({ Bucket: bucket });
  return await ask(
    side.storage,
    async () => {
      const page = asList(
        await side.storage.client.send(command, { abortSignal: signal }),
        'Name',
        'KeyCount',
        'IsTruncated',
      );
      return (page.Contents ?? []).map(({ Key, ETag }) => `${Key} ${ETag}`).join('\n');
    },
    signal,
  );
}
