// The table of runs of a repeated test. Pure.

import { counted } from '../buckets.ts';
import { problemsOf } from '../test-problems.ts';
import type { TestReport, TestRun } from '../test-report.ts';
import { countChecks, countsText, duration } from '../test-words.ts';
import { percent } from './strip.ts';
import { cutList, limits, text } from './text.ts';

/** More rows are folded: the failures above name the runs that matter. */
const openRows = 24;

/** How long the runs took, and a row for each. */
export function renderRuns({ runs }: TestReport): string {
  const { shown, rest } = cutList(runs, limits.runs, 'run');
  const longest = Math.max(...runs.map(({ elapsedMs }) => elapsedMs));
  const table = `<table class="runs"><caption class="hidden">Every run with its verdict and time</caption>
<thead><tr><th scope="col">Run</th><th scope="col">Verdict</th><th scope="col" class="time">Start-up</th><th scope="col" class="time">Time</th><th scope="col" class="share"></th></tr></thead>
<tbody>
${shown.map((run, index) => runRow(run, index, longest)).join('')}</tbody></table>`;
  return `<section id="runs" aria-labelledby="runs-title">
<h2 id="runs-title">Runs <span class="aside">${runs.length}</span></h2>
<p>${spread(runs)}</p>
${runs.length <= openRows ? table : `<details><summary>Every run</summary>${table}</details>`}
${rest}</section>
`;
}

function runRow(run: TestRun, index: number, longest: number): string {
  const { verdict, elapsedMs, timeline, checks } = run;
  const problems = problemsOf(run).map(({ title }) => title);
  const more = problems.length > 1 ? `, and ${counted(problems.length - 1, 'more problem')}` : '';
  const words = verdict === 'passed' ? countsText(countChecks(checks)) : `${problems[0] ?? ''}${more}`;
  const sign = verdict === 'passed' ? '✔' : '✘';
  return `<tr class="${verdict}"><th scope="row">${index + 1}</th><td><span class="state" aria-hidden="true">${sign}</span> ${verdict}<span class="detail">${text(words)}</span></td><td class="time">${duration(timeline.totalMs)}</td><td class="time">${duration(elapsedMs)}</td><td class="share" aria-hidden="true"><svg height="10"><rect class="${verdict}" width="${percent(elapsedMs, longest)}" height="10" rx="2"/></svg></td></tr>\n`;
}

function spread(runs: readonly TestRun[]): string {
  const runTimes = runs.map(({ elapsedMs }) => elapsedMs);
  const startTimes = runs.map(({ timeline }) => timeline.totalMs);
  return `${spreadOf('A run took', runTimes)} ${spreadOf('The start-up took', startTimes)}`;
}

function spreadOf(what: string, times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const [least, middle, most] = [0, Math.floor((sorted.length - 1) / 2), sorted.length - 1].map((index) =>
    duration(sorted[index] ?? 0),
  );
  return least === most ? `${what} ${least} each time.` : `${what} ${least} to ${most}, median ${middle}.`;
}
