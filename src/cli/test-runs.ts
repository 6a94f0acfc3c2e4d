// The runs of smoke test, one after the other, and what is told while they go on.

import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { createPaint, type Paint } from '../report/paint.ts';
import type { CheckReport, TestReport, TestRun } from '../report/test-report.ts';
import { createProgress, type Progress } from '../run/progress.ts';
import type { StackSource } from '../run/read-source.ts';
import { testCommand } from '../run/test/command.ts';
import { testOnce } from '../run/test/test-once.ts';
import { keepEvidence } from './test-reports.ts';

/** What is run, and how often. */
export interface TestWish {
  readonly engine: Engine;
  /** The engine and its Compose provider, in words. */
  readonly described: string;
  readonly flags: CliFlags;
  readonly repeat: number;
  readonly timeoutMs: number;
  /** Each run reads a manifest on standard input anew. */
  readonly ioOfRun: () => Io;
}

/** The runs that came to their end, also where an interrupt ended those after them. */
export interface Runs {
  readonly report: () => TestReport | undefined;
  readonly stack: () => StackSource | undefined;
  /** What could not be written. */
  readonly problem: () => SmokeError | undefined;
  readonly all: () => Promise<void>;
}

/** Ready to run. */
export function testRuns({ engine, described, flags, repeat, timeoutMs, ioOfRun }: TestWish, io: Io): Runs {
  const [startedAt, began] = [io.now().toISOString(), performance.now()];
  const paint = createPaint(io.stderr.isTTY === true, io.env);
  const progress = createProgress(io, paint);
  const runs: TestRun[] = [];
  let [tested, problem]: [StackSource?, SmokeError?] = [];
  const gatherInto =
    (folder: string) =>
    async (stack: StackSource, run: TestRun, mask: (text: string) => string): Promise<void> => {
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
    };
  const runOnce = async (number: number): Promise<void> => {
    const { evidence } = flags;
    const folder = evidence !== undefined && repeat > 1 ? join(evidence, `run-${number}`) : evidence;
    const { run, stack } = await testOnce(engine, flags, ioOfRun(), {
      timeoutMs,
      progress: createProgress(io, paint),
      tell: (check) => tellCheck(check, progress, paint),
      keep: flags.keep === true,
      gather: folder === undefined ? async () => {} : gatherInto(folder),
    });
    runs.push(run);
    tested = stack;
    if (run.kept)
      progress.line(
        `smoke: ${run.project} stays as it is; smoke down --volumes --project ${run.project} removes it`,
      );
  };
  return {
    stack: () => tested,
    problem: () => problem,
    report: () => {
      const elapsedMs = Math.round(performance.now() - began);
      return tested && { ...reportOf(runs, tested, described, flags), startedAt, elapsedMs };
    },
    all: async () => {
      progress.line(`smoke: tests on ${described}`);
      for (let number = 1; number <= repeat; number += 1) {
        if (repeat > 1) progress.line(`smoke: run ${number} of ${repeat}`);
        await runOnce(number);
      }
    },
  };
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

/** Services have been told while they started. */
function tellCheck({ group, name, state, detail }: CheckReport, progress: Progress, paint: Paint): void {
  if (group === 'services' && state === 'passed') return;
  const marks = { passed: paint('green', '✔'), failed: paint('red', '✘'), skipped: paint('yellow', '-') };
  const said = state === 'passed' ? '' : `: ${state === 'skipped' ? 'skipped, ' : ''}${detail ?? 'failed'}`;
  progress.line(`${marks[state]} ${name}${said}`);
}
