// Credentials in a file of variables that only its owner reads. Writes a file.

import { statSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import { readTextIfThere } from '../library/read-text.ts';
import { writeFileWhole } from '../output.ts';
import { renderVariables } from '../render/variables.ts';

type Variables = Readonly<Record<string, string>>;

/** Refuses what cannot be written in a file, and a file that holds something else. */
export function checkCredentialsFile(file: string, variables: Variables): void {
  const there = read(file);
  if (there === undefined || there === renderVariables(variables)) return;
  throw new SmokeError(
    'UNWRITABLE',
    `${file} is there and holds something else, and smoke does not overwrite it`,
    {
      hint: 'Move it away, or name another file: --with-credentials FILE',
    },
  );
}

/** Writes them; a file that holds the same is left as it is, unless others may read it. */
export function writeCredentialsFile(file: string, variables: Variables): void {
  checkCredentialsFile(file, variables);
  const isThere = read(file) !== undefined;
  if (!isThere || (statSync(file).mode & 0o077) !== 0) writeFileWhole(file, renderVariables(variables));
}

function read(file: string): string | undefined {
  try {
    return readTextIfThere(file);
  } catch (cause) {
    throw new SmokeError('UNWRITABLE', `cannot write ${file}: ${(cause as Error).message}`, { cause });
  }
}
