// The result of a test → TAP version 14 (https://testanything.org/tap-version-14-specification.html). Pure.

import { oneLine, plainText } from './plain-text.ts';
import { type Problem, problemsOf } from './test-problems.ts';
import type { CheckReport, TestReport, TestRun } from './test-report.ts';
import { checkTitle, isRepeated, runText, subjectText, verdictText } from './test-words.ts';

/** Test points of the only run, or a subtest for each run. */
export function renderTap(report: TestReport): string {
  const head = [
    'TAP version 14',
    comment(`${subjectText(report)}, ${report.engine}`),
    comment(`again: ${report.command}`),
  ];
  const body = bodyLines(report);
  return [...head, ...body, comment(`${report.verdict}: ${verdictText(report)}`)]
    .map((line) => `${line}\n`)
    .join('');
}

function bodyLines(report: TestReport): string[] {
  const { runs } = report;
  const [first] = runs;
  if (first === undefined) return ['Bail out! no run was made'];
  if (!isRepeated(report)) return runLines(first);
  return [`1..${runs.length}`, ...runs.flatMap((run, index) => subtest(run, index, runText(index, report)))];
}

function subtest(run: TestRun, index: number, name: string): string[] {
  const isGood = run.verdict === 'passed';
  return [
    comment(`Subtest: ${name}`),
    ...runLines(run).map((line) => `    ${line}`),
    `${isGood ? 'ok' : 'not ok'} ${index + 1} - ${escaped(name)}`,
    ...diagnostics([['duration_ms', Math.round(run.elapsedMs)]]),
  ];
}

function runLines(run: TestRun): string[] {
  const problems = problemsOf(run);
  const beside = problems.filter(({ check }) => check === undefined);
  const count = run.checks.length + beside.length;
  return [
    count === 0 ? '1..0 # SKIP no check was made' : `1..${count}`,
    ...run.checks.flatMap((check, index) =>
      checkLines(
        check,
        index + 1,
        problems.find((problem) => problem.check === check),
      ),
    ),
    ...beside.flatMap((problem, index) => [
      `not ok ${run.checks.length + index + 1} - ${escaped(problem.title)}`,
      ...problemDiagnostics(problem),
    ]),
  ];
}

function checkLines(check: CheckReport, number: number, problem: Problem | undefined): string[] {
  const name = `${number} - ${check.group}: ${escaped(checkTitle(check))}`;
  const { state, detail, elapsedMs } = check;
  if (problem !== undefined) return [`not ok ${name}`, ...problemDiagnostics(problem, elapsedMs)];
  if (state === 'skipped') return [`ok ${name} # SKIP ${escaped(detail ?? 'no reason is known')}`.trimEnd()];
  return [
    `ok ${name}`,
    ...diagnostics([
      ['duration_ms', Math.round(elapsedMs)],
      ['seen', detail],
    ]),
  ];
}

function problemDiagnostics({ cause, cards }: Problem, elapsedMs?: number): string[] {
  return diagnostics([
    ['message', cause],
    ['severity', 'fail'],
    ['duration_ms', elapsedMs === undefined ? undefined : Math.round(elapsedMs)],
    ['code', cards[0]?.code],
    ['evidence', cards.flatMap((card) => [`${card.subject}: ${card.cause}`, ...card.evidence])],
    ['next', cards.map(({ next }) => oneLine(next))],
  ]);
}

/** A YAML block, of forms that simple readers know, too: numbers, texts in double quotes, and blocks of lines. */
function diagnostics(
  fields: readonly (readonly [name: string, value: string | number | readonly string[] | undefined])[],
): string[] {
  const lines = fields.flatMap(([name, value]): string[] => {
    if (value === undefined || value === '') return [];
    if (typeof value === 'number') return [`${name}: ${value}`];
    // JSON is YAML.
    if (typeof value === 'string') return [`${name}: ${JSON.stringify(oneLine(value))}`];
    const text = textLines(value);
    return text.length === 0 ? [] : [`${name}: |`, ...text.map((line) => `  ${line}`)];
  });
  return ['---', ...lines, '...'].map((line) => `  ${line}`);
}

/** An empty line could end a block, and blanks before the first line would count as its depth. */
function textLines(texts: readonly string[]): string[] {
  const lines = texts.flatMap((text) => plainText(text).split('\n')).filter((line) => line.trim() !== '');
  return lines.map((line, index) => (index === 0 ? line.trim() : line.trimEnd()));
}

/** `#` would begin a directive. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}

function comment(text: string): string {
  return `# ${oneLine(text)}`;
}
