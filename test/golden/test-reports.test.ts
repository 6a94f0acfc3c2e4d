// Results of tests in every format, compared byte by byte with test/golden/reports/.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createPaint } from '../../src/report/paint.ts';
import { type TestFormatName, testFormats } from '../../src/report/test-formats.ts';
import { failed, good, manifest, repeated } from './test-reports.ts';

const folder = join(import.meta.dirname, 'reports');
const reports = { good, failed, repeated };
const formats = Object.keys(testFormats) as TestFormatName[];
const cases = Object.keys(reports).flatMap((name) =>
  formats.map((format) => [name as keyof typeof reports, format] as const),
);

async function render(
  name: keyof typeof reports,
  format: TestFormatName,
  isTerminal = false,
): Promise<string> {
  const paint = createPaint(isTerminal, {});
  return (await testFormats[format].load())(reports[name], { paint, manifest });
}

function fileOf(name: string, format: TestFormatName): string {
  return `${name}.${format}${testFormats[format].ending}`;
}

describe('the report of a test', () => {
  it.each(cases)('that is %s, as %s, is the one that is written down', async (name, format) => {
    await expect(await render(name, format)).toMatchFileSnapshot(join(folder, fileOf(name, format)));
  });

  it.each(Object.keys(reports) as (keyof typeof reports)[])(
    'that is %s says the same with colours',
    async (name) => {
      const coloured = await render(name, 'terminal', true);
      expect(coloured).toContain('\u001b[');
      expect(stripVTControlCharacters(coloured)).toBe(await render(name, 'terminal'));
    },
  );

  it('has no file that no test owns', () => {
    expect(readdirSync(folder).sort()).toEqual(cases.map(([name, format]) => fileOf(name, format)).sort());
  });
});
