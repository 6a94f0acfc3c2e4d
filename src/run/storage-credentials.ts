// Keys for a storage outside of the stack, where no variables hold them: from the profile of the AWS CLI.

import { type Io, say } from '../io.ts';
import { isPath } from '../library/library.ts';
import type { CliFlags } from '../options/flags.ts';
import { collectReferences } from '../stack/references.ts';
import type { StackSource } from './read-source.ts';

/**
 * The Io for making, starting or asking a stack whose storage wants keys of the user's. Call it before the stack is
 * made, for a session token becomes part of the manifest; and with the stack, when that came from a file.
 */
export async function withStorageCredentials(flags: CliFlags, given: Io, stack?: StackSource): Promise<Io> {
  const io = await withOtherSide(flags, given);
  if (io.env['AWS_ACCESS_KEY_ID'] || !(stack ? refersToKeys(stack) : choosesOutside(flags))) return io;
  const { withAwsCredentials } = await import('../s3/credentials.ts');
  const found = await withAwsCredentials(io);
  if (stack && found.env['AWS_SESSION_TOKEN'] && found !== io && !refersTo(stack, 'AWS_SESSION_TOKEN'))
    say(
      io,
      'smoke: warning: these keys need a session token, which this manifest does not pass on: make it again',
    );
  return found;
}

/** Those that come with --from are the keys of its storage. */
async function withOtherSide(flags: CliFlags, io: Io): Promise<Io> {
  if (flags.file !== undefined || flags.withCredentials === undefined) return io;
  return await (await import('./use-side.ts')).withSideCredentials(flags, io);
}

/** What flags say before there is a stack. */
function choosesOutside({ file, storage, provider, from }: CliFlags): boolean {
  if (file !== undefined) return false;
  return (
    provider !== undefined ||
    from !== undefined ||
    storage === 'ext' ||
    (storage !== undefined && isPath(storage))
  );
}

function refersToKeys(stack: StackSource): boolean {
  return refersTo(stack, 'AWS_ACCESS_KEY_ID');
}

function refersTo({ manifest }: StackSource, variable: string): boolean {
  return collectReferences(manifest).some(({ name }) => name === variable);
}
