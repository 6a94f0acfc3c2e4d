// The proof that an S3 server works for us: an object goes in, comes back the same, and is gone. Talks S3.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ProbeOutcome } from '../probes/outcome.ts';
import { explainServerCertificate } from '../probes/tls.ts';
import type { S3Connection } from '../stack/manifest.ts';
import { createClient } from './client.ts';
import { explainS3Error, type S3Problem } from './explain.ts';
import { type Journal, noJournal } from './journal.ts';

/** Bounds of the proof, and where it may write when it may not create a bucket. */
export interface ProofOptions {
  readonly ca?: string | undefined;
  /** Buckets of the application: the proof writes below `smoke/` in the first that takes it. */
  readonly buckets: readonly string[];
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Where it is noted what is made, for a run that is killed. */
  readonly journal?: Journal | undefined;
  /** The pause before a bucket that still seems to hold something is removed again. */
  readonly againAfterMs?: number;
}

// Valid with every provider: no reserved prefix, 26 characters, unlike anybody else's.
const uniqueName = () => randomBytes(10).toString('hex');

/** Runs the whole proof. What it made it removes again, however it ends. */
export async function proveStorage(connection: S3Connection, options: ProofOptions): Promise<ProbeOutcome> {
  if (!URL.canParse(connection.endpoint)) {
    const detail = `the endpoint of the storage is not a URL: ${connection.endpoint}`;
    return { state: 'fatal', detail, hint: 'expected something like https://s3.example.net' };
  }
  const client = createClient(connection, { ca: options.ca, timeoutMs: options.timeoutMs });
  const { journal = noJournal } = options;
  const steps: Steps = { client, connection, ...options, journal };
  const scratch = `smoke-${uniqueName()}`;
  const noted = await journal.add({ endpoint: connection.endpoint, bucket: scratch });
  try {
    const created = await attempt(steps, () => client.send(new CreateBucketCommand({ Bucket: scratch })));
    const { problem } = created;
    if (problem === undefined) return await proveInScratchBucket(steps, scratch, noted);
    // A refusal makes nothing; without an answer, nobody knows, and the next check has a look.
    if (!problem.passing) await journal.remove(noted);
    if (problem.kind === 'certificate') return await explainCertificateOf(steps, problem);
    if (isRefusal(problem)) return await proveInGivenBucket(steps, problem);
    // Whether a request that got no proper answer was carried out, nobody knows.
    if (problem.passing) await removeBucket(steps, scratch);
    return outcome(problem);
  } finally {
    client.destroy();
  }
}

interface Steps extends ProofOptions {
  readonly journal: Journal;
  readonly client: S3Client;
  readonly connection: S3Connection;
}

const lastAttempt = 8;
const usuallyAgainAfterMs = 500;

type Result<T> = { readonly value: T; readonly problem?: undefined } | { readonly problem: S3Problem };

async function proveInScratchBucket(steps: Steps, bucket: string, noted: string): Promise<ProbeOutcome> {
  const proof = await proveObject(steps, bucket, 'smoke/probe', undefined);
  const left = await removeBucket(steps, bucket);
  if (left === undefined) await steps.journal.remove(noted);
  return left === undefined ? proof : leftBehind(`bucket ${bucket}`, left);
}

async function proveInGivenBucket(steps: Steps, refusal: S3Problem): Promise<ProbeOutcome> {
  for (const bucket of steps.buckets) {
    const key = `smoke/${uniqueName()}`;
    const noted = await steps.journal.add({ endpoint: steps.connection.endpoint, bucket, prefix: key });
    const proof = await proveObject(steps, bucket, key, noted);
    if (proof !== noBucket) return proof;
  }
  const text = `${refusal.text} (creating a bucket), and none of the application's buckets is there to write to`;
  const hint = 'create the buckets, or allow the key to create buckets';
  return { state: 'fatal', detail: text, hint };
}

// Told apart by identity: the next bucket is tried only when this one is not there.
const noBucket: ProbeOutcome = { state: 'waiting', detail: 'the bucket is not there yet' };

