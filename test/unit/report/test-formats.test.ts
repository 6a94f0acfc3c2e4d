import { describe, expect, it } from 'vitest';
import { SmokeError } from '../../../src/error.ts';
import { createPaint } from '../../../src/report/paint.ts';
import { parseReports, testFormats, type WantedReport } from '../../../src/report/test-formats.ts';
import { good } from '../../golden/test-reports.ts';

function refused(words: readonly string[]): SmokeError {
  try {
    parseReports(words);
  } catch (error) {
    if (error instanceof SmokeError) return error;
    throw error;
  }
  throw new Error(`${words.join(' ')} was not refused`);
}

describe('--report', () => {
  it.each<[string[], WantedReport[]]>([
    [[], [{ format: 'terminal' }]],
    [['json'], [{ format: 'json' }]],
    [['json=-'], [{ format: 'json' }]],
    [['html=a=b.html'], [{ format: 'terminal' }, { format: 'html', file: 'a=b.html' }]],
    [
      ['tap', 'junit=out/smoke.xml', 'html=smoke.html'],
      [{ format: 'tap' }, { format: 'junit', file: 'out/smoke.xml' }, { format: 'html', file: 'smoke.html' }],
    ],
  ])('%j is read', (words, wanted) => {
    expect(parseReports(words)).toEqual(wanted);
  });

  it.each<[string[], string, string]>([
    [['jnuit'], 'got "jnuit", expected terminal, json, junit, tap, github, html', 'Did you mean "junit"?'],
    [['pdf=x'], 'got "pdf", expected', 'Type --report html=smoke.html, for example.'],
    [['constructor'], 'got "constructor", expected', 'Type --report html'],
    [['tap', 'json'], 'got tap and json for standard output, expected one', '--report json=smoke.json'],
    [['junit='], 'junit=: got no file after "=", expected one', 'Type --report junit=smoke.xml'],
    [['tap=a', 'json=a'], 'got the file a twice, expected a file for each report', 'name another file'],
  ])('%j is refused with what was expected', (words, message, hint) => {
    const error = refused(words);
    expect([error.code, error.message, error.hint]).toEqual([
      'USAGE',
      expect.stringContaining(message),
      expect.stringContaining(hint),
    ]);
  });
});

describe('every format', () => {
  it.each(Object.entries(testFormats))(
    '%s gives the same text twice, and ends its last line',
    async (_, { load }) => {
      const render = await load();
      const context = { paint: createPaint(false, {}) };
      expect(render(good, context)).toMatch(/\n$/);
      expect(render(good, context)).toBe(render(good, context));
    },
  );
});
