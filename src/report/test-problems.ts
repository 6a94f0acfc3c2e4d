// What went wrong in a test: each failed check with its cards, and causes that came back in several runs. Pure.

import { oneLine } from './plain-text.ts';
import type { CheckReport, TestFailure, TestReport, TestRun } from './test-report.ts';
import { checkTitle } from './test-words.ts';

/** One thing that went wrong in a run. A run that failed has at least one. */
export interface Problem {
  readonly title: string;
  /** The check that failed; missing where the run failed beside its checks. */
  readonly check?: CheckReport;
  /** In one line. */
  readonly cause: string;
  readonly cards: readonly TestFailure[];
}

/** The same problem in one or more runs. */
export interface Cause {
  readonly problem: Problem;
  /** Indices of the runs, from 0. */
  readonly runs: readonly number[];
}

/** Failed checks with the cards that explain them, then cards of no check, so that nothing gets lost. */
export function problemsOf(run: TestRun): Problem[] {
  const failed = run.checks.filter(({ state }) => state === 'failed');
  const owners = run.failures.map((card) => failed.find((check) => explains(card, check)));
  const ofChecks = failed.map((check): Problem => {
    const cards = run.failures.filter((_, index) => owners[index] === check);
    const cause = oneLine(cards[0]?.cause ?? check.detail ?? 'failed');
    return { title: checkTitle(check), check, cause, cards };
  });
  const others = run.failures
    .filter((_, index) => owners[index] === undefined)
    .map((card): Problem => ({ title: oneLine(card.subject), cause: oneLine(card.cause), cards: [card] }));
  const problems = [...ofChecks, ...others];
  if (problems.length > 0 || run.verdict === 'passed') return problems;
  return [{ title: 'the run', cause: 'failed, and no check tells why', cards: [] }];
}

function explains(card: TestFailure, check: CheckReport): boolean {
  if (card.check !== undefined) return card.check === check.name;
  return card.subject === check.service || card.subject === check.name;
}

/** Problems of all runs, each cause once: those of some runs only come first, for they are flakes. */
export function causesOf({ runs }: TestReport): Cause[] {
  const causes = new Map<string, { problem: Problem; runs: number[] }>();
  for (const [index, run] of runs.entries()) {
    for (const problem of problemsOf(run)) {
      const key = keyOf(problem, run);
      const known = causes.get(key);
      if (known === undefined) causes.set(key, { problem, runs: [index] });
      else if (known.runs.at(-1) !== index) known.runs.push(index);
    }
  }
  const isAlways = (cause: Cause): number => (cause.runs.length === runs.length ? 1 : 0);
  // What has no card of its own is mostly a consequence of what has one.
  const isBare = ({ problem }: Cause): number => (problem.cards.length === 0 ? 1 : 0);
  return [...causes.values()].sort(
    (a, b) => isAlways(a) - isAlways(b) || b.runs.length - a.runs.length || isBare(a) - isBare(b),
  );
}

/** Names of projects, durations, ports and ids differ from run to run; the cause is the same. */
function keyOf({ title, cause, cards }: Problem, { project }: TestRun): string {
  const codes = cards.flatMap(({ code }) => code ?? []);
  const words = codes.length > 0 ? codes.join(' ') : cause;
  return `${title}\0${words}`
    .replaceAll(project, '')
    .replace(/\b[0-9a-f]{12,64}\b|:\d{2,5}\b|\d{5,}|\d+(\.\d+)? ?(ms|s|min)\b/g, '#');
}

/** The cards of a problem as text: cause, evidence, next step; with the command that tests again where there is no card. */
export function problemLines({ cause, cards }: Problem): string[] {
  if (cards.length === 0) return [cause];
  return cards.flatMap((card) => [
    `${oneLine(card.subject)}: ${oneLine(card.cause)}`,
    ...card.evidence.map((line) => `  ${line}`),
    `next: ${oneLine(card.next)}`,
  ]);
}
