// What a comparison of two sides finds. Types, and the little that all of its parts need. Pure.

import { bucketNames } from './buckets.ts';
import type { BucketName, Side } from './settings.ts';

/** The two sides, in the order of the words. */
export type Sides = readonly [Side, Side];

/** The same for both, a difference that keeps them apart, one that does not, or nobody knows from the words alone. */
export type FindingVerdict = 'same' | 'matters' | 'harmless' | 'unknown';

/** One thing that was compared. */
export interface ShareFinding {
  /** Stable: a name of the table, or `reach`, `mixed`, `keys`. */
  readonly what: string;
  readonly title: string;
  /** What each side has; undefined where it has none. */
  readonly values: readonly [string | undefined, string | undefined];
  readonly verdict: FindingVerdict;
  /** What it means for the user. */
  readonly why?: string;
  /** What to change, and where. */
  readonly todo?: string;
  /** The kinds of content that are not shared because of it, or may not be. `metadata` stands for labels. */
  readonly kinds: readonly BucketName[];
}

/** Whether two sides see each other's data, and why. */
export interface Comparison {
  readonly verdict: ShareVerdict;
  readonly shared: readonly BucketName[];
  readonly apart: readonly BucketName[];
  /** Kinds of which nobody knows. */
  readonly unsure: readonly BucketName[];
  readonly findings: readonly ShareFinding[];
}

/** `unknown`: nothing keeps them apart as far as the words tell, but something essential needs a proof. */
export type ShareVerdict = 'everything' | 'part' | 'nothing' | 'unknown';

/** What follows from the findings. Kinds that are not `used` by both are neither shared nor apart. */
export function judge(given: readonly ShareFinding[], used: readonly BucketName[]): Comparison {
  const findings = given.map((finding) => (isOpenOrBad(finding) ? finding : { ...finding, kinds: [] }));
  const kindsOf = (verdict: FindingVerdict): Set<BucketName> =>
    new Set(findings.filter((finding) => finding.verdict === verdict).flatMap(({ kinds }) => kinds));
  const differing = kindsOf('matters');
  // Labels of nothing are nothing.
  const isNothing = used.every((kind) => kind === 'metadata' || differing.has(kind));
  const apart = isNothing ? used : used.filter((kind) => differing.has(kind));
  const open = kindsOf('unknown');
  const isOpen = used.every((kind) => kind === 'metadata' || open.has(kind) || apart.includes(kind));
  const unsure = used.filter(
    (kind) => !apart.includes(kind) && (open.has(kind) || (kind === 'metadata' && isOpen)),
  );
  const shared = used.filter((kind) => !apart.includes(kind) && !unsure.includes(kind));
  const verdict: ShareVerdict = isNothing
    ? 'nothing'
    : unsure.length > 0 && shared.length === 0
      ? 'unknown'
      : apart.length > 0
        ? 'part'
        : unsure.length > 0
          ? 'unknown'
          : 'everything';
  return { verdict, shared, apart, unsure, findings };
}

function isOpenOrBad({ verdict }: ShareFinding): boolean {
  return verdict === 'matters' || verdict === 'unknown';
}

/** Every kind of content. */
export const everyKind: readonly BucketName[] = bucketNames;

/** Where a side runs. */
export function placeOf({ form }: Side): 'stack' | 'cluster' {
  return form === 'compose' ? 'stack' : 'cluster';
}
