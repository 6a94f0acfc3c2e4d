// A parsed document → plain data: every scalar is its text, aliases and merge keys are followed. Pure.

import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Value } from '../../stack/manifest.ts';

/** Data, and the line of each entry of its maps and lists. */
export interface Plain {
  readonly value: Value;
  readonly lines: ReadonlyMap<object, ReadonlyMap<string, number>>;
}

/** Says what is wrong, and where in the text. */
type Refuse = (problem: string, offset?: number) => never;

/** What aliases may make of a text, in values: a few of them can stand for more than a memory holds. */
const mostValues = 1_000_000;

/** Tags that say what a plain value is anyway. */
const plainTags = /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq|timestamp))$/;

/** The document as data; numbers and flags stay text, since a name such as 0123 is meant as it is written. */
export function plainOf(
  document: Document.Parsed,
  lineOf: (offset: number) => number,
  refuse: Refuse,
): Plain {
  const lines = new Map<object, Map<string, number>>();
  const anchors = new Map<string, { value: Value; size: number }>();
  let size = 0;
  const grow = (by: number, offset: number | undefined): void => {
    size += by;
    if (size > mostValues) refuse(`aliases that make more than ${mostValues} values of it`, offset);
  };

  const convert = (node: Node | null): Value => {
    const offset = node?.range?.[0];
    grow(1, offset);
    if (node === null) return null;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) return refuse('an alias without a finished anchor before it', offset);
      grow(target.size, offset);
      return target.value;
    }
    const { tag, anchor } = node as { tag?: string; anchor?: string };
    if (tag !== undefined && !plainTags.test(tag)) return refuse('a tag that is not of plain YAML', offset);
    const before = size;
    if (anchor) anchors.delete(anchor);
    const value = convertNode(node);
    if (anchor) anchors.set(anchor, { value, size: size - before });
    return value;
  };

  const convertNode = (node: Node): Value => {
    if (isScalar(node)) return scalarOf(node.value, node.type);
    if (isMap(node)) return convertMap(node);
    if (!isSeq(node)) return null;
    const own = new Map<string, number>();
    const list = node.items.map((item, index) => {
      // A pair in a list is a map of one entry: [a: b].
      const value = isPair(item) ? null : convert(item as Node | null);
      const offset = (item as Node | null)?.range?.[0];
      if (offset !== undefined) own.set(String(index), lineOf(offset));
      return value;
    });
    lines.set(list, own);
    return list;
  };

  const convertMap = (node: YAMLMap): Value => {
    const own = new Map<string, number>();
    const entries = new Map<string, Value>();
    const merged: [string, Value][] = [];
    for (const { key, value } of node.items) {
      const offset = (key as Node | null)?.range?.[0];
      const isMerge = isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
      const name = keyOf(key as Node | null, offset);
      if (entries.has(name)) refuse(`the key ${shortened(name)} twice in one map`, offset);
      const plain = convert(value as Node | null);
      if (isMerge) {
        for (const part of Array.isArray(plain) ? (plain as readonly Value[]) : [plain]) {
          const more =
            typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.entries(part) : [];
          grow(more.length, offset);
          merged.push(...more);
        }
      } else {
        entries.set(name, plain);
        if (offset !== undefined) own.set(name, lineOf(offset));
      }
    }
    for (const [name, value] of merged) if (!entries.has(name)) entries.set(name, value);
    // Not by assignment: a key may be called __proto__.
    const map = Object.fromEntries(entries);
    lines.set(map, own);
    return map;
  };

  const keyOf = (key: Node | null, offset: number | undefined): string => {
    if (key === null) return '';
    if (isScalar(key)) return String(key.value ?? '');
    return refuse('a key that is no text', offset);
  };

  return { value: convert(document.contents as Node | null), lines };
}

function scalarOf(value: unknown, type: unknown): Value {
  const text = String(value ?? '');
  return type === 'PLAIN' && /^(~|null|Null|NULL|)$/.test(text) ? null : text;
}

/** Keys of a Secret are no secret; a long one is no key. */
function shortened(key: string): string {
  return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
}
