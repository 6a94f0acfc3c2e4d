// What smoke remembers of a project, looked at without being changed. Reads files.

import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StateFacts } from '../../doctor/facts.ts';
import { identityPath, keptManifest, stateFolder } from '../../identity/paths.ts';
import { readRecord } from '../../identity/store.ts';
import type { Io } from '../../io.ts';
import type { CliFlags } from '../../options/flags.ts';

/** Certificates are made together with the secrets, for this long. */
const lifeMs = 825 * 86_400_000;

/** Reads the state of a project. */
export function readState(project: string, flags: CliFlags, { env }: Io): StateFacts {
  const folder = stateFolder(env);
  const path = identityPath(env, project, flags.identity);
  const problem = writeProblem(folder);
  const kept = keptManifest(env, project);
  return {
    folder,
    ...(problem !== undefined && { problem }),
    ...identityFacts(path, flags.identityFrom !== undefined),
    ...(existsSync(kept) && { keptManifest: kept }),
  };
}

function identityFacts(path: string, isRestored: boolean): Pick<StateFacts, 'identity' | 'identityMadeAt'> {
  if (isRestored) return { identity: { path, is: 'elsewhere' } };
  try {
    const record = readRecord(path);
    if (!record) return { identity: { path, is: 'missing' } };
    const ends = Date.parse(record.authority?.notAfter ?? '');
    const madeAt = record.authority?.key ? ends - lifeMs : Number.NaN;
    return {
      identity: { path, is: 'there' },
      ...(!Number.isNaN(madeAt) && { identityMadeAt: new Date(madeAt) }),
    };
  } catch {
    return { identity: { path, is: 'damaged' } };
  }
}

/** Why nothing can be written to a folder, or made where it is not there yet. */
function writeProblem(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return dirname(folder) === folder ? undefined : writeProblem(dirname(folder));
  if (!found.isDirectory()) return `${folder} is not a folder`;
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `${folder} cannot be written to`;
  }
}
