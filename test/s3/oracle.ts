// What boto3 sees by hand: the judge of what smoke claims.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { python } from './servers/child.ts';
import type { S3Server } from './servers/server.ts';

/** What a call by hand shows. */
export interface Seen {
  readonly state: 'works' | 'unsupported' | 'denied' | 'broken';
  readonly seen?: string;
}

/** A bucket's contents, with versions and unfinished uploads. */
export interface BucketContents {
  readonly versions: readonly (readonly [string, string | null])[];
  readonly uploads: readonly unknown[];
}

/** Whose eyes are used. */
export type Access = Pick<S3Server, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>;

/** Why there is no oracle, or undefined. */
export function oracleMissing(): string | undefined {
  return existsSync(python) ? undefined : 'boto3';
}

/** Everything that is on the server, by bucket. */
export type Contents = Readonly<Record<string, BucketContents>>;

/** What lay on the server, and every feature tried by hand; with a bucket, only inside it. */
export interface Tried {
  readonly before: Contents;
  readonly features: Readonly<Record<string, Seen>>;
}

/** Looks and tries. */
export async function tryByHand(access: Access, bucket?: string): Promise<Tried> {
  return (await oracle(access, 'features', ...(bucket ? [bucket] : []))) as Tried;
}

/** Everything that is on the server. */
export async function snapshot(access: Access): Promise<Contents> {
  return (await oracle(access, 'snapshot')) as Contents;
}

/** A bucket with objects that nobody may touch; with versions, where the server knows them. */
export async function makeBucket(access: Access, bucket: string, kind?: 'versioned'): Promise<void> {
  await oracle(access, 'make', bucket, ...(kind ? [kind] : []));
}

/** Empties all buckets that fit, and removes them. */
export async function removeBuckets(access: Access, prefix = ''): Promise<void> {
  await oracle(access, 'remove', prefix);
}

async function oracle(access: Access, ...words: readonly string[]): Promise<unknown> {
  const env = {
    PATH: process.env['PATH'],
    S3_ENDPOINT: access.endpoint,
    S3_REGION: access.region,
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
  };
  const options = { env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(python, ['-B', 'test/s3/oracle/oracle.py', ...words], options);
  return JSON.parse(stdout);
}
