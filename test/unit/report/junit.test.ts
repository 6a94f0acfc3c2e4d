import { DOMParser } from '@xmldom/xmldom';
import { parse } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../../src/report/junit.ts';
import type { TestReport } from '../../../src/report/test-report.ts';
import { hostile, hostileTexts } from '../../golden/hostile-report.ts';
import { failed, good, repeated } from '../../golden/test-reports.ts';

/** What XML 1.0 lets stand in a document. */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Reads it as any consumer would, and fails where it is not well-formed. */
function read(report: TestReport) {
  const xml = renderJunit(report);
  expect(xml).toMatch(allowed);
  const errors: string[] = [];
  // A warning is what it thinks of replacement characters.
  const onError = (level: string, message: string) => level === 'warning' || errors.push(message);
  new DOMParser({ onError }).parseFromString(xml, 'text/xml');
  expect(errors).toEqual([]);
  return parse(xml);
}

async function suitesOf(report: TestReport) {
  const result = await read(report);
  if (result == null || !('testsuite' in result)) throw new Error('no test suites were read');
  return { ...result, suites: result.testsuite ?? [] };
}

describe('JUnit XML', () => {
  it('has a suite for the run, with its totals, its time and what was tested', async () => {
    const { suites, ...all } = await suitesOf(good);
    expect(all).toMatchObject({ tests: 10, failures: 0, errors: 0, time: 31.9 });
    expect(suites).toMatchObject([
      {
        name: 'cryostat on garage',
        timestamp: '2026-11-29T20:15:04',
        hostname: 'localhost',
        tests: 10,
        skipped: 1,
        properties: expect.arrayContaining([{ name: 'command', value: './smoke test -s garage' }]),
      },
    ]);
  });

  it('has a case for each check, by group, and the reason of a skip', async () => {
    const { suites } = await suitesOf(good);
    const cases = suites[0]?.testcase ?? [];
    expect(cases).toHaveLength(10);
    expect(cases[6]).toMatchObject({
      name: 's3: objects keep their tags',
      classname: 'cryostat-on-garage.storage',
      skipped: [{ message: 'garage lacks object tagging' }],
    });
    expect(cases[7]).toMatchObject({ classname: 'cryostat-on-garage.application', time: 1.63 });
  });

  it('has the evidence and the next step of a failure, and no failure is lost', async () => {
    const { suites, failures } = await suitesOf(failed);
    const cases = suites[0]?.testcase ?? [];
    expect(failures).toBe(3);
    expect(cases.filter((one) => one.failure)).toHaveLength(3);
    expect(cases[1]?.failure).toMatchObject([
      {
        type: 'disk-full',
        message: 'ended with exit code 1: the disk is full',
        inner: expect.stringMatching(/No space left on device\n.*\nnext: podman system df/s),
      },
    ]);
    expect(cases.at(-1)).toMatchObject({ name: 'podman-compose', classname: 'cryostat-on-garage.run' });
  });

  it('keeps the cases of several runs apart', async () => {
    const { suites, tests } = await suitesOf(repeated);
    expect(tests).toBe(80);
    const names = suites.flatMap(({ testcase = [] }) =>
      testcase.map(({ classname, name }) => `${classname} ${name}`),
    );
    expect(new Set(names).size).toBe(80);
    expect(suites.map(({ failures }) => failures)).toEqual([0, 0, 1, 0, 0, 0, 1, 0]);
  });

  it('fails where a run failed without a word', async () => {
    const [run] = good.runs;
    const silent = {
      ...good,
      verdict: 'failed',
      runs: run ? [{ ...run, verdict: 'failed' }] : [],
    } as TestReport;
    expect(await suitesOf(silent)).toMatchObject({ tests: 11, failures: 1 });
  });

  it.each(hostileTexts)('is well-formed with %j everywhere', async (text) => {
    const { suites } = await suitesOf(hostile(text, 2));
    expect(suites.map(({ tests, failures }) => [tests, failures])).toEqual([
      [4, 2],
      [4, 2],
    ]);
  });

  it('keeps what looks like markup as text', async () => {
    const { suites } = await suitesOf(hostile('a ]]> b <failure/> & "c"'));
    expect(suites[0]?.testcase?.[1]).toMatchObject({ skipped: [{ message: 'a ]]> b <failure/> & "c"' }] });
  });
});
