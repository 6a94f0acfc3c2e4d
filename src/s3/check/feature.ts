// What a test of one feature is, and what it may say. Types, and words for findings.

import type { Answer } from './answer.ts';
import { bodyText, codeOf } from './answer.ts';
import type { Feature } from './report.ts';
import type { Ask, Wire } from './wire.ts';

/** What a test found. */
export type Finding = Pick<Feature, 'state' | 'detail'>;

/** Where a test works: a bucket, and the names in it that are its own. */
export interface Place {
  readonly wire: Wire;
  readonly bucket: string;
  /** Whether the bucket is the user's: then only keys below `prefix` are touched, and no setting of the bucket. */
  readonly isGiven: boolean;
  /** What all keys begin with; empty in a scratch bucket. */
  readonly prefix: string;
  /** A key of this test; it is remembered for cleaning. */
  readonly key: (name: string) => string;
  /** Remembers a key that stands outside of the test's own folder. */
  readonly note: (key: string) => string;
  /** Remembers an upload that is begun. */
  readonly noteUpload: (key: string, uploadId: string) => void;
  /** A request about the bucket; any answer. */
  readonly ask: (ask: Omit<Ask, 'bucket'>) => Promise<Answer>;
  /** A request that must succeed: a refusal is thrown. */
  readonly must: (ask: Omit<Ask, 'bucket'>) => Promise<Answer>;
}

/** One row of the table before it is known. */
export interface FeatureTest {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  /** Whether the short check asks for it, too. */
  readonly short?: boolean;
  /** Whether the application cannot do without: a refusal is then a fault of the server, not a missing feature. */
  readonly essential?: boolean;
  /** A bucket that it needs for itself, because it changes the bucket's settings; also one made with object lock. */
  readonly own?: 'bucket' | 'locked-bucket';
  readonly test: (place: Place) => Promise<Finding>;
}

/** The effect was seen. */
export function works(detail?: string): Finding {
  return { state: 'works', ...(detail === undefined ? {} : { detail }) };
}

/** The server does something else than it says. */
export function broken(detail: string): Finding {
  return { state: 'broken', detail };
}

/** The server cannot do it, or takes it and does nothing. */
export function unsupported(detail: string): Finding {
  return { state: 'unsupported', detail };
}

/** It was not tried, or could not be. */
export function untried(detail: string): Finding {
  return { state: 'untried', detail };
}

/** An answer in short: `403 AccessDenied`. */
export function inShort(answer: Answer): string {
  const code = codeOf(answer);
  if (answer.isLate) return `200 with the error ${code}`;
  return code === '' ? String(answer.status) : `${answer.status} ${code}`;
}

/** Whether an answer brought exactly these bytes. */
export function hasBody(answer: Answer, expected: Buffer | string): boolean {
  return answer.status < 300 && answer.body.equals(Buffer.from(expected));
}

/** Whether the server took a request. */
export function isTaken({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export { bodyText, codeOf };
