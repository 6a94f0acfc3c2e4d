// Before something is made on a storage: whether the application could use it at all. Talks S3.

import { SmokeError } from '../error.ts';
import { leftoversPath } from '../identity/paths.ts';
import { type Io, say } from '../io.ts';
import type { StorageVerdict } from '../s3/check/report.ts';
import type { StorageTarget } from './storage-target.ts';

/**
 * Checks what the application needs. The verdict, or
 * PROVISION_FAILED with the cause where it would not work. Nothing stays.
 */
export async function requireUsable(
  { connection, ca }: Pick<StorageTarget, 'connection' | 'ca'>,
  buckets: readonly string[],
  io: Io,
): Promise<StorageVerdict> {
  const [{ checkStorage }, { createJournal }] = await Promise.all([
    import('../s3/check/check.ts'),
    import('../s3/journal.ts'),
  ]);
  const journal = createJournal(leftoversPath(io.env), (text) => say(io, `smoke: ${text}`));
  const { verdict, problem, left } = await checkStorage(connection, {
    ca,
    buckets,
    scope: 'application',
    signal: io.signal,
    journal,
  });
  for (const one of left) say(io, `smoke: left behind: ${one} (the next check of this endpoint removes it)`);
  io.signal.throwIfAborted();
  if (verdict.usable) return verdict;
  const host = new URL(connection.endpoint).host;
  const hint = [problem?.hint, '--no-check goes on without this check; smoke storage check tells more.']
    .filter(Boolean)
    .join('\n  ');
  const why = problem?.text ?? `${host}: ${verdict.why}`;
  throw new SmokeError('PROVISION_FAILED', `the storage cannot be used, and nothing was made: ${why}`, {
    hint,
  });
}
