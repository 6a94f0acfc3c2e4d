// In `up`: the application's buckets are there before it starts.

import type { ProbeContext } from '../probes/outcome.ts';
import type { StackSource } from './read-source.ts';
import type { Interlude } from './start.ts';

/** Makes the buckets as soon as the stack's own storage is ready; undefined where it has none that can be reached. */
export function bucketsFirst({ manifest }: StackSource, context: ProbeContext): Interlude | undefined {
  const storage = manifest['x-smoke']?.probes.find(({ kind }) => kind === 's3')?.service;
  const { s3: connection, ca, buckets = [] } = context;
  if (storage === undefined || connection === undefined || buckets.length === 0) return undefined;
  return {
    after: [storage],
    play: async (signal) => {
      const { ensureBuckets } = await import('../s3/ensure-buckets.ts');
      await ensureBuckets(connection, buckets, { ca, signal });
    },
  };
}
