// Several runs of a test → a line for each, and what failed how often. Pure.

import { counted } from './buckets.ts';
import type { Paint } from './paint.ts';
import { causesOf, problemsOf } from './test-problems.ts';
import type { TestReport, TestRun } from './test-report.ts';
import { countChecks, countsText, duration } from './test-words.ts';

/** More lines than this would not fit on a screen: runs in a row that passed then share one. */
const mostLines = 12;

/** A line for each run, then the causes, flakes first. */
export function renderRepeats(report: TestReport, paint: Paint): string {
  return [renderRuns(report, paint), renderCauses(report, paint)].filter((part) => part !== '').join('\n');
}

interface Stretch {
  readonly from: number;
  readonly runs: readonly TestRun[];
}

function renderRuns({ runs }: TestReport, paint: Paint): string {
  const isLong = runs.length > mostLines;
  const stretches: Stretch[] = [];
  for (const [index, run] of runs.entries()) {
    const last = stretches.at(-1);
    if (isLong && last && run.verdict === 'passed' && last.runs[0]?.verdict === 'passed')
      stretches[stretches.length - 1] = { ...last, runs: [...last.runs, run] };
    else stretches.push({ from: index, runs: [run] });
  }
  const names = stretches.map(({ from, runs: { length } }) =>
    length === 1 ? String(from + 1) : `${from + 1}–${from + length}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  return stretches
    .map((stretch, index) => stretchLine(stretch, names[index]?.padStart(width) ?? '', paint))
    .join('');
}

function stretchLine({ runs }: Stretch, name: string, paint: Paint): string {
  const [run] = runs;
  if (run === undefined) return '';
  const times = runs.map(({ elapsedMs }) => elapsedMs);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  if (runs.length > 1)
    return `${paint('green', '✔')} ${name}  ${counted(runs.length, 'run')} passed, each in ${range(least, most)}\n`;
  const counts = countsText(countChecks(run.checks));
  if (run.verdict === 'passed') return `${paint('green', '✔')} ${name}  ${duration(least)}, ${counts}\n`;
  const titles = problemsOf(run).map(({ title }) => title);
  const rest = titles.length > 2 ? `, and ${titles.length - 2} more` : '';
  return `${paint('red', '✘')} ${name}  ${duration(least)}, ${counts}: ${titles.slice(0, 2).join(', ')}${rest}\n`;
}

function range(least: number, most: number): string {
  const [from, to] = [duration(least), duration(most)];
  return from === to ? from : `${from} to ${to}`;
}

function renderCauses(report: TestReport, paint: Paint): string {
  const { length } = report.runs;
  return causesOf(report)
    .map(({ problem: { title, cause }, runs }) => {
      const how = runs.length === length ? 'red' : 'yellow';
      return `${paint(how, `${runs.length} of ${counted(length, 'run')} failed:`)} ${title}: ${cause}\n`;
    })
    .join('');
}
