// The shape of a cause: the words and signs that tell of it, and what to say. Pure.

import type { Line, Origin, Symptoms } from './symptoms.ts';

/** Words that told of a cause: the line, and the named parts of what matched. */
export interface Found {
  readonly line: Line | undefined;
  /** Where in the line. */
  readonly at: number;
  readonly parts: Readonly<Record<string, string>>;
}

/** What a cause says. */
export interface Explanation {
  readonly cause: string;
  readonly next: string;
  /** What it is about, such as an image or a port: failures with the same cause about the same thing share a card. */
  readonly about?: string;
  /** The services that it is about, where the symptoms do not tell. */
  readonly services?: readonly string[];
  /** The service that is to blame, where it is another one. */
  readonly blames?: string;
  /** More that was seen, to stand before the lines that were said. */
  readonly seen?: readonly string[];
}

/** One cause that smoke can name. */
export interface Cause {
  /** Stable: scripts rely on it, docs/failures.md lists it. */
  readonly code: string;
  /** Words that tell of it. Without any, the signs alone do. */
  readonly words?: readonly RegExp[];
  /** Where these words count; the order is that of trust. */
  readonly from?: readonly Origin[];
  /** Whether everything else that was seen fits. */
  readonly fits?: (symptoms: Symptoms, found: Found) => boolean;
  readonly explain: (symptoms: Symptoms, found: Found) => Explanation;
  /** Could be the consequence of another service's failure. */
  readonly mayFollow?: boolean;
}

const everywhere: readonly Origin[] = ['engine', 'provider', 'health', 'log', 'probe'];

/** The line that tells of a cause; undefined where it is not this one. */
export function findCause(cause: Cause, symptoms: Symptoms): Found | undefined {
  const { words, from = everywhere, fits = () => true } = cause;
  if (words === undefined) {
    const nothing: Found = { line: undefined, at: 0, parts: {} };
    return fits(symptoms, nothing) ? nothing : undefined;
  }
  for (const origin of from) {
    const said = symptoms.lines.filter((line) => line.from === origin);
    // A provider's first error has the others as consequences; of a log, what came last was still true in the end.
    const inOrder = origin === 'provider' ? said : said.reverse();
    // A sentence says more than the code that stands below it in a dump of the error.
    for (const line of [...inOrder.filter((each) => !isDetail(each)), ...inOrder.filter(isDetail)]) {
      const found = matchLine(words, line);
      if (found && fits(symptoms, found)) return found;
    }
  }
  return undefined;
}

function isDetail({ text }: Line): boolean {
  return /^\s*(?:at |code:|errno|syscall|reason:|host:|\.{3} \d+ more)/.test(text);
}

function matchLine(words: readonly RegExp[], line: Line): Found | undefined {
  for (const word of words) {
    const match = word.exec(line.text);
    if (match) return { line, at: match.index, parts: definedParts(match.groups) };
  }
  return undefined;
}

function definedParts(groups: Record<string, string | undefined> | undefined): Record<string, string> {
  const entries = Object.entries(groups ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
