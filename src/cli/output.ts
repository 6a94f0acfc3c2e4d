// The product of a verb: on standard output, or in a file that appears whole or not at all.

import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SmokeError } from '../error.ts';
import type { Io } from './io.ts';

/** Writes the text. A file is 0600, for it may hold secrets, and replaces an older one in one step. */
export async function writeOutput(text: string, file: string | undefined, io: Io): Promise<void> {
  if (file !== undefined && file !== '-') return writeFileWhole(file, text);
  await new Promise<void>((done, fail) => {
    io.stdout.write(text, (error) => (error ? fail(unwritable('standard output', error)) : done()));
  });
}

/** Writes a file through a temporary one beside it. */
export function writeFileWhole(file: string, text: string): void {
  const path = resolve(file);
  let folder: string | undefined;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    }
    folder = mkdtempSync(join(dirname(path), `.${basename(path)}-`));
    const temporary = join(folder, basename(path));
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (cause) {
    throw unwritable(file, cause as Error);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function unwritable(what: string, cause: Error): SmokeError {
  return new SmokeError('UNWRITABLE', `cannot write ${what}: ${cause.message}`, {
    hint: 'Name a file in a folder that exists and that you may write to, with -o FILE.',
    cause,
  });
}
