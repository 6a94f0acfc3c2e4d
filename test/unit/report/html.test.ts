import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/report/html/text.ts';
import { renderHtml } from '../../../src/report/html.ts';
import type { TestReport, TestRun } from '../../../src/report/test-report.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { hostile, hostileTexts } from '../../golden/hostile-report.ts';
import { failed, good, manifest, repeated } from '../../golden/test-reports.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Reads it as a browser does; errors are those of the specification of HTML. */
function read(html: string): { elements: Element[]; errors: string[] } {
  const errors: string[] = [];
  const tree = parse(html, {
    onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`),
  });
  const elements: Element[] = [];
  const walk = (node: Node): void => {
    if ('tagName' in node) elements.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
  };
  walk(tree);
  return { elements, errors };
}

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

const tagsOf = (html: string): string[] => read(html).elements.map(({ tagName }) => tagName);

const pages: readonly (readonly [string, string])[] = [
  ['good', renderHtml(good, manifest)],
  ['failed', renderHtml(failed, manifest)],
  ['repeated', renderHtml(repeated, manifest)],
  ['without a picture', renderHtml(good)],
  ['without a run', renderHtml({ ...failed, runs: [] }, manifest)],
];
const [failedRun] = failed.runs as [TestRun];

describe.each(pages)('the page that is %s', (_, html) => {
  const { elements, errors } = read(html);

  it('has no error that a parser of HTML knows', () => {
    expect(errors).toEqual([]);
  });

  it('needs no script and nothing from elsewhere', () => {
    expect(tagsOf(html)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(script|link|img|iframe|object)$/)]),
    );
    const loading = elements
      .flatMap(({ attrs }) => attrs)
      .filter(({ name }) => /^(on|src|href|style|xlink)/.test(name));
    expect(loading).toEqual([]);
    expect(html).not.toMatch(/@import|url\((?!#)/);
  });

  it('lets a browser use its own style only', () => {
    const [style] = elements.filter(({ tagName }) => tagName === 'style');
    const hash = createHash('sha256')
      .update(style ? textOf(style) : '')
      .digest('base64');
    const policy = elements.find((one) => attribute(one, 'http-equiv') === 'Content-Security-Policy');
    expect(policy && attribute(policy, 'content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(elements.filter(({ tagName }) => tagName === 'style')).toHaveLength(1);
  });

  it('has landmarks, one first heading, and no level of headings left out', () => {
    const names = elements.map(({ tagName }) => tagName);
    for (const landmark of ['header', 'main', 'footer'])
      expect(names.filter((name) => name === landmark)).toHaveLength(1);
    const levels = names.filter((name) => /^h\d$/.test(name)).map((name) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level - (levels[index - 1] ?? 0) <= 1)).toBe(true);
  });

  it('has a caption and heads in every table, a name for every region, and each id once', () => {
    const tables = elements.filter(({ tagName }) => tagName === 'table');
    for (const table of tables) expect(table.childNodes.map(({ nodeName }) => nodeName)).toContain('caption');
    const heads = elements.filter(({ tagName }) => tagName === 'th');
    expect(heads.filter((head) => attribute(head, 'scope') === undefined)).toEqual([]);
    const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const named = elements
      .filter(({ tagName }) => tagName === 'section')
      .map((one) => attribute(one, 'aria-labelledby'));
    expect(named.filter((name) => name === undefined || !ids.includes(name))).toEqual([]);
  });
});

describe('the page of a test', () => {
  it('has the verdict first, then what failed, then the rest', () => {
    const heads = read(renderHtml(failed, manifest)).elements.filter(({ tagName }) =>
      /^h[12]$/.test(tagName),
    );
    expect(heads.map((head) => textOf(head).trim())).toEqual([
      '✘ Failed cryostat on garage',
      'What failed 3 causes',
      'Start-up 8.1 s',
      'The stack 6 services',
      'Checks',
    ]);
  });

  it('has evidence and the next step of each failure', () => {
    const html = renderHtml(failed);
    for (const { evidence, next } of failedRun.failures) {
      for (const line of evidence) expect(html).toContain(line.replaceAll('"', '&quot;'));
      expect(html).toContain(`<code>${next}</code>`);
    }
  });

  it('marks what failed in the picture', () => {
    const wrong = read(renderHtml(failed, manifest)).elements.filter((one) =>
      attribute(one, 'class')?.split(' ').includes('wrong'),
    );
    expect(wrong.filter(({ tagName }) => tagName === 'g').map(textOf)).toEqual([
      expect.stringContaining('failed: ended with exit code 1: the disk is full'),
    ]);
  });

  it('looks closely at the first run that failed', () => {
    expect(renderHtml(repeated)).toContain('Start-up of run 3');
    expect(renderHtml(repeated)).toContain('2 of 8 runs failed: 3, 7');
  });

  it.each(hostileTexts)('keeps %j as text', (text) => {
    const tags = (value: string): string[] => tagsOf(renderHtml(hostile(value, 2), manifest));
    expect(tags(text)).toEqual(tags('plain'));
    expect(read(renderHtml(hostile(text, 2))).errors).toEqual([]);
  });
});

describe('a page that would be too large', () => {
  const log = Array.from({ length: 40_000 }, (_, index) => `line ${index} ${'x'.repeat(120)}`);
  const run: TestRun = {
    ...failedRun,
    checks: Array.from({ length: 2 * limits.checks }, (_, index) => ({
      group: 'services',
      name: `check ${index}`,
      state: 'passed',
      elapsedMs: 1,
    })),
    timeline: {
      ...failedRun.timeline,
      services: Array.from({ length: 300 }, (_, index) => ({ service: `s${index}`, waitsFor: [] })),
    },
    failures: Array.from({ length: 100 }, (_, index) => ({
      subject: `service-${index}`,
      cause: `cause ${String.fromCharCode(65 + (index % 26)).repeat(index + 1)}`,
      evidence: index === 0 ? [...log, 'the last words', 'x'.repeat(1_000_000)] : log.slice(0, 50),
      next: 'look',
    })),
  };
  const huge: TestReport = { ...failed, runs: Array.from({ length: 200 }, () => run) };
  const services = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`s${index}`, { image: 'a:1' }]),
  );
  const html = renderHtml(huge, { name: 'huge', services } as unknown as Manifest);

  it('stays small enough for a browser', () => {
    expect(html.length).toBeLessThan(1_500_000);
    expect(read(html).errors).toEqual([]);
  });

  it.each([
    'further failures are not shown',
    'further checks are not shown',
    'further services are not shown',
    'lines left out; the JSON report has all of them',
    '200 services are too many for a picture',
  ])('says what is missing: %s', (words) => {
    expect(html).toContain(words);
  });

  it('keeps the end of a log, where it went wrong', () => {
    expect(html).toContain('the last words');
    expect(html).toContain('line 0 x');
    expect(html).not.toContain('line 20000 x');
  });
});
