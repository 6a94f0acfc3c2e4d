// Lint in a test: a row a rule, with a file where it speaks and one where it must not.

import { describe, expect, it } from 'vitest';
import { lintCompose } from '../../../src/lint/lint.ts';

/** Lines of a service with a pinned image, from line 4 on. */
export function web(...lines: readonly string[]): string {
  const own = lines.map((line) => `    ${line}`);
  return ['services:', '  web:', '    image: "docker.io/library/nginx:1.27"', ...own, ''].join('\n');
}

/** A rule, the line where it speaks in `bad`, and why `good` is no finding of it. */
export interface Row {
  readonly rule: string;
  readonly line: number;
  readonly bad: string;
  readonly near: string;
  readonly good: string;
  /** Name of the file, where it matters. */
  readonly file?: string;
}

/** Tests each row both ways. */
export function obligations(family: string, rows: readonly Row[]): void {
  describe(family, () => {
    it.each(rows)('$rule must be found at line $line', ({ rule, line, bad, file = 'stack.yml' }) => {
      expect(linesOf(rule, bad, file)).toContain(line);
    });

    it.each(rows)('$rule must not be found in $near', ({ rule, good, file = 'stack.yml' }) => {
      expect(linesOf(rule, good, file)).toEqual([]);
    });
  });
}

/** Lines at which a rule speaks. */
export function linesOf(rule: string, text: string, file = 'stack.yml'): number[] {
  return lintCompose(text, file)
    .filter((finding) => finding.rule === rule)
    .map(({ line }) => line);
}
