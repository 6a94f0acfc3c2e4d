// What the author of a file does not want to hear: a comment on or above the line, or a list for the whole file. Pure.

import type { Finding } from './finding.ts';
import type { ComposeFile } from './project.ts';
import { child, texts } from './spot.ts';

const comment = /#\s*smoke-lint-ignore:\s*([\w\s,-]+)/;

/** Tells whether a finding of this file is to be left out. */
export function createIgnored(file: ComposeFile): (finding: Finding) => boolean {
  const lines = file.text.includes('smoke-lint-ignore') ? file.text.split('\n') : [];
  const everywhere = new Set(texts(child(file.root, 'x-smoke-lint', 'ignore')).map(({ text }) => text));
  return ({ code, rule, line }) => {
    const here = new Set([...everywhere, ...namedAt(lines, line)]);
    return here.has(code) || here.has(rule);
  };
}

function namedAt(lines: readonly string[], line: number): string[] {
  const said = [lines[line - 1] ?? ''];
  for (let above = line - 2; above > line - 20 && /^\s*#/.test(lines[above] ?? ''); above--)
    said.push(lines[above] ?? '');
  return said.flatMap((text) => comment.exec(text)?.[1]?.split(/[\s,]+/) ?? []);
}
