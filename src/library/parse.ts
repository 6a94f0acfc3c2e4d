// YAML text of a fragment → data and the line of each value. Loaded only when no parsed copy is at hand.

import {
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

/** Parses YAML 1.2; duplicate keys, unknown tags and several documents are errors with file and line. */
export function parseYaml(text: string, file: string): Parsed {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    customTags: mergeTags(),
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
  return { value: (document.toJS({ maxAliasCount: 100 }) ?? {}) as Value, lines };
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
  if (!node || isAlias(node)) return;
  if (path !== '' && node.range) lines[path] = counter.linePos(node.range[0]).line;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      collectLines(value as Node | null, path === '' ? name : `${path}.${name}`, counter, lines);
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries())
      collectLines(item as Node | null, `${path}.${index}`, counter, lines);
  }
}