async function proveObject(
  steps: Steps,
  bucket: string,
  key: string,
  noted: string | undefined,
): Promise<ProbeOutcome> {
  const { client } = steps;
  const forget = async () => {
    if (noted !== undefined) await steps.journal.remove(noted);
  };
  const at = { Bucket: bucket, Key: key };
  const body = randomBytes(1024);
  const put = await attempt(steps, () => client.send(new PutObjectCommand({ ...at, Body: body })));
  if (put.problem !== undefined) {
    if (put.problem.passing) await removeObject(steps, at);
    else await forget();
    return put.problem.kind === 'no-bucket' ? noBucket : outcome(put.problem, `writing to bucket ${bucket}`);
  }
  const proof = await readBack(steps, at, body);
  // By its version, where the bucket keeps versions: without it, the old bytes would stay behind a mark.
  const { VersionId } = put.value;
  const left = await removeObject(steps, VersionId === undefined ? at : { ...at, VersionId });
  if (left === undefined) await forget();
  return left === undefined ? proof : leftBehind(`object ${key} in bucket ${bucket}`, left);
}

async function readBack(
  steps: Steps,
  at: { readonly Bucket: string; readonly Key: string },
  body: Uint8Array,
): Promise<ProbeOutcome> {
  const { client } = steps;
  const head = await attempt(steps, () => client.send(new HeadObjectCommand(at)));
  if (head.problem !== undefined) return outcome(head.problem, `heading an object in bucket ${at.Bucket}`);
  const got = await attempt(steps, async (abortSignal) => {
    const { Body } = await client.send(new GetObjectCommand(at), { abortSignal });
    return Body === undefined ? new Uint8Array() : Body.transformToByteArray();
  });
  if (got.problem !== undefined) return outcome(got.problem, `reading from bucket ${at.Bucket}`);
  const { host } = new URL(steps.connection.endpoint);
  if (head.value.ContentLength !== body.byteLength || Buffer.compare(got.value, body) !== 0) {
    return { state: 'fatal', detail: `${host} gave back other bytes than it was given` };
  }
  return { state: 'ready', detail: `${host}: put, head, get and delete in a bucket` };
}

// An abort is heeded between requests, never inside one that changes something: what it did could not be undone.
async function attempt<T>(steps: Steps, send: (signal: AbortSignal) => Promise<T>): Promise<Result<T>> {
  if (steps.signal.aborted) {
    return { problem: { kind: 'connection', passing: true, text: 'no answer in time' } };
  }
  return answer(steps, () => send(steps.signal));
}

async function answer<T>(steps: Steps, send: () => Promise<T>): Promise<Result<T>> {
  try {
    return { value: await send() };
  } catch (error) {
    return { problem: explainS3Error(error, steps.connection) };
  }
}

async function removeObject(
  steps: Steps,
  at: { readonly Bucket: string; readonly Key: string; readonly VersionId?: string },
): Promise<S3Problem | undefined> {
  return (await answer(steps, () => steps.client.send(new DeleteObjectCommand(at)))).problem;
}

async function removeBucket(steps: Steps, bucket: string): Promise<S3Problem | undefined> {
  const { problem } = await answer(steps, () => deleteEmptied(steps, bucket));
  return problem?.kind === 'no-bucket' ? undefined : problem;
}

/** Where objects have several copies, one that lags behind may still show what has just been deleted. */
async function deleteEmptied(steps: Steps, bucket: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await steps.client.send(new DeleteBucketCommand({ Bucket: bucket }));
      return;
    } catch (error) {
      if ((error as Error).name !== 'BucketNotEmpty' || attempt === lastAttempt) throw error;
    }
    // An interrupt does not end it: what was made is removed.
    await sleep(steps.againAfterMs ?? usuallyAgainAfterMs);
  }
}

async function explainCertificateOf(steps: Steps, problem: S3Problem): Promise<ProbeOutcome> {
  const { hostname, port } = new URL(steps.connection.endpoint);
  const at = { host: hostname, port: Number(port || 443) };
  // The second look is for better words only.
  const seen = await explainServerCertificate(at, steps.ca, steps).catch(() => undefined);
  return outcome({ ...problem, text: seen?.detail ?? problem.text });
}

function isRefusal({ kind }: S3Problem): boolean {
  return kind === 'denied' || kind === 'unsupported' || kind === 'full' || kind === 'bucket-taken';
}

function outcome({ passing, text, hint }: S3Problem, doing?: string): ProbeOutcome {
  const detail = doing === undefined ? text : `${text} (${doing})`;
  if (passing) return { state: 'waiting', detail };
  return { state: 'fatal', detail, ...(hint === undefined ? {} : { hint }) };
}

function leftBehind(what: string, problem: S3Problem): ProbeOutcome {
  const hint = 'it is noted: the next smoke storage check of this endpoint removes it';
  return { state: 'fatal', detail: `${problem.text} (removing ${what})`, hint };
}
