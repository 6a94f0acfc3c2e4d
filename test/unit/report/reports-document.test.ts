import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../src/report/paint.ts';
import { chainSentences } from '../../../src/report/start-words.ts';
import { parseReports, type TestFormatName, testFormats } from '../../../src/report/test-formats.ts';
import { example } from '../../golden/test-reports.ts';

const text = readFileSync('docs/reports.md', 'utf8');
const formats = Object.keys(testFormats) as TestFormatName[];

/** What stands between the heading of a format and the next one. */
function sectionOf(format: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${format}\n`)) ?? '';
}

describe('docs/reports.md', () => {
  it('has a row and a section for every format, and for no other', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \| `smoke(\.\w+)` \|/gm)].map(([, name, ending]) => [
      name,
      ending,
    ]);
    expect(rows).toEqual(Object.entries(testFormats).map(([name, { ending }]) => [name, ending]));
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(formats);
  });

  it.each(formats.filter((format) => format !== 'html'))('shows what %s prints', async (format) => {
    const [, shown] = /```\w+\n(.*?)```/s.exec(sectionOf(format)) ?? [];
    const render = await testFormats[format].load();
    expect(shown).toBe(render(example, { paint: createPaint(false, {}) }));
  });

  it('tells the critical chain as the page does', () => {
    const [timeline] = example.runs.map((run) => run.timeline);
    const [, told] = /in a sentence \("(.*?)"\)/s.exec(text) ?? [];
    expect(timeline && chainSentences(timeline)).toContain(told?.replace(/\s+/g, ' '));
  });

  it('shows flags that are understood, and links that lead somewhere', () => {
    const flags = [...text.matchAll(/--report ([a-z][\w=.]*)/g)].map(([, word = '']) => word);
    expect(flags.length).toBeGreaterThan(7);
    for (const flag of flags) expect(parseReports([flag])).toBeDefined();
    for (const [, link = ''] of text.matchAll(/\]\(([\w.-]+)\)/g))
      expect(existsSync(`docs/${link}`), link).toBe(true);
  });
});
