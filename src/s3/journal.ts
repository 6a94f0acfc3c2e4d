// What a run has made on a storage and not removed yet, kept in a file (0600) without credentials: so a run that was
// killed is cleaned up after by the next one. Several runs may write at once: a lock lets one at a time.

import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isAlive, startOf } from '../process-start.ts';
import { makeOwnFolder, withFileLock, writeSharedFile } from '../shared-file.ts';

/** A scratch bucket, or keys of ours in a bucket that is not. */
export interface Leftover {
  readonly endpoint: string;
  readonly bucket: string;
  /** The keys below it are ours; without it, the whole bucket is. */
  readonly prefix?: string | undefined;
  /** A bucket that `smoke test` made for the stack it tested: it may hold anything. */
  readonly of?: 'test';
}

/** A leftover in the journal, and when it was noted (ISO time). */
export interface Noted extends Leftover {
  readonly id: string;
  readonly since: string;
}

/** Keeps leftovers; where nothing can be written, it warns once and keeps nothing. */
export interface Journal {
  /** Before something is made. Resolves to what `remove` wants. */
  readonly add: (leftover: Leftover) => Promise<string>;
  /** After it is gone. */
  readonly remove: (id: string) => Promise<void>;
  /** What runs that are no longer alive left at this endpoint. */
  readonly left: (endpoint: string) => readonly Noted[];
}

interface Entry extends Noted {
  readonly host: string;
  readonly pid: number;
  readonly started: string;
}

/** Of a run on another machine nobody knows whether it lives; none takes this long. */
const longestRunMs = 3_600_000;

/** The journal in this file. */
export function createJournal(path: string, warn: (text: string) => void = () => {}): Journal {
  let isUnwritable = false;
  const change = async (edit: (entries: readonly Entry[]) => readonly Entry[]): Promise<void> => {
    if (isUnwritable) return;
    try {
      makeOwnFolder(dirname(path));
      await withFileLock(path, () => writeEntries(path, edit(readEntries(path))));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      isUnwritable = true;
      warn(
        `${path} cannot be written (${code}): if this run is killed, what it made on the storage stays there`,
      );
    }
  };
  return {
    add: async (leftover) => {
      const id = randomBytes(8).toString('hex');
      const { pid } = process;
      const since = new Date().toISOString();
      const entry = { id, ...leftover, host: hostname(), pid, started: startOf(pid) ?? '', since };
      await change((entries) => [...entries, entry]);
      return id;
    },
    remove: (id) => change((entries) => entries.filter((entry) => entry.id !== id)),
    left: (endpoint) => readEntries(path).filter((entry) => entry.endpoint === endpoint && !isInUse(entry)),
  };
}

/** Keeps nothing. */
export const noJournal: Journal = { add: async () => '', remove: async () => {}, left: () => [] };

function isInUse({ host, pid, started, since }: Entry): boolean {
  if (host !== hostname()) return Date.now() - Date.parse(since) < longestRunMs;
  return isAlive(pid, started);
}

function readEntries(path: string): readonly Entry[] {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as { entries?: unknown };
    return Array.isArray(value?.entries) ? value.entries.filter(isEntry) : [];
  } catch (error) {
    // None yet, or a damaged one: nothing that it might have said is worth failing for.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return [];
    throw error;
  }
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null;
  const texts = [entry?.id, entry?.endpoint, entry?.bucket, entry?.host, entry?.started, entry?.since];
  return texts.every((text) => typeof text === 'string') && typeof entry?.pid === 'number';
}

function writeEntries(path: string, entries: readonly Entry[]): void {
  if (entries.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  writeSharedFile(path, { version: 1, entries });
}
