// In `up`: the application's buckets are there before it starts, on the stack's own storage and on one outside.

import type { ProbeContext } from '../probes/outcome.ts';
import { conditionOf, dependencyNames } from '../stack/depends-on.ts';
import type { Manifest } from '../stack/manifest.ts';
import type { StackSource } from './read-source.ts';
import type { Interlude } from './start.ts';

/**
 * Makes the buckets as soon as the stack's own storage is ready; undefined where it has none that can be reached, and
 * where a service of its own makes them, for which the application waits.
 */
export function bucketsFirst({ manifest }: StackSource, context: ProbeContext): Interlude | undefined {
  const storage = storageService(manifest);
  const { s3: connection, ca, buckets = [] } = context;
  if (storage === undefined || connection === undefined || buckets.length === 0) return undefined;
  if (isProvisioned(manifest, storage)) return undefined;
  return {
    after: storage,
    play: async (signal) => {
      const { ensureBuckets } = await import('../s3/ensure-buckets.ts');
      await ensureBuckets(connection, buckets, { ca, signal });
    },
  };
}

/** Makes the buckets on a storage outside of the stack, before anything starts; resolves to what takes them back. */
export async function bucketsOutside(
  { manifest }: StackSource,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const { s3: connection, ca, buckets = [] } = context;
  if (storageService(manifest) !== undefined || connection === undefined) return async () => {};
  const { ensureBuckets, removeEmptyBuckets } = await import('../s3/ensure-buckets.ts');
  const made = await ensureBuckets(connection, buckets, { ca, signal, patienceMs: 0 });
  return async () => {
    await removeEmptyBuckets(connection, made, ca);
  };
}

/** The service whose S3 the stack is proved by; undefined where the storage is outside, or there is none. */
function storageService(manifest: Manifest): string | undefined {
  return manifest['x-smoke']?.probes.find(({ kind }) => kind === 's3')?.service;
}

/** Whether a one-shot service waits for the storage, and others wait for it. */
function isProvisioned({ services }: Manifest, storage: string): boolean {
  return Object.keys(services).some(
    (name) =>
      dependencyNames(services[name]).includes(storage) &&
      Object.values(services).some((other) => conditionOf(other, name) === 'service_completed_successfully'),
  );
}
