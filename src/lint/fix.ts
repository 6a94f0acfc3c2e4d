// Findings → the same text with what can be mended by rule mended, comments and layout kept. Pure.

import type { Edit, Finding } from './finding.ts';
import { type LintInput, lintMendable } from './lint.ts';

/** A file after `--fix`. */
export interface Fixed {
  readonly file: string;
  readonly text: string;
  /** What was mended. */
  readonly fixed: readonly Finding[];
}

/** Mends files; what two cures would change at the same place is mended in another round. */
export function fixFiles(inputs: readonly LintInput[]): Fixed[] {
  let files: Fixed[] = inputs.map(({ file, text }) => ({ file, text, fixed: [] }));
  // Each round mends something or is the last one; the bound is against cures that undo each other.
  for (let round = 0; round < 5; round++) {
    const mendables = lintMendable(files).filter(({ finding, fix }) => finding.fixable && fix.length > 0);
    const next = files.map((file) => {
      const own = mendables.filter(({ finding }) => finding.file === file.file);
      const chosen = withoutOverlap(own);
      return {
        ...file,
        text: applyEdits(
          file.text,
          chosen.flatMap(({ fix }) => fix),
        ),
        fixed: [...file.fixed, ...chosen.map(({ finding }) => finding)],
      };
    });
    if (next.every(({ text }, index) => text === files[index]?.text)) return files;
    files = next;
  }
  return files;
}

function withoutOverlap<T extends { readonly fix: readonly Edit[] }>(mendables: readonly T[]): T[] {
  const taken: Edit[] = [];
  return mendables.filter(({ fix }) => {
    const isFree = fix.every(
      (edit) => !taken.some((other) => edit.start <= other.end && other.start <= edit.end),
    );
    if (isFree) taken.push(...fix);
    return isFree;
  });
}

/** Replaces ranges that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, text: part }) => whole.slice(0, start) + part + whole.slice(end), text);
}
