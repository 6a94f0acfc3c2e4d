// The application's buckets that a verb is about, with whose they are. Reads the identity and the library.

import { join } from 'node:path';
import { identityPath } from '../identity/paths.ts';
import { readRecord } from '../identity/store.ts';
import type { Io } from '../io.ts';
import { listFragments, readFragment } from '../library/library.ts';
import { openLibrary } from '../library/open.ts';
import type { CliFlags } from '../options/flags.ts';
import type { Bucket } from '../stack/fragment.ts';
import { isMap } from '../stack/fragment.ts';
import { type AppBucket, whoseBuckets } from './buckets-whose.ts';
import type { StackSource } from './read-source.ts';
import { type StorageTarget, storageTarget } from './storage-target.ts';

/** A storage with the buckets on it that concern the application. */
export interface BucketsTarget extends Omit<StorageTarget, 'buckets'> {
  readonly buckets: readonly AppBucket[];
  /** Version of the application, where its image tells one. */
  readonly version: string;
  /** What to do when the storage does not answer. */
  readonly silentHint: string | undefined;
}

/** The storage that is meant, and its buckets. */
export async function bucketsTarget(flags: CliFlags, io: Io): Promise<BucketsTarget> {
  const target = await storageTarget(flags, io);
  const { stack } = target;
  const notes = { chosenBuckets: [], ...stack.manifest['x-smoke'], buckets: target.buckets };
  const known = await knownBuckets(stack, io);
  const buckets = whoseBuckets({ notes, known, ownId: ownId(stack, flags, io), env: io.env });
  return { ...target, buckets, version: versionOf(stack), silentHint: silentHint(stack) };
}

/** The instance id that this project made itself; one that came out of a manifest, or from elsewhere, is not. */
function ownId({ project }: StackSource, flags: CliFlags, io: Io): string | undefined {
  const record = readRecord(identityPath(io.env, project, flags.identity));
  return record?.project === project && !record.instanceIdRestored ? record.instanceId : undefined;
}

async function knownBuckets({ manifest }: StackSource, io: Io): Promise<Readonly<Record<string, Bucket>>> {
  const library = openLibrary(io.root, join(io.root, 'volumes'));
  const app = manifest['x-smoke']?.app;
  if (app === undefined || !listFragments(library, 'app').includes(app)) return {};
  return (await readFragment(library, 'app', app)).notes.buckets ?? {};
}

/** A storage of the stack's own answers while the stack runs. */
function silentHint({ manifest }: StackSource): string | undefined {
  const probes = manifest['x-smoke']?.probes ?? [];
  const isOwn = probes.some(({ kind, service }) => kind === 's3' && service !== undefined);
  return isOwn ? 'The storage is part of the stack: smoke up starts it.' : undefined;
}

function versionOf({ manifest }: StackSource): string {
  const app = manifest['x-smoke']?.app ?? '';
  const service = manifest.services[app];
  const image = isMap(service) ? service['image'] : undefined;
  const tag = /:([^:/@]+)(@.*)?$/.exec(typeof image === 'string' ? image : '')?.[1];
  return tag ?? 'this version';
}
