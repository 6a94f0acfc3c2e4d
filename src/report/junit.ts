// The result of a test → JUnit XML as Jenkins, GitLab and the reporters of GitHub read it. Pure.

import { oneLine } from './plain-text.ts';
import { type Problem, problemLines, problemsOf } from './test-problems.ts';
import type { CheckReport, TestReport, TestRun } from './test-report.ts';
import { checkTitle, isRepeated, runText, subjectText } from './test-words.ts';
import { renderXml, type XmlElement } from './xml.ts';

/** A suite for each run, a case for each check. */
export function renderJunit(report: TestReport): string {
  const suites = report.runs.map((run, index) => suite(run, index, report));
  // The schema of Jenkins' xUnit plugin lets suites tell what was skipped, but not their sum.
  const { skipped: _, ...sums } = totals(report.runs.map(casesOf));
  return renderXml({
    name: 'testsuites',
    attributes: {
      name: `smoke test of ${subjectText(report)}`,
      ...sums,
      time: seconds(report.elapsedMs),
    },
    content: suites,
  });
}

/** A check, or a problem beside all checks. */
interface Case {
  readonly check?: CheckReport;
  readonly problem?: Problem;
}

function casesOf(run: TestRun): Case[] {
  const problems = problemsOf(run);
  return [
    ...run.checks.map((check): Case => {
      const problem = problems.find((one) => one.check === check);
      return problem === undefined ? { check } : { check, problem };
    }),
    ...problems.filter(({ check }) => check === undefined).map((problem): Case => ({ problem })),
  ];
}

function totals(
  runs: readonly (readonly Case[])[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>> {
  const cases = runs.flat();
  return {
    tests: cases.length,
    failures: cases.filter(({ problem }) => problem !== undefined).length,
    errors: 0,
    skipped: cases.filter(({ check }) => check?.state === 'skipped').length,
  };
}

function suite(run: TestRun, index: number, report: TestReport): XmlElement {
  const cases = casesOf(run);
  const subject = subjectText(report);
  // A dot would begin a package; the run is part of it, or its cases were taken for those of another run.
  const place = subject.replaceAll(/[.\s]+/g, '-');
  const isOne = !isRepeated(report);
  const prefix = isOne
    ? place
    : `${place}.run-${String(index + 1).padStart(String(report.runs.length).length, '0')}`;
  const properties = Object.entries({
    engine: report.engine,
    project: run.project,
    command: report.command,
    'start-up seconds': seconds(run.timeline.totalMs),
  });
  return {
    name: 'testsuite',
    attributes: {
      name: isOne ? subject : `${subject}, ${runText(index, report)}`,
      ...totals([cases]),
      time: seconds(run.elapsedMs),
      timestamp: timestamp(run.startedAt),
      // What the format wants where a host is not to be told.
      hostname: 'localhost',
    },
    content: [
      {
        name: 'properties',
        attributes: {},
        content: properties.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
      },
      ...cases.map((one) => testCase(one, prefix)),
    ],
  };
}

function testCase({ check, problem }: Case, prefix: string): XmlElement {
  const name = check === undefined ? (problem?.title ?? '') : checkTitle(check);
  const attributes = {
    name,
    classname: `${prefix}.${check?.group ?? 'run'}`,
    time: seconds(check?.elapsedMs ?? 0),
  };
  if (problem !== undefined) return { name: 'testcase', attributes, content: [failure(problem)] };
  if (check?.state !== 'skipped') return { name: 'testcase', attributes };
  const message = check.detail ?? 'no reason is known';
  return { name: 'testcase', attributes, content: [{ name: 'skipped', attributes: { message } }] };
}

function failure(problem: Problem): XmlElement {
  const type = oneLine(problem.cards[0]?.code ?? 'failed');
  return {
    name: 'failure',
    attributes: { message: problem.cause, type },
    content: problemLines(problem).join('\n'),
  };
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

/** ISO time without a zone, as its readers expect it: it is UTC. */
function timestamp(iso: string): string {
  return iso.replace(/(\.\d+)?Z$/, '');
}
