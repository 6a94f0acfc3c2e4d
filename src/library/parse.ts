// YAML text of a fragment → data and the line of each value. Loaded only when no parsed copy is at hand.

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Tags,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { SmokeError } from '../error.ts';
import { mergeTag } from '../stack/fragment.ts';
import type { Value } from '../stack/manifest.ts';

/** A parsed file: its value with Compose's merge tags as data, and line numbers by dotted path. */
export interface Parsed {
  readonly value: Value;
  readonly lines: Readonly<Record<string, number>>;
}

/** The parser's time grows with the square of a map's keys, and nothing can interrupt it. */
const largestText = 8 * 1024 * 1024;

/** Parses YAML 1.2; duplicate keys, unknown tags and several documents are errors with file and line. */
export function parseYaml(text: string, file: string): Parsed {
  if (text.length > largestText) {
    throw new SmokeError(
      'FRAGMENT',
      `${file} has ${text.length} characters, expected ${largestText} at most`,
    );
  }
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    customTags: mergeTags(),
    merge: true,
    logLevel: 'error',
  });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const { line } = counter.linePos(problem.pos[0]);
    throw new SmokeError('FRAGMENT', `${file}:${line}: ${problem.message.replace(/\s+/g, ' ')}`, {
      hint: 'Expected a Compose file in YAML.',
    });
  }
  const lines: Record<string, number> = {};
  collectLines(document.contents as Node | null, '', counter, lines);
  return { value: toValue(document, file), lines };
}

/** An alias inside of its own anchor makes a value without end. */
const deepest = 100;

function isDeeperThan(value: Value, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((item: Value) => isDeeperThan(item, depth - 1));
}

/** Aliases are followed here: unknown ones, and so many that the file would grow without end, are errors. */
function toValue(document: Document.Parsed, file: string): Value {
  try {
    const value = (document.toJS({ maxAliasCount: 100 }) ?? {}) as Value;
    if (isDeeperThan(value, deepest)) {
      throw new SmokeError('FRAGMENT', `${file}: values stand in each other more than ${deepest} deep`);
    }
    return value;
  } catch (cause) {
    if (cause instanceof ReferenceError)
      throw new SmokeError('FRAGMENT', `${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** `!reset` and `!override` of the Compose specification, kept as plain data. */
function mergeTags(): Tags {
  return (['reset', 'override'] as const).flatMap((name) => [
    { tag: `!${name}`, resolve: (text: string) => ({ [mergeTag]: name, value: text }) },
    {
      tag: `!${name}`,
      collection: 'map',
      resolve: (node: YAMLMap | YAMLSeq) => ({ [mergeTag]: name, value: node.toJSON() }),
    },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (node: YAMLMap | YAMLSeq) => ({ [mergeTag]: name, value: node.toJSON() }),
    },
  ]);
}

function collectLines(
  node: Node | null,
  path: string,
  counter: LineCounter,
  lines: Record<string, number>,
): void {
  const add = (at: string, from: Node | null, value: Node | null): void => {
    if (from?.range) lines[at] = counter.linePos(from.range[0]).line;
    if (value && !isAlias(value)) collectLines(value, at, counter, lines);
  };
  if (isMap(node)) {
    // A map below a key begins on the next line; people look for the key.
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      add(path === '' ? name : `${path}.${name}`, key as Node | null, value as Node | null);
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries())
      add(`${path}.${index}`, item as Node | null, item as Node | null);
  }
}
