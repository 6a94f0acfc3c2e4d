// smoke test: brings a stack up in a project of its own, checks it to the bottom, reports, and leaves nothing.

import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { type Io, pipeClosed } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { parseReports } from '../report/test-formats.ts';
import { checkEvidenceFolder } from '../run/evidence.ts';
import { engineToStartOn } from '../run/find-engine.ts';
import { sweepDeadTests } from '../run/test/dead-tests.ts';
import { keepInput } from '../run/test/own-file.ts';
import { ownProject, ownWorld, refuseShared } from '../run/test/own-project.ts';
import { printPlan } from './plan.ts';
import { checkReports, writeReports } from './test-reports.ts';
import { testRuns } from './test-runs.ts';
import { readTimeout } from './timeout.ts';

/** Runs the test as often as it is wanted; exit 1 when one run failed. */
export async function test(given: CliFlags, user: Io): Promise<number> {
  refuseShared(given);
  const io = ownWorld(user);
  const repeat = readRepeat(given.repeat);
  const timeoutMs = readTimeout(given.timeout);
  const wanted = parseReports([...(given.report ?? []), ...(given.json ? ['json'] : [])]);
  checkReports(wanted);
  const ioOfRun = await keepInput(given, io);
  const flags = { ...given, ...(given.file !== undefined && (await namedByFile(given, ioOfRun()))) };
  if (!flags.dryRun) await sweepDeadTests(flags, io);
  checkEvidenceFolder(flags.evidence);
  const engine = await engineToStartOn(flags, io);
  try {
    const described = `${engine.name} ${engine.version}, ${engine.compose.name} ${engine.compose.version}`;
    if (flags.dryRun) return await plan(engine, flags, ioOfRun(), described);
    const runs = testRuns({ engine, described, flags, repeat, timeoutMs, ioOfRun }, io);
    const report = async () => {
      const [found, stack] = [runs.report(), runs.stack()];
      if (found && stack) await writeReports(found, stack.manifest, wanted, io);
      return found;
    };
    try {
      await runs.all();
    } catch (error) {
      // What the runs before an interrupt have found out is worth as much as before.
      if (io.signal.aborted && io.signal.reason !== pipeClosed) await report();
      throw error;
    }
    const found = await report();
    const problem = runs.problem();
    if (problem) throw problem;
    return found?.verdict === 'passed' ? 0 : 1;
  } finally {
    await engine.close();
  }
}

/** A test of a file is called after the file's own project. */
async function namedByFile(flags: CliFlags, io: Io): Promise<Pick<CliFlags, 'project'>> {
  const { stackToStart } = await import('../run/source.ts');
  return { project: (await stackToStart(flags, io)).project };
}

async function plan(engine: Engine, flags: CliFlags, io: Io, described: string): Promise<number> {
  const { stackToStart } = await import('../run/source.ts');
  const own = ownProject(flags, io);
  return await printPlan(engine, await stackToStart(own, io), own, io, described);
}

function readRepeat(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new SmokeError('USAGE', `--repeat: got "${text}", expected a number of runs from 1 to 9999`);
}
