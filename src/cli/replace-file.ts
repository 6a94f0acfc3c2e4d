// A file of the user that gets another text: same owner, mode, links and byte order mark.

import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { SmokeError } from '../error.ts';

/** A file that may be written to. */
export interface Replaceable {
  readonly file: string;
  /** Where it is, links followed. */
  readonly path: string;
  readonly stats: Stats;
  readonly mark: string;
}

/** Refuses a file that the user may not write to, before anything is changed. A rename alone would not ask. */
export function openReplaceable(file: string): Replaceable {
  try {
    const path = realpathSync(file);
    const stats = statSync(path);
    if (!stats.isFile()) throw new Error('it is no regular file');
    const opened = openSync(path, 'r+');
    const first = Buffer.alloc(3);
    readSync(opened, first, 0, 3, 0);
    closeSync(opened);
    return { file, path, stats, mark: first.equals(byteOrderMark) ? '\ufeff' : '' };
  } catch (cause) {
    throw unwritable(file, cause as Error);
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Replaces the text in one step; in place where only that keeps the owner or another link to the file. */
export function replaceFile({ file, path, stats, mark }: Replaceable, text: string): void {
  try {
    if (stats.nlink > 1 || !replaceByRename(path, mark + text, stats)) writeFileSync(path, mark + text);
  } catch (cause) {
    throw unwritable(file, cause as Error);
  }
}

/** False where the folder, or the owner of the file, does not allow it. */
function replaceByRename(path: string, text: string, { uid, gid, mode }: Stats): boolean {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const opened = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(opened, text);
      const made = fstatSync(opened);
      if (made.uid !== uid || made.gid !== gid) fchownSync(opened, uid, gid);
      fchmodSync(opened, mode & 0o7777);
    } finally {
      closeSync(opened);
    }
    renameSync(temporary, path);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function unwritable(file: string, cause: Error): SmokeError {
  return new SmokeError('UNWRITABLE', `cannot mend ${file}: ${cause.message}`, {
    hint: 'Nothing is changed in it. Take a file that you may write to, or leave --fix out.',
    cause,
  });
}
