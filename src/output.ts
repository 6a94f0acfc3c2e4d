// The product of a verb: on standard output, or in a file that appears whole or not at all.

import {
  accessSync,
  constants,
  createWriteStream,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SmokeError } from './error.ts';
import type { Io } from './io.ts';

/** Writes the text. A file is 0600, for it may hold secrets, and replaces an older one in one step. */
export async function writeOutput(text: string, file: string | undefined, io: Io): Promise<void> {
  if (file !== undefined && file !== '-') return writeFileWhole(file, text);
  await new Promise<void>((done, fail) => {
    io.stdout.write(text, (error) => (error ? fail(unwritable('standard output', error)) : done()));
  });
}

/** Refuses a file that cannot be written, before anything is made for it. */
export function checkOutput(file: string | undefined): void {
  if (file === undefined || file === '-') return;
  try {
    refuseFolder(resolve(file));
    accessSync(isDevice(resolve(file)) ? file : dirname(resolve(file)), constants.W_OK);
  } catch (cause) {
    throw unwritable(file, cause as Error);
  }
}

/** Writes a file through a temporary one beside it; only its owner may read it, unless `mode` says otherwise. */
export function writeFileWhole(file: string, text: string, mode = 0o600): void {
  const { target, temporary } = places(file);
  try {
    refuseFolder(target);
    writeFileSync(temporary, text, { mode, flag: isDevice(target) ? 'w' : 'wx' });
    if (temporary !== target) renameSync(temporary, target);
  } catch (cause) {
    throw unwritable(file, cause as Error);
  } finally {
    if (temporary !== target) rmSync(temporary, { force: true });
  }
}

/** Like {@link writeFileWhole}, for a stream of any length. Errors of the stream itself are passed on. */
export async function writeStreamWhole(stream: Readable, file: string, signal: AbortSignal): Promise<void> {
  const { target, temporary } = places(file);
  let streamError: Error | undefined;
  stream.once('error', (error) => {
    streamError = error;
  });
  try {
    refuseFolder(target);
    await pipeline(stream, createWriteStream(temporary, { mode: 0o600 }), { signal });
    if (temporary !== target) renameSync(temporary, target);
  } catch (cause) {
    if (signal.aborted || cause === streamError) throw cause;
    throw unwritable(file, cause as Error);
  } finally {
    if (temporary !== target) rmSync(temporary, { force: true });
  }
}

/** A device such as /dev/null is written to as it is. */
function places(file: string): { target: string; temporary: string } {
  const target = resolve(file);
  return { target, temporary: isDevice(target) ? target : `${target}.${process.pid}.tmp` };
}

function isDevice(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
}

function unwritable(what: string, cause: Error): SmokeError {
  return new SmokeError('UNWRITABLE', `cannot write ${what}: ${cause.message}`, {
    hint: 'Name a file in a folder that exists and that you may write to, with -o FILE.',
    cause,
  });
}
