// smoke buckets: the application's buckets.

import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { stackOfStorage } from '../run/storage-target.ts';

/** smoke buckets names: what the buckets are called, without asking the storage. */
export async function names(flags: CliFlags, io: Io): Promise<number> {
  const { manifest } = await stackOfStorage(flags, io, { hostOnly: true, neverStarted: true });
  const buckets = manifest['x-smoke']?.buckets ?? [];
  const text = flags.json
    ? `${JSON.stringify({ version: 1, buckets: buckets.map((name) => ({ name })) }, null, 2)}\n`
    : buckets.map((name) => `${name}\n`).join('');
  await writeOutput(text, undefined, io);
  return 0;
}
