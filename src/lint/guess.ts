// What a mistyped name probably means. Pure.

import { nearest } from '../options/nearest.ts';

const longest = 80;
const mostCandidates = 500;

/** The nearest name; undefined when none is near, and for names and lists that no person types. */
export function guess(name: string, known: ReadonlySet<string>): string | undefined {
  if (name.length > longest || known.size > mostCandidates) return undefined;
  const limit = Math.max(1, Math.floor(name.length / 3));
  return nearest(
    name,
    [...known].filter((candidate) => Math.abs(candidate.length - name.length) <= limit),
  );
}
