// Buckets with all that can be told of them without changing anything. Talks S3.

import { type BucketUsage, countObjects } from './buckets-count.ts';
import { askForOwn, type BucketLook, lookAtBucket } from './buckets-look.ts';
import { type BucketStorage, endIfGeneral, inParallel } from './buckets-open.ts';

/** What was found out about one bucket. */
export interface SurveyedBucket extends BucketLook {
  readonly name: string;
  readonly usage?: BucketUsage;
  readonly created?: Date | undefined;
}

const atOnce = 4;

/** Looks at the buckets; what would fail for each of them alike is thrown. */
export async function surveyBuckets(
  storage: BucketStorage,
  names: readonly string[],
  signal: AbortSignal,
): Promise<SurveyedBucket[]> {
  const own = await askForOwn(storage, signal);
  return await inParallel(names, atOnce, async (name): Promise<SurveyedBucket> => {
    const seen = { name, ...(await lookAtBucket(storage, name, signal, own)) };
    endIfGeneral(seen.problem, `bucket ${name} cannot be looked at`);
    if (!seen.exists || seen.problem) return seen;
    const created = own.problem ? undefined : own.value.get(name);
    const usage = await countObjects(storage, name, { signal });
    endIfGeneral(usage.problem, `what is in bucket ${name} cannot be counted`);
    return usage.problem
      ? { ...seen, created, problem: usage.problem }
      : { ...seen, created, usage: usage.value };
  });
}
