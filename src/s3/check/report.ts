// What a check of an S3 endpoint found, as data. Types only.

import type { S3Problem } from '../explain.ts';

/** How one feature fares: it works, the server cannot do it, it is forbidden to this key, it went wrong, or nobody asked. */
export type FeatureState = 'works' | 'unsupported' | 'denied' | 'broken' | 'untried';

/** One cell of the table. */
export interface Feature {
  /** Stable name for machines, such as `object-tags`. */
  readonly id: string;
  /** Heading that it stands under, such as `objects`. */
  readonly group: string;
  /** Words for people. */
  readonly name: string;
  readonly state: FeatureState;
  /** What was seen: the cause of a failure, or what is special about the success. */
  readonly detail?: string;
  /** Milliseconds that it took. */
  readonly took: number;
}

/** Advice for the application that will use the endpoint. */
export interface StorageVerdict {
  /** Whether Cryostat would work there. */
  readonly usable: boolean;
  /** Where Cryostat should keep labels: `tagging` where object tags work, else `bucket`. */
  readonly mode: 'tagging' | 'bucket';
  readonly why: string;
  /** Features by the names that a storage fragment uses: object-tagging, versioning, bucket-policy… */
  readonly lacks: readonly string[];
  /** Settings that should differ from those that were given, such as S3_REGION or S3_PATH_STYLE_ACCESS. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Everything that a check found. */
export interface StorageReport {
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  /** What the server calls itself, where it does. */
  readonly server?: string;
  /** Difference of the clocks in seconds, positive where the server's is ahead. */
  readonly clockSkew?: number;
  readonly features: readonly Feature[];
  /** The bucket that the check was kept to, and its prefix there is gone again. */
  readonly bucket?: string;
  /** Why the check could not go on, such as a wrong secret; the features after it are untried. */
  readonly problem?: S3Problem;
  readonly verdict: StorageVerdict;
  /** What could not be removed again, as `s3://bucket/key` or `s3://bucket`. */
  readonly left: readonly string[];
  /** What an earlier, killed run had left at this endpoint, and this one removed. */
  readonly swept: readonly string[];
  /** Requests that it took. */
  readonly requests: number;
  /** Milliseconds in all. */
  readonly took: number;
}
