// In `up`: a storage outside of the stack is looked at before anything starts, and the stack is made to fit it.

import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { probeContext } from './context.ts';
import type { StackSource } from './read-source.ts';
import { stackToStart } from './source.ts';
import { onceMore } from './stack-for-engine.ts';
import type { Purpose } from './use-provider.ts';

/** The stack that fits its storage. A storage that the application could not use is an error with the cause. */
export async function fitToStorage(
  stack: StackSource,
  flags: CliFlags,
  io: Io,
  purpose: Purpose = {},
): Promise<StackSource> {
  const { s3, ca, buckets = [] } = probeContext(stack, undefined, flags, io);
  const needed = stack.manifest['x-smoke']?.storageFeatures;
  const isOutside = stack.manifest['x-smoke']?.probes.some(
    ({ kind, service }) => kind === 's3' && service === undefined,
  );
  if (!isOutside || s3 === undefined || flags.check === false) return stack;
  const { requireUsable } = await import('./usable-storage.ts');
  const verdict = await requireUsable({ connection: s3, ca }, buckets, io);
  const missing = verdict.mode === 'tagging' ? verdict.lacks : [...verdict.lacks, 'object-tagging'];
  const unmet = (needed ?? []).filter((feature) => missing.includes(feature));
  if (unmet.length === 0) return stack;
  const { host } = new URL(s3.endpoint);
  if (flags.file !== undefined) {
    say(io, `smoke: warning: ${host} has no ${unmet.join(', ')}, which this manifest relies on`);
    say(io, 'smoke: warning: without -f, smoke up makes the manifest fit the storage');
    return stack;
  }
  // Where the user insists on it, making the stack again warns of it.
  say(io, `smoke: ${host}: ${verdict.why}`);
  return await stackToStart(onceMore(flags), io, { ...purpose, missing: unmet });
}
