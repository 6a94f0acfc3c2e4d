// Reads a file that may not be there.

import { readFileSync } from 'node:fs';

/** The text of a file, undefined when there is none; other failures are thrown. */
export function readTextIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
