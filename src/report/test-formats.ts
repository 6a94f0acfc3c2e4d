// The formats of a test report by name, and what --report says. Pure; a renderer loads when it is used.

import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { Manifest } from '../stack/manifest.ts';
import type { Paint } from './paint.ts';
import type { TestReport } from './test-report.ts';

/** What a format may use beside the result. */
export interface FormatContext {
  readonly paint: Paint;
  /** For the picture of the stack, where it is known. */
  readonly manifest?: Manifest;
}

type Render = (report: TestReport, context: FormatContext) => string;

/** A format: how its files usually end, what it is for, and its renderer. */
export interface TestFormat {
  readonly ending: string;
  readonly summary: string;
  readonly load: () => Promise<Render>;
}

/** Every format that --report knows. */
export const testFormats = {
  terminal: {
    ending: '.txt',
    summary: 'one screen for people',
    load: async () => {
      const { renderTestReport } = await import('./test-terminal.ts');
      return (report, { paint }) => renderTestReport(report, paint);
    },
  },
  json: {
    ending: '.json',
    summary: 'one object for programs, version 1',
    load: async () => (await import('./test-json.ts')).renderTestJson,
  },
  junit: {
    ending: '.xml',
    summary: 'JUnit XML for Jenkins, GitLab and others',
    load: async () => (await import('./junit.ts')).renderJunit,
  },
  tap: {
    ending: '.tap',
    summary: 'TAP version 14',
    load: async () => (await import('./tap.ts')).renderTap,
  },
  github: {
    ending: '.txt',
    summary: 'annotations of GitHub Actions',
    load: async () => (await import('./github.ts')).renderGithub,
  },
  html: {
    ending: '.html',
    summary: 'one page for a browser',
    load: async () => {
      const { renderHtml } = await import('./html.ts');
      return (report, { manifest }) => renderHtml(report, manifest);
    },
  },
} as const satisfies Readonly<Record<string, TestFormat>>;

/** The name of a format. */
export type TestFormatName = keyof typeof testFormats;

/** One wanted report; without a file it goes to standard output. */
export interface WantedReport {
  readonly format: TestFormatName;
  readonly file?: string;
}

const names = Object.keys(testFormats) as TestFormatName[];

/** Reads every `--report NAME[=FILE]`; without any, the terminal gets one. */
export function parseReports(words: readonly string[]): WantedReport[] {
  const wanted = words.map(parseReport);
  const shown = wanted.filter(({ file }) => file === undefined);
  if (shown.length > 1)
    throw new SmokeError(
      'USAGE',
      `--report: got ${shown.map(({ format }) => format).join(' and ')} for standard output, expected one`,
      { hint: `Give the others a file: --report ${shown[1]?.format}=${fileFor(shown[1]?.format)}` },
    );
  refuseSameFile(wanted);
  return shown.length === 0 ? [{ format: 'terminal' }, ...wanted] : wanted;
}

function parseReport(word: string): WantedReport {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const format = names.find((known) => known === name);
  if (format === undefined) throw unknownFormat(name);
  if (file === '')
    throw new SmokeError('USAGE', `--report ${name}=: got no file after "=", expected one`, {
      hint: `Type --report ${name}=${fileFor(format)}, or --report ${name} for standard output.`,
    });
  return file === undefined || file === '-' ? { format } : { format, file };
}

function unknownFormat(name: string): SmokeError {
  const near = nearest(name, names);
  return new SmokeError('USAGE', `--report: got "${name}", expected ${names.join(', ')}`, {
    hint:
      near === undefined ? `Type --report html=${fileFor('html')}, for example.` : `Did you mean "${near}"?`,
  });
}

function refuseSameFile(wanted: readonly WantedReport[]): void {
  const files = wanted.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice === undefined) return;
  throw new SmokeError('USAGE', `--report: got the file ${twice} twice, expected a file for each report`, {
    hint: 'The second report would replace the first: name another file.',
  });
}

function fileFor(format: TestFormatName = 'html'): string {
  return `smoke${testFormats[format].ending}`;
}
