// smoke up: reads what is wanted, and makes the project ours for as long as it is brought up.

import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { defaultApp, flagOf, readProject } from '../options/options.ts';
import { checkEvidenceFolder } from '../run/evidence.ts';
import { lockProject, noLock, type ProjectLock } from '../run/project-lock.ts';
import { stackToStart } from '../run/source.ts';
import { onPaperOnly } from '../run/stack-for-engine.ts';
import { startEnvironment } from '../run/start-environment.ts';
import { withStorageCredentials } from '../run/storage-credentials.ts';
import { readTimeout } from './timeout.ts';
import { upOnEngine } from './up-on-engine.ts';

/** Starts the stack and proves that it works. */
export async function up(given: CliFlags, user: Io): Promise<number> {
  const flags = { ...given, dryRun: given.dryRun ?? flagOf(user.env, 'DRY_RUN') ?? false };
  const timeoutMs = readTimeout(flags.timeout);
  checkEvidenceFolder(flags.evidence);
  const opensTabs = flags.openTabs ?? flagOf(user.env, 'OPEN_TABS') ?? false;
  // Nobody changes the identity of a project that another run is at work on.
  const isFresh = flags.fresh === true && flags.file === undefined && !flags.dryRun;
  let lock = isFresh ? await lockOf(readProject(flags, user.env, defaultApp), user) : undefined;
  try {
    const known = await withStorageCredentials(flags, user);
    const onPaper = await stackToStart(flags, known, onPaperOnly);
    const io = await withStorageCredentials(flags, known, onPaper);
    startEnvironment(onPaper, io);
    lock ??= flags.dryRun ? noLock : await lockOf(onPaper.project, io);
    return await upOnEngine({ onPaper, flags, timeoutMs, opensTabs, lock }, io);
  } finally {
    lock?.release();
  }
}

function lockOf(project: string, io: Io): Promise<ProjectLock> {
  return lockProject(project, 'up', io);
}
