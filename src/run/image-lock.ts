// The digest lock on disk. Reads and writes a file.

import { join, resolve } from 'node:path';
import { SmokeError } from '../error.ts';
import { type ImageLock, parseLock, writeLock } from '../images/lock.ts';
import type { Io } from '../io.ts';
import { readTextIfThere } from '../library/read-text.ts';
import type { CliFlags } from '../options/flags.ts';
import { checkOutput, writeFileWhole } from '../output.ts';

/** Where the lock is: images.lock beside ./smoke, unless --lock-file names another place. */
export function lockPath(flags: CliFlags, io: Io): { readonly path: string; readonly shown: string } {
  const { lockFile } = flags;
  if (lockFile !== undefined) return { path: resolve(lockFile), shown: lockFile };
  return { path: join(io.root, 'images.lock'), shown: 'images.lock' };
}

/** The lock that manifests are made with; an empty one where there is no file. */
export function readLock(flags: CliFlags, io: Io): ImageLock {
  const { path, shown } = lockPath(flags, io);
  const text = readText(path, shown);
  if (text !== undefined) return parseLock(text, shown);
  if (flags.lockFile === undefined) return {};
  throw new SmokeError('USAGE', `--lock-file: there is no ${shown}, expected a digest lock`, {
    hint: `Make it: smoke images --lock --lock-file ${shown}`,
  });
}

/** The lock that is about to change, which may not be there yet; a place that cannot be written is refused now. */
export function lockToChange(flags: CliFlags, io: Io): ImageLock {
  const { path, shown } = lockPath(flags, io);
  if (!flags.dryRun) writable(() => checkOutput(path), shown);
  const text = readText(path, shown);
  return text === undefined ? {} : parseLock(text, shown);
}

/** Adds digests to the lock, or changes them; other images keep theirs. */
export function addToLock(digests: ImageLock, flags: CliFlags, io: Io): ImageLock {
  const { path, shown } = lockPath(flags, io);
  const text = readText(path, shown);
  const lock = { ...(text === undefined ? {} : parseLock(text, shown)), ...digests };
  // It holds no secret, and others of the team read it.
  if (Object.keys(digests).length > 0) writable(() => writeFileWhole(path, writeLock(lock), 0o644), shown);
  return lock;
}

/** The advice of other outputs is -o, which this one does not follow. */
function writable(write: () => void, shown: string): void {
  try {
    write();
  } catch (cause) {
    if (!(cause instanceof SmokeError)) throw cause;
    throw new SmokeError('UNWRITABLE', cause.message, {
      hint: `Name a place that you may write to instead of ${shown}: --lock-file FILE`,
      cause,
    });
  }
}

function readText(path: string, shown: string): string | undefined {
  try {
    return readTextIfThere(path);
  } catch (cause) {
    throw new SmokeError('USAGE', `cannot read ${shown}: ${(cause as Error).message}`, { cause });
  }
}
