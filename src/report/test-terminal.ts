// The result of a test → one screen for people. Pure.

import type { Paint } from './paint.ts';
import { oneLine, plainText } from './plain-text.ts';
import { chainText } from './start-words.ts';
import { renderFailure } from './terminal.ts';
import { causesOf } from './test-problems.ts';
import { type CheckReport, checkGroups, type TestReport, type TestRun } from './test-report.ts';
import { renderRepeats } from './test-terminal-runs.ts';
import {
  checkTitle,
  countChecks,
  countsText,
  duration,
  isRepeated,
  keptText,
  subjectText,
  verdictText,
} from './test-words.ts';

/** Checks by group or runs, the critical chain, failure cards, and the verdict as the last line. */
export function renderTestReport(report: TestReport, paint: Paint): string {
  const [only] = report.runs;
  const body = isRepeated(report)
    ? [renderRepeats(report, paint)]
    : only === undefined
      ? []
      : [renderGroups(only, paint), renderStart(only, paint)];
  return [
    `${paint('bold', subjectText(report))} ${paint('dim', `· ${oneLine(report.engine)}`)}\n`,
    ...body,
    ...renderCards(report, paint),
    renderVerdict(report, paint),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** A line for a group that is whole; what failed or was skipped has a line of its own. */
export function renderGroups({ checks }: TestRun, paint: Paint): string {
  const groups = checkGroups.filter((group) => checks.some((check) => check.group === group));
  const width = Math.max(0, ...groups.map((group) => group.length));
  return groups
    .map((group) => {
      const own = checks.filter((check) => check.group === group);
      const time = duration(own.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0));
      const told = own
        .filter(({ state }) => state !== 'passed')
        .map((check) => `  ${checkLine(check, paint)}\n`);
      const head = `${mark(own, paint)} ${group.padEnd(width)}  ${countsText(countChecks(own))}`;
      const isTried = own.some(({ state }) => state !== 'skipped');
      return `${head}${isTried ? paint('dim', ` (${time})`) : ''}\n${told.join('')}`;
    })
    .join('');
}

function checkLine(check: CheckReport, paint: Paint): string {
  const { state, detail } = check;
  if (state === 'skipped')
    return `${paint('yellow', '-')} ${checkTitle(check)}: skipped, ${oneLine(detail ?? 'no reason is known')}`;
  return `${paint('red', '✘')} ${checkTitle(check)}: ${oneLine(detail ?? 'failed')}`;
}

function mark(checks: readonly CheckReport[], paint: Paint): string {
  const { failed, passed } = countChecks(checks);
  if (failed > 0) return paint('red', '✘');
  return passed > 0 ? paint('green', '✔') : paint('yellow', '-');
}

function renderStart({ timeline }: TestRun, paint: Paint): string {
  const chain = chainText(timeline);
  if (chain === '') return '';
  return `start-up ${duration(timeline.totalMs)}, critical chain: ${paint('cyan', chain)}\n`;
}

/** The same cause once, however many runs it failed. */
function renderCards(report: TestReport, paint: Paint): string[] {
  return causesOf(report).flatMap(({ problem }) =>
    problem.cards.map((card) =>
      renderFailure(
        {
          ...card,
          subject: oneLine(card.subject),
          cause: oneLine(card.cause),
          evidence: card.evidence.flatMap((line) => plainText(line).split('\n')),
          next: oneLine(card.next),
        },
        paint,
      ),
    ),
  );
}

function renderVerdict(report: TestReport, paint: Paint): string {
  const kept = report.runs
    .filter((run) => run.kept)
    .map((run) => `${paint('yellow', '!')} ${keptText(run)}\n`);
  const isGood = report.verdict === 'passed';
  const sign = isGood ? paint('green', '✔') : paint('red', '✘');
  const again = isGood ? '' : `again: ${oneLine(report.command)}\n`;
  return `${kept.join('')}${again}${sign} ${paint('bold', verdictText(report))}\n`;
}
