// Keeps the identity of a project in a file (0600). Several runs may add to it at once: a lock lets one write at a time.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SmokeError } from '../error.ts';
import { makeOwnFolder, withFileLock, writeSharedFile } from '../shared-file.ts';
import type { Identity, IdentityNeeds } from '../stack/identity.ts';
import type { Making } from './making.ts';
import { completeRecord, findHash, type IdentityRecord, newRecord } from './record.ts';

/** Where the identity is kept, and what else decides about it. */
export interface IdentityPlace {
  readonly path: string;
  readonly project: string;
  readonly now: Date;
  /** Told when nothing can be written and a random identity is used once. */
  readonly warn: (text: string) => void;
  /** How keys and hashes are made, where not as always. */
  readonly making?: Making;
}

/** The identity with everything that is needed, read or made. Nothing is written when nothing was missing. */
export async function loadIdentity(place: IdentityPlace, needs: IdentityNeeds): Promise<Identity> {
  const found = readRecord(place.path);
  if (found && (await completeRecord(found, needs, place.now, place.making)) === found)
    return await toIdentity(found, needs);
  const record = await writeMissing(place, needs);
  return await toIdentity(record, needs);
}

/** The record of a file, undefined when there is none. */
export function readRecord(path: string): IdentityRecord | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new SmokeError('UNWRITABLE', `cannot read the identity ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
  const record = parseRecord(text);
  if (record) return record;
  throw new SmokeError('UNWRITABLE', `the identity ${path} is damaged: expected what smoke wrote there`, {
    hint: 'Restore the file, or start anew with --fresh; the damaged one is kept.',
  });
}

function parseRecord(text: string): IdentityRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<IdentityRecord> | null;
    const whole =
      value?.version === 1 &&
      typeof value.instanceId === 'string' &&
      value.secrets &&
      value.hashes &&
      value.certificates;
    return whole ? (value as IdentityRecord) : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

async function writeMissing(place: IdentityPlace, needs: IdentityNeeds): Promise<IdentityRecord> {
  const complete = async (): Promise<IdentityRecord> =>
    await completeRecord(readRecord(place.path) ?? newRecord(place.project), needs, place.now, place.making);
  try {
    makeOwnFolder(dirname(place.path));
    return await withFileLock(place.path, async () => {
      // Read again: the run that held the lock before may have made what this one misses.
      const record = await complete();
      writeRecord(place.path, record);
      return record;
    });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (!code || !['EACCES', 'EROFS', 'EPERM', 'ENOSPC', 'ENOENT', 'ENOTDIR', 'EDQUOT'].includes(code))
      throw cause;
    place.warn(
      `the identity cannot be kept in ${place.path} (${code}): passwords and bucket names hold for this run only`,
    );
    return await complete();
  }
}

/** Writes a record in one step. */
export function writeRecord(path: string, record: IdentityRecord): void {
  makeOwnFolder(dirname(path));
  writeSharedFile(path, record);
}

async function toIdentity(record: IdentityRecord, needs: IdentityNeeds): Promise<Identity> {
  const hashes = await Promise.all(
    Object.entries(needs.hashes).map(
      async ([name, source]) => [name, (await findHash(record, name, source)) ?? ''] as const,
    ),
  );
  const { instanceId, authority, certificates } = record;
  return {
    instanceId,
    secrets: { ...record.secrets, ...Object.fromEntries(hashes) },
    ca: authority?.certificate ?? '',
    certificates,
  };
}
