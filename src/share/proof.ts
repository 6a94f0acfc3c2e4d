// What a proof of sharing says: objects that went in through one side and came out through the other. Types only.

import type { BucketName } from './settings.ts';

/** A bucket that both sides name, and how it is proven. */
export interface ProofBucket {
  readonly name: string;
  readonly kinds: readonly BucketName[];
  /** `list`: nothing is written there, both sides only list it. */
  readonly how: 'write' | 'list';
  /** Labels go with its objects. */
  readonly hasLabels: boolean;
}

/**
 * `proven`; `absent`: the bucket is not made yet; `other`: the reader does not see it, or sees something else;
 * `refused`: a key, or the server, does not allow it; `silent`: no answer, so nobody knows.
 */
export type ProofState = 'proven' | 'absent' | 'other' | 'refused' | 'silent';

/** One bucket, from the side that writes to the side that reads. */
export interface ProofStep {
  readonly bucket: ProofBucket;
  readonly writer: 0 | 1;
  readonly state: ProofState;
  /** What was seen, in words. */
  readonly text: string;
  /** The same in one or two words, where the state alone does not tell. */
  readonly seen?: string;
  readonly hint?: string;
  /** What became of the labels, where the bucket has them. */
  readonly labels?: { readonly isProven: boolean; readonly text: string };
}

/** What was proven, and what was not. */
export interface ShareProof {
  readonly steps: readonly ProofStep[];
  /** Why none was made. */
  readonly unproven?: { readonly why: string; readonly hint?: string };
  /** Sides without a key of their own, for which that of the environment was used. */
  readonly borrowed?: readonly string[];
  /** What could not be removed, and what an earlier run left and is gone now. */
  readonly left: readonly string[];
  readonly swept: readonly string[];
}
