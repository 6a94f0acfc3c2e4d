// The storage that a verb is about: of a manifest, of what `up` kept, or of the flags.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { S3Connection } from '../stack/manifest.ts';
import { collectReferences } from '../stack/references.ts';
import { fillConnection } from './context.ts';
import type { StackSource } from './read-source.ts';
import { knownStack, stackToStart } from './source.ts';
import { withStorageCredentials } from './storage-credentials.ts';

/** A stack with the way to its storage. */
export interface StorageTarget {
  readonly stack: StackSource;
  readonly connection: S3Connection;
  /** PEM of the stack's CA. */
  readonly ca: string | undefined;
  /** Buckets that the chosen version of the application uses. */
  readonly buckets: readonly string[];
}

/** The stack whose storage is meant: -f, or what -s describes, or what runs, or what the other flags describe. */
export async function stackOfStorage(flags: CliFlags, given: Io): Promise<StackSource> {
  const io = await withStorageCredentials(flags, given);
  const isDescribed = flags.storage !== undefined || flags.provider !== undefined;
  if (flags.file === undefined && isDescribed) return await stackToStart(flags, io);
  return (await knownStack(flags, io)) ?? (await stackToStart(flags, io));
}

/** Its storage, with credentials filled in; what is missing is an error that says what to set. */
export async function storageTarget(flags: CliFlags, given: Io): Promise<StorageTarget> {
  const described = await withStorageCredentials(flags, given);
  const stack = await stackOfStorage(flags, described);
  const io = await withStorageCredentials(flags, described, stack);
  const notes = stack.manifest['x-smoke'];
  if (!notes?.s3) {
    throw new SmokeError('USAGE', `stack "${stack.project}" has no storage to talk to`, {
      hint: 'Choose one with -s (smoke list storages shows them), or name a manifest of smoke with -f FILE.',
    });
  }
  const connection = fillConnection(notes.s3, io);
  if (!connection) {
    const missing = collectReferences(notes.s3)
      .map(({ name }) => name)
      .filter((name) => !io.env[name] && name !== 'AWS_SESSION_TOKEN');
    throw new SmokeError('USAGE', `${missing.join(', ')} not set, expected the credentials of the storage`, {
      hint: 'Set them, or AWS_PROFILE, and call again; they are used and never kept.',
    });
  }
  return { stack, connection, ca: notes.ca, buckets: notes.buckets };
}
