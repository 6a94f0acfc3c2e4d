// Credentials in a file of variables that only its owner reads. Writes a file.

import { statSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import { readTextIfThere } from '../library/read-text.ts';
import { checkOutput, writeFileWhole } from '../output.ts';
import { renderVariables } from '../render/variables.ts';

type Variables = Readonly<Record<string, string>>;

/** Refuses what cannot be written in a file, and a file that holds something else. */
export function checkCredentialsFile(file: string, variables: Variables): void {
  writing(() => checkOutput(file));
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
  if (isThere && (statSync(file).mode & 0o077) === 0) return;
  writing(() => writeFileWhole(file, renderVariables(variables)));
}

/** Its own flag names the file. */
function writing(work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (!(cause instanceof SmokeError)) throw cause;
    throw new SmokeError(cause.code, cause.message, {
      hint: 'Name a file in a folder that exists and that you may write to: --with-credentials FILE',
      cause,
    });
  }
}

function read(file: string): string | undefined {
  try {
    return readTextIfThere(file);
  } catch (cause) {
    throw new SmokeError('UNWRITABLE', `cannot write ${file}: ${(cause as Error).message}`, { cause });
  }
}
