// Files that a call writes, which must not be those that it reads or writes besides. Looks at files.

import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SmokeError } from '../error.ts';
import type { CliFlags } from '../options/flags.ts';

/** Refuses an output that would replace a file of --from, or that of --with-credentials. */
export function refuseSameFiles({ output, from = [] }: CliFlags, credentials: string | undefined): void {
  if (output === undefined || output === '-') return;
  const hint = 'Name another file with -o FILE.';
  const input = from.find((file) => file !== '-' && isSame(file, output));
  if (input !== undefined)
    throw new SmokeError('USAGE', `-o ${output}: --from reads that file, which would be gone`, { hint });
  if (credentials !== undefined && isSame(credentials, output))
    throw new SmokeError('USAGE', `-o ${output}: --with-credentials writes that file, expected two`, {
      hint,
    });
}

/** Devices and pipes are read and written as often as one likes. */
function isSame(one: string, other: string): boolean {
  const found = statSync(other, { throwIfNoEntry: false });
  return (found === undefined || found.isFile()) && placeOf(one) === placeOf(other);
}

function placeOf(file: string): string {
  const path = resolve(file);
  try {
    return realpathSync(path);
  } catch {
    // Not there yet, but its folder may be a link.
    const folder = dirname(path);
    return folder === path ? path : join(placeOf(folder), basename(path));
  }
}
