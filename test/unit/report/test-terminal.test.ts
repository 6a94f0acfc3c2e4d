import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../src/report/paint.ts';
import { causesOf, problemsOf } from '../../../src/report/test-problems.ts';
import type { TestReport, TestRun } from '../../../src/report/test-report.ts';
import { renderTestReport } from '../../../src/report/test-terminal.ts';
import { checkTitle, countsText, duration, verdictText } from '../../../src/report/test-words.ts';
import { hostile, hostileTexts } from '../../golden/hostile-report.ts';
import { failed, good, repeated } from '../../golden/test-reports.ts';

const plain = createPaint(false, {});
const lines = (report: TestReport): string[] => renderTestReport(report, plain).trimEnd().split('\n');

const [goodRun] = good.runs as [TestRun];
const [failedRun] = failed.runs as [TestRun];
const [, , flakyRun] = repeated.runs as [TestRun, TestRun, TestRun];

function many(count: number, isBad: (index: number) => boolean): TestReport {
  const runs = Array.from({ length: count }, (_, index) => (isBad(index) ? flakyRun : goodRun));
  return { ...repeated, runs };
}

describe('the result of a test for people', () => {
  it.each<[string, TestReport, string]>([
    ['good', good, '✔ 9 checks passed, 1 skipped, in 31.9 s'],
    ['failed', failed, '✘ 2 of 10 checks failed, 5 skipped, in 14.2 s'],
    ['repeated', repeated, '✘ 2 of 8 runs failed, in 5 min 22 s'],
    ['repeated and good', { ...many(3, () => false), verdict: 'passed' }, '✔ 3 runs passed, in 5 min 22 s'],
    [
      'ended early',
      { ...failed, runs: [{ ...failedRun, checks: [] }] },
      '✘ the run did not get to its end; 0 checks passed, in 14.2 s',
    ],
    ['without a run', { ...failed, runs: [] }, '✘ no run was made, in 14.2 s'],
  ])('that is %s has the verdict in its last line', (_, report, last) => {
    expect(lines(report).at(-1)).toBe(last);
  });

  it('names every check that failed or was skipped, with its reason', () => {
    const text = renderTestReport(failed, plain);
    for (const check of failedRun.checks.filter(({ state }) => state !== 'passed'))
      expect(text).toMatch(new RegExp(`${check.name.replaceAll(/[()]/g, '.')}: (skipped, )?${check.detail}`));
  });

  it('fits on a screen, also for two hundred runs', () => {
    expect(lines(good).length).toBeLessThanOrEqual(24);
    expect(lines(many(200, (index) => index === 70)).length).toBeLessThanOrEqual(24);
  });

  it('shares a line among runs in a row that passed, where they are many', () => {
    expect(lines(many(20, (index) => index === 4)).slice(2, 5)).toEqual([
      '✔  1–4  4 runs passed, each in 31.9 s',
      expect.stringMatching(/^✘ {4}5 {2}/),
      '✔ 6–20  15 runs passed, each in 31.9 s',
    ]);
  });

  it('shows the card of a cause once, and how many runs it failed', () => {
    const text = renderTestReport(
      many(6, (index) => index % 2 === 0),
      plain,
    );
    expect(text.match(/3 of 6 runs failed: /g)).toHaveLength(1);
    expect(text.match(/next: podman logs/g)).toHaveLength(1);
  });

  it.each(hostileTexts)('draws nothing but lines with %j everywhere', (text) => {
    const shown = renderTestReport(hostile(text, 2), plain);
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/u);
  });
});

describe('what went wrong', () => {
  it('is each failed check with its cards, and each card once', () => {
    expect(
      problemsOf(failedRun).map(({ title, cards }) => [title, cards.map(({ subject }) => subject)]),
    ).toEqual([
      ['the stack comes up', []],
      ['db is healthy', ['db']],
      ['podman-compose', ['podman-compose']],
    ]);
  });

  it('finds the check of a card that does not name one by its subject', () => {
    const failures = failedRun.failures.map(({ check: _, ...card }) => card);
    expect(problemsOf({ ...failedRun, failures })[1]?.cards).toHaveLength(1);
  });

  it('is something in every run that failed', () => {
    expect(problemsOf({ ...goodRun, verdict: 'failed' })).toHaveLength(1);
    expect(problemsOf(goodRun)).toEqual([]);
  });

  it.each<[string, string, string, number]>([
    ['durations', 'no answer after 30.0 s', 'no answer after 31.2 s', 1],
    ['ports', 'no answer at localhost:41233', 'no answer at localhost:38001', 1],
    ['ids of containers', 'container 0a1b2c3d4e5f ended', 'container ffeeddccbbaa ended', 1],
    ['names of projects', 'smoke-a-db-1 ended', 'smoke-b-db-1 ended', 1],
    ['exit codes', 'ended with exit code 1', 'ended with exit code 137', 2],
    ['answers', 'answered 403', 'answered 500', 2],
  ])('is one cause, or two, where %s differ', (_, one, other, expected) => {
    const runs = [one, other].map((cause, index): TestRun => {
      const failures = [{ subject: 'db', cause, evidence: [], next: 'look' }];
      return { ...goodRun, project: `smoke-${index === 0 ? 'a' : 'b'}`, verdict: 'failed', failures };
    });
    expect(causesOf({ ...failed, runs })).toHaveLength(expected);
  });

  it('begins with flakes, the most frequent first', () => {
    const failing = (...subjects: string[]): TestRun => ({
      ...goodRun,
      verdict: 'failed',
      failures: subjects.map((subject) => ({ subject, cause: 'c', evidence: [], next: 'n' })),
    });
    const runs = [failing('always', 'once'), failing('always', 'twice'), failing('always', 'twice')];
    expect(
      causesOf({ ...failed, runs }).map(({ problem, runs: { length } }) => [problem.title, length]),
    ).toEqual([
      ['twice', 2],
      ['once', 1],
      ['always', 3],
    ]);
  });
});

describe('words', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [12_345, '12.3 s'],
    [99_949, '99.9 s'],
    [99_960, '1 min 40 s'],
    [120_000, '2 min'],
    [-3, '0 ms'],
  ])('for %d milliseconds are %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it.each([
    [{ passed: 1, failed: 0, skipped: 0 }, '1 check passed'],
    [{ passed: 0, failed: 0, skipped: 2 }, '2 checks skipped'],
    [{ passed: 3, failed: 0, skipped: 2 }, '3 checks passed, 2 skipped'],
    [{ passed: 3, failed: 1, skipped: 0 }, '1 of 4 checks failed'],
  ])('for %o are %s', (counts, words) => {
    expect(countsText(counts)).toBe(words);
  });

  it('name the service of a check unless it is named', () => {
    expect(checkTitle({ name: 'is healthy', service: 'db' })).toBe('db: is healthy');
    expect(checkTitle({ name: 'db is healthy', service: 'db' })).toBe('db is healthy');
    expect(verdictText(good)).not.toContain('run');
  });
});
