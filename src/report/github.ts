// The result of a test → workflow commands of GitHub Actions, which become annotations of a run. Pure.

import { cutText, oneLine, plainText } from './plain-text.ts';
import { type Cause, causesOf, problemLines } from './test-problems.ts';
import type { TestReport } from './test-report.ts';
import { isRepeated, keptText, subjectText, verdictText } from './test-words.ts';

/** GitHub shows ten errors of a step and drops the others without a word. */
const mostErrors = 10;

/** Annotations are to be read at a glance. */
const longestMessage = 1000;

/** An error for each cause, its evidence folded in the log, and a notice with the verdict. */
export function renderGithub(report: TestReport): string {
  const causes = causesOf(report);
  const shown = causes.length <= mostErrors ? causes : causes.slice(0, mostErrors - 1);
  const rest = causes.length - shown.length;
  const kept = report.runs.filter((run) => run.kept);
  const title = `smoke test of ${subjectText(report)}`;
  return [
    ...shown.map((cause) => error(cause, report)),
    ...(rest === 0 ? [] : [command('error', title, `${rest} more failures are in the log of this step`)]),
    ...causes.flatMap((cause) => group(cause)),
    ...kept.map((run) => command('warning', title, keptText(run))),
    command('notice', title, `${report.verdict}: ${verdictText(report)}${skipped(report)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function error({ problem, runs }: Cause, report: TestReport): string {
  const often = isRepeated(report) ? ` (in ${runs.length} of ${report.runs.length} runs)` : '';
  const next = problem.cards[0]?.next ?? report.command;
  const message = `${cutText(problem.cause, longestMessage)}\nnext: ${cutText(oneLine(next), longestMessage)}`;
  return command('error', `${problem.title}${often}`, message);
}

function group({ problem }: Cause): string[] {
  const lines = problemLines(problem).flatMap((line) => plainText(line).split('\n').map(harmless));
  return [`::group::${escapeData(problem.title)}`, ...lines, '::endgroup::'];
}

/** In a log, two colons are a command also behind blanks, and the older `##[` wherever it stands. */
function harmless(line: string): string {
  return `│ ${line.replaceAll('##[', '## [')}`;
}

/** Each reason once, with the checks it holds for. */
function skipped({ runs }: TestReport): string {
  const reasons = new Map<string, Set<string>>();
  for (const { state, name, detail = 'no reason is known' } of runs.flatMap(({ checks }) => checks)) {
    if (state === 'skipped') reasons.set(detail, (reasons.get(detail) ?? new Set()).add(oneLine(name)));
  }
  return [...reasons]
    .map(([reason, names]) => `\nskipped (${oneLine(reason)}): ${[...names].join(', ')}`)
    .join('');
}

function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${kind} title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return plainText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
