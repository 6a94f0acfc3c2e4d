// One run at a time changes a project: a lock beside what is remembered of it says who, since when, and what it has started.

import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SmokeError } from '../error.ts';
import { stateFolder } from '../identity/paths.ts';
import { type Io, say } from '../io.ts';
import { type Owner, releaseOwnerLock, replaceOwnerLock, takeOwnerLock, thisProcess } from '../owner-lock.ts';
import { startOf } from '../process-start.ts';
import { makeOwnFolder } from '../shared-file.ts';
import { type Child, endOrphan } from './end-orphan.ts';

/** A project that is ours to change. */
export interface ProjectLock {
  /** Notes the Compose provider that runs now, so that it can be ended where this run is killed; undefined: it has ended. */
  readonly noteChild: (pid: number | undefined) => void;
  readonly release: () => void;
}

interface Holder extends Owner {
  readonly verb: string;
  readonly since: string;
  readonly child?: Child;
}

/** For what changes nothing. */
export const noLock: ProjectLock = { noteChild: () => {}, release: () => {} };

const askEveryMs = 200;

/**
 * Takes the project's lock; a project that another run is at work on is an error with the code BUSY, at once or after
 * `waitMs`. What a killed run had started is ended first.
 */
export async function lockProject(
  project: string,
  verb: string,
  io: Io,
  { waitMs = 0 }: { readonly waitMs?: number } = {},
): Promise<ProjectLock> {
  const path = join(stateFolder(io.env), `${project}.lock`);
  const own: Holder = { ...thisProcess(), verb, since: io.now().toISOString() };
  const deadline = Date.now() + waitMs;
  for (;;) {
    const taking = take(path, own);
    if (taking === undefined) return noLock;
    if ('taken' in taking) {
      if (taking.left) await sweepAfter(taking.left, dirname(path), io);
      return lockAt(path, own);
    }
    if (Date.now() >= deadline) throw busy(project, taking.held);
    await sleep(askEveryMs);
  }
}

/** Does the work while the project is ours. */
export async function withProjectLock<Result>(
  project: string,
  verb: string,
  io: Io,
  work: (lock: ProjectLock) => Promise<Result>,
): Promise<Result> {
  const lock = await lockProject(project, verb, io);
  try {
    return await work(lock);
  } finally {
    lock.release();
  }
}

/** Where nothing can be kept, there is nothing to lock either: undefined. */
function take(path: string, own: Holder) {
  try {
    makeOwnFolder(dirname(path));
    return takeOwnerLock(path, own);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

function lockAt(path: string, own: Holder): ProjectLock {
  let isOurs = true;
  return {
    noteChild: (pid) => {
      if (!isOurs) return;
      const child = pid === undefined ? undefined : { pid, started: startOf(pid) ?? '' };
      replaceOwnerLock(path, { ...own, ...(child && { child }) } as Holder);
    },
    release: () => {
      if (isOurs) releaseOwnerLock(path);
      isOurs = false;
    },
  };
}

/** Ends what a killed run had started, and removes the files that it was about to write. */
async function sweepAfter({ verb, pid, child }: Holder, folder: string, io: Io): Promise<void> {
  for (const name of readdirSync(folder))
    if (name.endsWith(`.${pid}.tmp`)) rmSync(join(folder, name), { force: true });
  if (child && (await endOrphan(child)))
    say(io, `smoke: ended what ${verb} (pid ${pid}) had started before it was killed`);
}

function busy(project: string, { verb, pid, host, since }: Holder): SmokeError {
  const isHere = host === thisProcess().host;
  const who = `smoke ${verb} (pid ${pid}${isHere ? '' : ` on ${host}`})`;
  const end = isHere ? `end it (kill ${pid})` : `end it on ${host}`;
  return new SmokeError('BUSY', `${project} is busy: ${who} is at work on it since ${since}`, {
    hint: `Wait for it, ${end}, or take another project (--project NAME --ports auto).`,
  });
}
