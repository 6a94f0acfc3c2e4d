// The words that all reports of a test share: durations, counts, the verdict, the critical chain. Pure.

import { counted } from './buckets.ts';
import { oneLine } from './plain-text.ts';
import type { CheckReport, TestReport, TestRun } from './test-report.ts';

/** How many checks of each state. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts the checks of one or all runs. */
export function countChecks(checks: readonly CheckReport[]): Counts {
  const count = (wanted: CheckReport['state']): number =>
    checks.filter(({ state }) => state === wanted).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** `1 of 23 checks failed, 2 skipped`. */
export function countsText({ passed, failed, skipped }: Counts): string {
  const all = passed + failed + skipped;
  if (failed > 0)
    return `${failed} of ${counted(all, 'check')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  if (skipped === 0) return `${counted(passed, 'check')} passed`;
  return passed === 0
    ? `${counted(skipped, 'check')} skipped`
    : `${counted(passed, 'check')} passed, ${skipped} skipped`;
}

/** What the whole test found, in one line: `3 of 20 runs failed, in 8 min 20 s`. */
export function verdictText({ runs, verdict, elapsedMs }: TestReport): string {
  const [only] = runs;
  const time = duration(elapsedMs);
  if (only !== undefined && runs.length === 1) {
    const counts = countChecks(only.checks);
    // A run may fail before its first check, or between two.
    const early = verdict === 'failed' && counts.failed === 0;
    return early
      ? `the run did not get to its end; ${countsText(counts)}, in ${time}`
      : `${countsText(counts)}, in ${time}`;
  }
  if (only === undefined) return `no run was made, in ${time}`;
  const failed = runs.filter((run) => run.verdict === 'failed').length;
  if (failed === 0) return `${counted(runs.length, 'run')} passed, in ${time}`;
  return `${failed} of ${counted(runs.length, 'run')} failed, in ${time}`;
}

/** What was tested: `cryostat on garage`. */
export function subjectText({ app, storage }: TestReport): string {
  return oneLine(storage === '' ? app : `${app} on ${storage}`);
}

/** The name of a check with its service, where the name does not tell it. */
export function checkTitle({ name, service }: Pick<CheckReport, 'name' | 'service'>): string {
  const [title, of] = [oneLine(name), oneLine(service ?? '')];
  return title.includes(of) ? title : `${of}: ${title}`;
}

/** A duration as people read it: `340 ms`, `5.1 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** Whether a number of runs needs words about runs at all. */
export function isRepeated({ runs }: TestReport): boolean {
  return runs.length > 1;
}

/** `run 3 of 20`. */
export function runText(index: number, { runs }: Pick<TestReport, 'runs'>): string {
  return `run ${index + 1} of ${runs.length}`;
}

/** How a stack that was left running is taken down. */
export function keptText({ project }: TestRun): string {
  return `the stack still runs; smoke down --volumes --project ${oneLine(project)} takes it down`;
}
