// What the application needs of its storage, tried on the storage itself. Talks S3.

import type { Io } from '../../io.ts';
import type { ProbeContext } from '../../probes/outcome.ts';
import type { Checks } from './checks.ts';

/** Tries it; nothing that it makes stays. */
export async function checkStorageOf(context: ProbeContext, checks: Checks, io: Io): Promise<void> {
  const { s3, ca, buckets = [], leftovers } = context;
  const subject = { group: 'storage', name: 'the storage does what the application needs' } as const;
  await checks.make(subject, async () => {
    if (s3 === undefined)
      return { state: 'skipped', detail: 'the storage, or its credentials, are not known here' };
    const [{ checkStorage }, { createJournal }] = await Promise.all([
      import('../../s3/check/check.ts'),
      import('../../s3/journal.ts'),
    ]);
    const { verdict, problem, left } = await checkStorage(s3, {
      ca,
      buckets,
      scope: 'application',
      signal: io.signal,
      ...(leftovers !== undefined && { journal: createJournal(leftovers) }),
    });
    io.signal.throwIfAborted();
    if (left.length > 0) return { state: 'failed', detail: `it keeps what was deleted: ${left.join(', ')}` };
    if (verdict.usable) return { state: 'passed', detail: verdict.why };
    return { state: 'failed', detail: problem?.text ?? verdict.why, hint: problem?.hint };
  });
}
