// smoke test: brings a stack up in a project of its own, checks it to the bottom, reports, and leaves nothing.

import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { createPaint, type Paint } from '../report/paint.ts';
import { parseReports } from '../report/test-formats.ts';
import type { CheckReport, TestReport, TestRun } from '../report/test-report.ts';
import { checkEvidenceFolder } from '../run/evidence.ts';
import { engineToStartOn } from '../run/find-engine.ts';
import { createProgress, type Progress } from '../run/progress.ts';
import type { StackSource } from '../run/read-source.ts';
import { testCommand } from '../run/test/command.ts';
import { sweepDeadTests } from '../run/test/dead-tests.ts';
import { keepInput } from '../run/test/own-file.ts';
import { ownProject, ownWorld, refuseShared } from '../run/test/own-project.ts';
import { testOnce } from '../run/test/test-once.ts';
import { printPlan } from './plan.ts';
import { checkReports, keepEvidence, writeReports } from './test-reports.ts';
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
    const startedAt = io.now().toISOString();
    const began = performance.now();
    const paint = createPaint(io.stderr.isTTY === true, io.env);
    const progress = createProgress(io, paint);
    progress.line(`smoke: tests on ${described}`);
    const runs: TestRun[] = [];
    let tested: StackSource | undefined;
    let problem: SmokeError | undefined;
    for (let number = 1; number <= repeat; number += 1) {
      if (repeat > 1) progress.line(`smoke: run ${number} of ${repeat}`);
      const { run, stack } = await testOnce(engine, flags, ioOfRun(), {
        timeoutMs,
        progress: createProgress(io, paint),
        tell: (check) => tellCheck(check, progress, paint),
        keep: flags.keep === true,
        gather: async (stack, run, mask) => {
          if (flags.evidence === undefined) return;
          const folder = repeat > 1 ? join(flags.evidence, `run-${number}`) : flags.evidence;
          const report = reportOf([run], stack, described, flags);
          try {
            await keepEvidence(folder, { engine, stack, mask, report }, io);
            progress.line(`smoke: evidence is in ${folder}`);
          } catch (error) {
            // A full disk is no reason to lose what was found out.
            if (!(error instanceof SmokeError) || io.signal.aborted) throw error;
            progress.line(`smoke: ${error.message}`);
            problem ??= error;
          }
        },
      });
      runs.push(run);
      tested = stack;
      tellEnd(run, progress);
    }
    if (tested === undefined) throw new Error('a test has one run at least');
    const elapsedMs = Math.round(performance.now() - began);
    const report = { ...reportOf(runs, tested, described, flags), startedAt, elapsedMs };
    await writeReports(report, tested.manifest, wanted, io);
    if (problem) throw problem;
    return report.verdict === 'passed' ? 0 : 1;
  } finally {
    await engine.close();
  }
}

function reportOf(
  runs: readonly TestRun[],
  stack: StackSource,
  engine: string,
  { file, project }: CliFlags,
): TestReport {
  const notes = stack.manifest['x-smoke'];
  const [first] = runs;
  return {
    // The project of a run has another name each time, which no history of results could follow.
    app: notes?.app ?? project ?? stack.project,
    storage: notes?.storage ?? '',
    engine,
    command: testCommand(stack, file),
    startedAt: first?.startedAt ?? '',
    elapsedMs: first?.elapsedMs ?? 0,
    verdict: runs.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'failed',
    runs,
  };
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

/** Services have been told while they started. */
function tellCheck({ group, name, state, detail }: CheckReport, progress: Progress, paint: Paint): void {
  if (group === 'services' && state === 'passed') return;
  const mark = { passed: paint('green', '✔'), failed: paint('red', '✘'), skipped: paint('yellow', '-') }[
    state
  ];
  const said = state === 'passed' ? '' : `: ${state === 'skipped' ? 'skipped, ' : ''}${detail ?? 'failed'}`;
  progress.line(`${mark} ${name}${said}`);
}

function tellEnd({ project, kept }: TestRun, progress: Progress): void {
  if (kept)
    progress.line(`smoke: ${project} stays as it is; smoke down --volumes --project ${project} removes it`);
}

function readRepeat(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new SmokeError('USAGE', `--repeat: got "${text}", expected a number of runs from 1 to 9999`);
}
