// What smoke remembers of a project, looked at without being changed. Reads files.

import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StateFacts } from '../../doctor/facts.ts';
import { identityPath, keptManifest, stateFolder } from '../../identity/paths.ts';
import type { IdentityRecord } from '../../identity/record.ts';
import { readRecord } from '../../identity/store.ts';
import type { Io } from '../../io.ts';
import { readTextIfThere } from '../../library/read-text.ts';
import type { CliFlags } from '../../options/flags.ts';

/** Certificates are made together with the secrets, for this long. */
const lifeMs = 825 * 86_400_000;
/** A shorter text may be in a manifest by chance. */
const longSecret = 16;

/** Reads the state of a project. */
export function readState(project: string, flags: CliFlags, { env }: Io): StateFacts {
  const folder = stateFolder(env);
  const path = identityPath(env, project, flags.identity);
  const problem = writeProblem(folder);
  const kept = keptManifest(env, project);
  const manifest = readKept(kept);
  return {
    folder,
    ...(problem !== undefined && { problem }),
    ...identityFacts(path, manifest, flags.identityFrom !== undefined),
    ...(manifest !== undefined && { keptManifest: kept }),
  };
}

type IdentityFacts = Pick<StateFacts, 'identity' | 'identityMadeAt'>;

function identityFacts(path: string, manifest: string | undefined, isRestored: boolean): IdentityFacts {
  if (isRestored) return { identity: { path, is: 'elsewhere' } };
  try {
    const record = readRecord(path);
    if (!record) return { identity: { path, is: 'missing' } };
    const madeAt = ageOf(record, manifest);
    return { identity: { path, is: 'there' }, ...(madeAt && { identityMadeAt: madeAt }) };
  } catch {
    return { identity: { path, is: 'damaged' } };
  }
}

/**
 * When an identity was made, by its certificates. Undefined where that says nothing of its secrets: they were
 * restored, or the last start ran with them, and the certificates were renewed since.
 */
function ageOf(record: IdentityRecord, manifest = ''): Date | undefined {
  const { authority, instanceIdRestored, secrets } = record;
  const hasRun = Object.values(secrets).some(
    (secret) => secret.length >= longSecret && manifest.includes(secret),
  );
  const end = Date.parse(authority?.notAfter ?? '');
  return hasRun || instanceIdRestored || Number.isNaN(end) ? undefined : new Date(end - lifeMs);
}

/** One that cannot be read is of no use. */
function readKept(path: string): string | undefined {
  try {
    return readTextIfThere(path);
  } catch {
    return undefined;
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
