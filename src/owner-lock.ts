// A lock that belongs to a process: whoever finds it knows whose it is, and one whose process is gone is taken over by one taker alone.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive, startOf } from './process-start.ts';

/** Who holds a lock. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When the process started, as process-start.ts tells it. */
  readonly started: string;
}

/** `held`: somebody else has it; `taken`: it is ours now, and was `left` by a process that is gone. */
export type Taking<Held extends Owner> =
  | { readonly held: Held }
  | { readonly taken: true; readonly left?: Held };

/** This process. */
export function thisProcess(): Owner {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) ?? '' };
}

/** Takes the lock at this path, which then says who has it and `more`. */
export function takeOwnerLock<Held extends Owner>(path: string, own: Held): Taking<Held> {
  if (create(path, own)) return { taken: true };
  const found = readOwner<Held>(path);
  if (found !== undefined && isHeld(found)) return { held: found };
  // The right to take over is a lock itself, so that of two who find a dead owner one waits for the other.
  const right = `${path}.next`;
  const taking = takeOwnerLock<Owner>(right, thisProcess());
  if ('held' in taking) return { held: (readOwner<Held>(path) ?? { ...own, ...taking.held }) as Held };
  try {
    const left = readOwner<Held>(path);
    if (left !== undefined && isHeld(left)) return { held: left };
    replaceOwnerLock(path, own);
    return { taken: true, ...(left && { left }) };
  } finally {
    rmSync(right, { force: true });
  }
}

/** Says something else in a lock that is ours. */
export function replaceOwnerLock(path: string, own: Owner): void {
  const temporary = written(path, own);
  renameSync(temporary, path);
}

/** Gives it back. */
export function releaseOwnerLock(path: string): void {
  if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
}

/** What the lock says; nothing where there is none, or a damaged one. */
export function readOwner<Held extends Owner>(path: string): Held | undefined {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner> | null;
    const isOwner = typeof value?.pid === 'number' && typeof value.started === 'string';
    return isOwner ? (value as Held) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A process on another machine is taken to be at work: nobody here can tell. */
export function isHeld({ host, pid, started }: Owner): boolean {
  return host !== hostname() || isAlive(pid, started);
}

/** It appears with all that it says, or not at all. */
function create(path: string, own: Owner): boolean {
  const temporary = written(path, own);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!withoutLinks.includes(code)) throw error;
    return createSlowly(path, own);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** What file systems say that know no hard links. */
const withoutLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/** There, a moment passes between the file and what it says. */
function createSlowly(path: string, own: Owner): boolean {
  try {
    writeFileSync(path, textOf(own), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function written(path: string, own: Owner): string {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, textOf(own), { mode: 0o600 });
  return temporary;
}

function textOf(own: Owner): string {
  return `${JSON.stringify(own, null, 2)}\n`;
}
