// What the parts of one check share. Types only.

import type { S3Connection } from '../../stack/manifest.ts';
import type { Journal } from '../journal.ts';
import type { FeatureTest, Finding } from './feature.ts';
import type { Limits } from './limits.ts';
import type { Feature } from './report.ts';
import type { Session } from './session.ts';
import type { Wire } from './wire.ts';

/** Bounds and listeners of a check. */
export interface CheckOptions {
  /** PEM of a CA to trust in addition to the system's authorities. */
  readonly ca?: string | undefined;
  /** Keeps the check to this bucket: what a key limited to one bucket may do. */
  readonly bucket?: string | undefined;
  /** Buckets to check in when the key may not create one. */
  readonly buckets?: readonly string[];
  /** `application` asks only for what the application needs, in about two seconds. */
  readonly scope?: 'full' | 'application';
  readonly signal?: AbortSignal;
  /** Milliseconds for everything, cleaning included. */
  readonly budgetMs?: number;
  /** Milliseconds for one answer. */
  readonly timeoutMs?: number;
  /** Told of each feature as soon as it is known. */
  readonly onFeature?: (feature: Feature) => void;
  readonly journal?: Journal;
  /** What was not set, and may be found out. */
  readonly open?: { readonly region?: boolean; readonly pathStyle?: boolean };
  /** Where new buckets shall lie, in place of the region; null says nothing. */
  readonly locationConstraint?: string | null;
}

/** A check that is under way. */
export interface Run {
  readonly options: CheckOptions;
  readonly limits: Limits;
  readonly session: Session;
  readonly journal: Journal;
  readonly report: (
    test: Pick<FeatureTest, 'id' | 'group' | 'name'>,
    finding: Finding,
    began: number,
  ) => void;
  /** Whether buckets that are made can be removed again. */
  readonly mayDeleteBuckets: (wire: Wire) => Promise<boolean>;
  readonly wireFor: (connection: S3Connection) => Wire;
}
