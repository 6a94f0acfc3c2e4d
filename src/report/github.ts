// The result of a test → workflow commands of GitHub Actions, which become annotations of a run. Pure.

import { oneLine, plainText } from './plain-text.ts';
import { type Cause, causesOf, problemLines } from './test-problems.ts';
import type { TestReport } from './test-report.ts';
import { isRepeated, keptText, subjectText, verdictText } from './test-words.ts';

/** GitHub shows ten errors of a step and drops the others without a word. */
const mostErrors = 10;

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
  return command('error', `${problem.title}${often}`, `${problem.cause}\nnext: ${oneLine(next)}`);
}

function group({ problem }: Cause): string[] {
  // A line of a log that begins with two colons would be a command, too.
  const lines = problemLines(problem).map((line) => `  ${plainText(line).replaceAll('\n', '\n  ')}`);
  return [`::group::${escapeData(problem.title)}`, ...lines, '::endgroup::'];
}

function skipped({ runs }: TestReport): string {
  const reasons = runs.flatMap(({ checks }) =>
    checks
      .filter(({ state }) => state === 'skipped')
      .map(({ name, detail }) => oneLine(`${name}: ${detail ?? 'no reason is known'}`)),
  );
  return reasons.length === 0 ? '' : `\nskipped: ${[...new Set(reasons)].join('; ')}`;
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
