// The buckets that smoke buckets remove is about: found, and told with what is in them.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import { nearest } from '../options/nearest.ts';
import { counted, humanSize } from '../report/buckets.ts';
import type { BucketsTarget } from '../run/buckets-target.ts';
import type { BucketUsage } from '../s3/buckets-count.ts';
import { type BucketStorage, problemError } from '../s3/buckets-open.ts';
import { type SurveyedBucket, surveyBuckets } from '../s3/buckets-survey.ts';
import type { Removable } from './buckets-consent.ts';
import { slowly } from './slowly.ts';

/** A bucket that exists and may be removed. */
export type Doomed = Removable & SurveyedBucket;

/** Of the buckets that are meant, those that exist. A name that was typed has to be right. */
export async function findThere(
  storage: BucketStorage,
  { buckets }: BucketsTarget,
  names: readonly string[],
  io: Io,
): Promise<Doomed[]> {
  const wanted: Removable[] =
    names.length > 0
      ? [...new Set(names)].map((name) => ({ name, namedBy: 'user', typed: true }))
      : buckets.map(({ name, namedBy }) => ({ name, namedBy, typed: false }));
  const done = slowly(io, 'looking at what is in the buckets …');
  const found = await surveyBuckets(
    storage,
    wanted.map(({ name }) => name),
    io.signal,
  ).finally(done);
  return wanted.flatMap((bucket, index): Doomed[] => {
    const seen = found[index];
    if (!seen) return [];
    if (seen.exists === undefined && seen.problem) {
      if (bucket.typed) throw problemError(seen.problem, `bucket ${bucket.name} cannot be removed`);
      say(io, `${bucket.name} is left alone: ${seen.problem.text}`);
    }
    if (seen.exists) return [{ ...seen, ...bucket }];
    if (bucket.typed)
      throw unknownName(
        bucket.name,
        buckets.map(({ name }) => name),
      );
    return [];
  });
}

function unknownName(name: string, known: readonly string[]): SmokeError {
  const near = known.find((other) => other.startsWith(`${name}-`)) ?? nearest(name, known);
  const hint =
    near && near !== name
      ? `Did you mean ${near}? Names are typed in full.`
      : 'smoke buckets list shows what is there.';
  return new SmokeError('USAGE', `there is no bucket "${name}" on the storage; nothing was removed`, {
    hint,
  });
}

/** What is in it. */
export function contents({ usage, problem }: Doomed): string {
  if (usage === undefined) return `its objects cannot be counted${problem ? `: ${problem.text}` : ''}`;
  const { objects, older, bytes, more }: BucketUsage = usage;
  const count = `${more ? 'more than ' : ''}${counted(objects, 'object')}`;
  return `${count}${older ? ` and ${counted(older, 'older version')}` : ''}, ${humanSize(bytes)}`;
}
