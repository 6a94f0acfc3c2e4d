// Probe: the object storage takes an object, gives it back and lets it go. The S3 client loads only here.

import type { Probe } from '../stack/manifest.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';

type S3Probe = Extract<Probe, { kind: 's3' }>;

/** Puts, heads, gets, compares and deletes an object, in a bucket of its own where that may be created. */
export async function probeS3(
  _probe: S3Probe,
  context: ProbeContext,
  attempt: Attempt,
): Promise<ProbeOutcome> {
  if (context.s3 === undefined) {
    return { state: 'skipped', reason: 'the credentials of the storage are not known here' };
  }
  const [{ proveStorage }, { createJournal }] = await Promise.all([
    import('../s3/proof.ts'),
    import('../s3/journal.ts'),
  ]);
  const journal = context.leftovers === undefined ? undefined : createJournal(context.leftovers);
  return proveStorage(context.s3, { ca: context.ca, buckets: context.buckets ?? [], journal, ...attempt });
}
