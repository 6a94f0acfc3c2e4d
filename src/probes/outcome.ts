// What a probe is given and what it answers. Types only.

import type { S3Connection } from '../stack/manifest.ts';

/**
 * `waiting` may become ready and is worth another try; `fatal` never does; `skipped` could not be tried, for a reason
 * that is no fault of the stack. Details carry no credentials.
 */
export type ProbeOutcome =
  | { readonly state: 'ready'; readonly detail?: string }
  | { readonly state: 'waiting'; readonly detail: string }
  | { readonly state: 'fatal'; readonly detail: string; readonly hint?: string }
  | { readonly state: 'skipped'; readonly reason: string };

/** Runs a command in a service's container. Rejects when there is no container to run it in. */
export type Exec = (
  service: string,
  command: readonly string[],
  timeoutMs: number,
) => Promise<{ readonly exitCode: number; readonly output: string }>;

/** What the probes of one stack share. What is missing makes the probes that need it say `skipped`. */
export interface ProbeContext {
  /** PEM of the stack's CA, trusted in addition to the system's authorities. */
  readonly ca?: string;
  readonly login?: { readonly user: string; readonly password: string };
  /** The S3 server as reached from here, with its credentials filled in. */
  readonly s3?: S3Connection;
  /** The application's buckets: where the S3 probe writes when it may not create a bucket. */
  readonly buckets?: readonly string[];
  /** File in which it is noted what a probe makes on the storage, for a run that is killed. */
  readonly leftovers?: string;
  readonly exec?: Exec;
}

/** Bounds of one attempt. */
export interface Attempt {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}
