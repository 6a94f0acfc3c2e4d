// The storage that a verb is about: of a manifest, of what `up` kept, or of the flags.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { ManifestNotes, S3Connection } from '../stack/manifest.ts';
import { collectReferences } from '../stack/references.ts';
import { isLoopback } from '../stack/values.ts';
import { trustedBy } from './authorities.ts';
import { fillConnection } from './context.ts';
import type { StackSource } from './read-source.ts';
import { knownStack, stackToStart } from './source.ts';
import { withStorageCredentials } from './storage-credentials.ts';
import type { Purpose } from './use-provider.ts';

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
export async function stackOfStorage(
  flags: CliFlags,
  given: Io,
  purpose: Purpose = { hostOnly: true },
): Promise<StackSource> {
  const io = await withStorageCredentials(flags, given);
  if (flags.file === undefined && describesStack(flags)) return await stackToStart(flags, io, purpose);
  return (await knownStack(flags, io)) ?? (await stackToStart(flags, io, purpose));
}

/** Whether flags say which storage is meant; else it is that of what runs. */
export function describesStack({ storage, provider, from }: CliFlags): boolean {
  return [storage, provider, from].some((flag) => flag !== undefined);
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
  const connection = filledConnection(notes.s3, io);
  warnOfLoopback(notes, connection, io);
  return { stack, connection, ca: trustedBy(notes), buckets: notes.buckets };
}

/** A connection with its credentials filled in from the environment; what is missing is an error that says what to set. */
export function filledConnection(s3: S3Connection, io: Io): S3Connection {
  const connection = fillConnection(s3, io);
  if (connection) return connection;
  const missing = collectReferences(s3)
    .map(({ name }) => name)
    .filter((name) => !io.env[name] && name !== 'AWS_SESSION_TOKEN');
  throw new SmokeError('USAGE', `${missing.join(', ')} not set, expected the credentials of the storage`, {
    hint: 'Set them, or AWS_PROFILE, and call again; they are used and never kept.',
  });
}

/** A stack refuses such an address; who talks to the storage from here need not. */
function warnOfLoopback({ probes }: ManifestNotes, { endpoint }: S3Connection, io: Io): void {
  const isOutside = probes.some(({ kind, service }) => kind === 's3' && service === undefined);
  if (!isOutside || !isLoopback(new URL(endpoint).hostname)) return;
  say(io, `smoke: warning: ${endpoint} is this machine alone: containers of a stack do not reach it there`);
}
