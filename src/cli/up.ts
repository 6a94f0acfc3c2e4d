// smoke up: reads what is wanted, and makes the project ours for as long as it is brought up.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { flagOf } from '../options/options.ts';
import { lockProject, noLock } from '../run/project-lock.ts';
import { stackToStart } from '../run/source.ts';
import { onPaperOnly } from '../run/stack-for-engine.ts';
import { startEnvironment } from '../run/start-environment.ts';
import { withStorageCredentials } from '../run/storage-credentials.ts';
import { upOnEngine } from './up-on-engine.ts';

/** Starts the stack and proves that it works. */
export async function up(given: CliFlags, user: Io): Promise<number> {
  const flags = { ...given, dryRun: given.dryRun ?? flagOf(user.env, 'DRY_RUN') ?? false };
  const timeoutMs = readTimeout(flags.timeout);
  const opensTabs = flags.openTabs ?? flagOf(user.env, 'OPEN_TABS') ?? false;
  const known = await withStorageCredentials(flags, user);
  const onPaper = await stackToStart(flags, known, onPaperOnly);
  const io = await withStorageCredentials(flags, known, onPaper);
  startEnvironment(onPaper, io);
  const lock = flags.dryRun ? noLock : await lockProject(onPaper.project, 'up', io);
  try {
    return await upOnEngine({ onPaper, flags, timeoutMs, opensTabs, lock }, io);
  } finally {
    lock.release();
  }
}

function readTimeout(text: string | undefined): number {
  if (text === undefined) return 300_000;
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 86_400) return Number(text) * 1000;
  throw new SmokeError('USAGE', `--timeout: got "${text}", expected seconds, more than 0 and 86400 at most`);
}
