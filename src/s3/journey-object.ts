// What a journey sees of an object in a bucket. Talks S3.

import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Setting, StepResult } from '../probes/journey.ts';
import { fillIn, keyPattern } from '../probes/journey-texts.ts';
import type { Attempt } from '../probes/outcome.ts';
import type { ObjectStep } from '../stack/manifest.ts';
import { createClient } from './client.ts';
import { explainS3Error } from './explain.ts';

/** Looks once. */
export async function tryObject(step: ObjectStep, setting: Setting, attempt: Attempt): Promise<StepResult> {
  const { known, s3, ca } = setting;
  const key = fillIn(step.object, known);
  if (key === undefined) return { problem: 'an earlier step found out nothing for it' };
  const client = createClient(s3, { ca, timeoutMs: attempt.timeoutMs });
  const at = { Bucket: step.bucket ?? setting.bucket, Key: key };
  try {
    const found = key.includes('*')
      ? await search(client, at, attempt)
      : await look(client, at, step, attempt);
    return judge(step, found, setting.sent, at.Bucket);
  } catch (error) {
    const { text, hint } = explainS3Error(error, s3);
    return { problem: text, ...(hint !== undefined && { hint }) };
  } finally {
    client.destroy();
  }
}

type Found = 'nothing' | 'something' | Uint8Array;

async function look(
  client: S3Client,
  at: { readonly Bucket: string; readonly Key: string },
  step: ObjectStep,
  { signal }: Attempt,
): Promise<Found> {
  try {
    if (step.is !== 'sent') {
      await client.send(new HeadObjectCommand(at), { abortSignal: signal });
      return 'something';
    }
    const { Body } = await client.send(new GetObjectCommand(at), { abortSignal: signal });
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    const { name } = error as { name?: string };
    // A missing bucket is another matter than a missing object; HEAD cannot tell them apart.
    if (name === 'NotFound' || name === 'NoSuchKey') return 'nothing';
    throw error;
  }
}

async function search(
  client: S3Client,
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  { signal }: Attempt,
): Promise<Found> {
  const Prefix = Key.slice(0, Key.indexOf('*'));
  const pattern = keyPattern(Key);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }), {
    abortSignal: signal,
  });
  return Contents.some((object) => object.Key !== undefined && pattern.test(object.Key))
    ? 'something'
    : 'nothing';
}

function judge({ is }: ObjectStep, found: Found, sent: Buffer, bucket: string): StepResult {
  if (is === 'gone')
    return found === 'nothing' ? { taken: {} } : { problem: `it is still in the bucket ${bucket}` };
  if (found === 'nothing') return { problem: `it is not in the bucket ${bucket}` };
  if (is === 'there' || (found !== 'something' && sent.equals(found))) return { taken: {} };
  const bytes = found === 'something' ? 'some' : found.byteLength;
  return { problem: `its ${bytes} bytes are not the ${sent.byteLength} that were sent` };
}
