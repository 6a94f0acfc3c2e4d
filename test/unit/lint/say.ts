// Lint in a test: text in, short words out.

import { lintCompose, lintFiles } from '../../../src/lint/lint.ts';

/** `line rule` of each finding of one file. */
export function say(text: string, file = 'stack.yml'): string[] {
  return lintCompose(text, file).map(({ line, rule }) => `${line} ${rule}`);
}

/** The same for files of one project: `file:line rule`. */
export function sayTogether(files: Readonly<Record<string, string>>): string[] {
  const inputs = Object.entries(files).map(([file, text]) => ({ file, text }));
  return lintFiles(inputs).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

/** A service with a pinned image and these lines. */
export function service(...lines: readonly string[]): string {
  return [
    'services:',
    '  web:',
    '    image: "docker.io/library/nginx:1.27"',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
}
