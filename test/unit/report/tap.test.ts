import { Parser } from 'tap-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderTap } from '../../../src/report/tap.ts';
import type { TestReport } from '../../../src/report/test-report.ts';
import { hostile, hostileTexts } from '../../golden/hostile-report.ts';
import { failed, good, repeated } from '../../golden/test-reports.ts';

interface Assertion {
  readonly ok: boolean;
  readonly name: string;
  readonly skip: string | boolean;
  readonly todo: string | boolean;
  readonly diag: Readonly<Record<string, unknown>> | null;
}

/** Reads it with the parser of node-tap; what it takes for garbage is told, too. */
function read(report: TestReport) {
  const assertions: Assertion[] = [];
  const children: string[] = [];
  const garbage: string[] = [];
  const parser = new Parser({ strict: true });
  let version = 0;
  const listen = (on: Parser, depth: number): void => {
    on.on('extra', (text: string) => garbage.push(text));
    on.on('assert', (one: Assertion) => depth === 0 && assertions.push(one));
    on.on('version', (found: number | string) => {
      if (depth === 0) version = Number(found);
    });
    on.on('child', (child: Parser) => {
      children.push(child.name);
      listen(child, depth + 1);
    });
  };
  listen(parser, 0);
  parser.end(renderTap(report));
  return { version, assertions, children, garbage, results: parser.results };
}

describe('TAP', () => {
  it('is of version 14, with a plan and a point for each check', () => {
    const { version, results, garbage } = read(good);
    expect([version, garbage]).toEqual([14, []]);
    expect(results).toMatchObject({
      ok: true,
      count: 10,
      pass: 10,
      skip: 1,
      fail: 0,
      failures: [],
      bailout: false,
    });
  });

  it('has the reason of a skip as its directive', () => {
    const skipped = read(good).assertions.filter(({ skip }) => skip !== false);
    expect(skipped).toMatchObject([
      { ok: true, name: 'storage: s3: objects keep their tags', skip: 'garage lacks object tagging' },
    ]);
  });

  it('has cause, evidence and next step in the block of what failed', () => {
    const { results, assertions } = read(failed);
    expect(results).toMatchObject({ ok: false, count: 11, fail: 3, skip: 5 });
    expect(assertions[1]?.diag).toMatchObject({
      message: 'ended with exit code 1: the disk is full',
      code: 'disk-full',
      evidence: expect.stringMatching(/^db: ended .*\nhealth check: pg_isready: no response\n/),
      next: 'podman system df, and free some space; then ./smoke test -s garage\n',
    });
  });

  it('has a subtest for each of several runs', () => {
    const { results, children, garbage } = read(repeated);
    expect(garbage).toEqual([]);
    expect(children).toEqual(Array.from({ length: 8 }, (_, index) => `run ${index + 1} of 8`));
    expect(results).toMatchObject({ ok: false, count: 8, fail: 2, plan: { start: 1, end: 8 } });
  });

  it('fails where a run failed without a word', () => {
    const [run] = good.runs;
    const silent = {
      ...good,
      verdict: 'failed',
      runs: run ? [{ ...run, verdict: 'failed' }] : [],
    } as TestReport;
    expect(read(silent).results).toMatchObject({ ok: false, fail: 1, count: 11 });
  });

  it('gives up where no run was made', () => {
    expect(read({ ...failed, runs: [] }).results).toMatchObject({ ok: false, bailout: 'no run was made' });
  });

  it('says that nothing was checked where nothing was', () => {
    const [run] = good.runs;
    const empty = { ...good, runs: run ? [{ ...run, checks: [] }] : [] };
    expect(renderTap(empty)).toContain('1..0 # SKIP no check was made\n');
  });

  it.each(hostileTexts)('keeps its form with %j everywhere', (text) => {
    const one = read(hostile(text));
    expect(one.garbage).toEqual([]);
    expect(one.results).toMatchObject({ count: 4, fail: 2, skip: 1, todo: 0, bailout: false });
    const several = read(hostile(text, 2));
    expect(several.garbage).toEqual([]);
    expect(several.results).toMatchObject({ count: 2, fail: 2, todo: 0, bailout: false });
  });

  it('has blocks that any reader of YAML reads', () => {
    for (const text of hostileTexts) {
      const blocks = [...renderTap(hostile(text)).matchAll(/^ {2}---\n(.*?)^ {2}\.\.\.$/gms)];
      expect(blocks).toHaveLength(3);
      for (const [, block = ''] of blocks) expect(typeof parse(block)).toBe('object');
    }
  });

  it('has the text of a name with # and \\ as it was', () => {
    const { assertions } = read(hostile('a # SKIP \\ b'));
    expect(assertions[0]).toMatchObject({ name: 'start: a # SKIP \\ b', skip: false, ok: false });
  });
});
