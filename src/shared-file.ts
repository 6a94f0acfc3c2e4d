// Files of JSON that several runs of smoke change at once: one at a time, and each change whole or not at all.

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseOwnerLock, takeOwnerLock, thisProcess } from './owner-lock.ts';

/** Does the work while no other run has the lock beside this file. */
export async function withFileLock<Result>(
  path: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const lock = `${path}.lock`;
  const own = thisProcess();
  while ('held' in takeOwnerLock(lock, own)) await sleep(20);
  try {
    return await work();
  } finally {
    releaseOwnerLock(lock);
  }
}

/** Makes a folder for its owner alone, with those above it. Node's own way never ends below /proc. */
export function makeOwnFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeOwnFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    // Another run may have been quicker.
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}

/** Writes a value as JSON in one step, for its owner alone. */
export function writeSharedFile(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
