// On a storage outside of the stack: the buckets of a test are made before it starts, and removed with what is in them.

import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeContext } from '../../probes/outcome.ts';
import type { Journal } from '../../s3/journal.ts';
import type { S3Connection } from '../../stack/manifest.ts';
import type { StackSource } from '../read-source.ts';

/** Takes away what the test made there; what could not be removed, in words. */
export type TakeAway = (names: readonly string[]) => Promise<readonly string[]>;

/**
 * Makes the buckets that are missing. Whoever calls `takeAway` removes those with everything in them, and from the
 * others the objects whose keys have one of the names in them. A killed test is cleaned up after by the next one at this
 * endpoint: its buckets stand in the journal, unless their names are not its own.
 */
export async function makeOutsideBuckets(
  { manifest }: StackSource,
  context: ProbeContext,
  { isOwnId, signal }: { readonly isOwnId: boolean; readonly signal: AbortSignal },
): Promise<TakeAway> {
  const notes = manifest['x-smoke'];
  const isOutside = notes?.probes.some(({ kind, service }) => kind === 's3' && service === undefined);
  const { s3: connection, ca, buckets = [], leftovers } = context;
  if (!isOutside || connection === undefined || buckets.length === 0) return async () => [];
  const [{ ensureBuckets }, { createJournal, noJournal }] = await Promise.all([
    import('../../s3/ensure-buckets.ts'),
    import('../../s3/journal.ts'),
  ]);
  const journal = leftovers === undefined ? noJournal : createJournal(leftovers);
  // What stands in the journal is removed without a question, so nothing may that anybody else can have named.
  const chosen = new Set(isOwnId ? notes?.chosenBuckets : buckets);
  await sweepKilled(connection, ca, journal);
  const noted = new Map<string, string>();
  for (const bucket of buckets.filter((name) => !chosen.has(name)))
    noted.set(bucket, await journal.add({ endpoint: connection.endpoint, bucket, of: 'test' }));
  const forget = async (bucket: string): Promise<void> => {
    const id = noted.get(bucket);
    if (id !== undefined) await journal.remove(id);
  };
  const made = await ensureBuckets(connection, buckets, { ca, signal, patienceMs: 0 }).catch(
    async (error) => {
      // It has taken back what it made.
      for (const bucket of buckets) await forget(bucket);
      throw error;
    },
  );
  for (const bucket of buckets.filter((name) => !made.includes(name))) await forget(bucket);
  return async (names) => {
    const { removeBuckets, removeNamed } = await import('../../s3/test-objects.ts');
    const { removeEmptyBuckets } = await import('../../s3/ensure-buckets.ts');
    // What the application has begun may still arrive.
    await sleep(settleMs);
    const [shared, own] = [true, false].map((isShared) =>
      made.filter((name) => chosen.has(name) === isShared),
    );
    const left = await removeBuckets(connection, own ?? [], ca);
    for (const bucket of own ?? []) if (!left.some((one) => one.bucket === bucket)) await forget(bucket);
    const others = buckets.filter((name) => !own?.includes(name));
    const kept = await removeNamed(connection, others, names, ca);
    // Somebody else who knows the name may have put something there meanwhile.
    const used = await removeEmptyBuckets(connection, shared ?? [], ca);
    return [
      ...left.map(({ bucket, why }) => `bucket ${bucket}: ${why}`),
      ...kept,
      ...used.map((bucket) => `bucket ${bucket}: it is not empty, and its name is not the test's own`),
    ];
  };
}

const settleMs = 200;

async function sweepKilled(
  connection: S3Connection,
  ca: string | undefined,
  journal: Journal,
): Promise<void> {
  const killed = journal.left(connection.endpoint).filter(({ of }) => of === 'test');
  if (killed.length === 0) return;
  const { removeBuckets } = await import('../../s3/test-objects.ts');
  const stay = await removeBuckets(
    connection,
    killed.map(({ bucket }) => bucket),
    ca,
  );
  for (const { id, bucket } of killed)
    if (!stay.some((one) => one.bucket === bucket)) await journal.remove(id);
}
