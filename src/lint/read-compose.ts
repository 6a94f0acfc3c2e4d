// Text of a Compose file → a tree of spots, aliases and merge keys followed. Pure.

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  type Scalar,
} from 'yaml';
import { SmokeError } from '../error.ts';
import { shownName } from './shown.ts';
import type { Spot } from './spot.ts';

/** A file that was read: its tree, and what the tree cannot show. */
export interface ReadFile {
  readonly root: Spot;
  /** Keys that stand twice in one map. */
  readonly duplicates: readonly Spot[];
  /** Where anchors stand. */
  readonly anchors: readonly Spot[];
  /** Where a second document begins, which nothing is read of. */
  readonly nextDocument: Spot | undefined;
  readonly position: (offset: number) => { readonly line: number; readonly column: number };
}

/** No Compose file of people is near these; what is beyond them would keep the machine busy. */
const largestText = 2 * 1024 * 1024;
const mostSpots = 100_000;
const mostServices = 2000;
const deepest = 100;

/** Refuses what is no YAML map, and what would grow without end; everything else is for the rules. */
export function readCompose(text: string, file: string): ReadFile {
  if (text.length > largestText) {
    throw new SmokeError(
      'FRAGMENT',
      `${file} has ${text.length} characters, expected ${largestText} at most`,
    );
  }
  const counter = new LineCounter();
  const position = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const { contents, next } = parse(text, file, counter);
  if (!isMap(contents)) throw noCompose(file, 'expected a map with services');
  const growth: Growth = { file, text, count: 0, anchored: new Map(), duplicates: [], anchors: [] };
  collectAnchors(contents, growth);
  const root = toSpot(contents, { path: '', start: contents.range[0], depth: 0 }, growth);
  if (!sections.some((name) => root.entries.has(name)))
    throw noCompose(
      file,
      `it has ${[...root.entries.keys()].slice(0, 5).map(shownName).join(', ') || 'nothing'}, expected services`,
    );
  const services = root.entries.get('services');
  if (services && services.kind !== 'map' && !services.isNull)
    throw noCompose(`${file}:${position(services.start).line}`, 'services is no map');
  if (services && services.entries.size > mostServices)
    throw new SmokeError(
      'FRAGMENT',
      `${file} has ${services.entries.size} services, expected ${mostServices} at most`,
    );
  const nextDocument = next === undefined ? undefined : markSpot(next, next + '---'.length, '---');
  return { root, duplicates: growth.duplicates, anchors: growth.anchors, nextDocument, position };
}

/** One of these makes a map a Compose file. */
const sections = ['services', 'include', 'volumes', 'networks', 'configs', 'secrets', 'models'];

function noCompose(file: string, why: string): SmokeError {
  return new SmokeError('FRAGMENT', `${file} is no Compose file: ${why}`, {
    hint: 'smoke lint takes Compose files in YAML.',
  });
}

/** The first document, and where the next one begins. */
function parse(
  text: string,
  file: string,
  counter: LineCounter,
): { contents: ParsedNode | null; next?: number } {
  try {
    const document = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    });
    const problem = document.errors[0];
    if (!problem) return { contents: document.contents };
    if (problem.code === 'MULTIPLE_DOCS') return { contents: document.contents, next: problem.pos[0] };
    const { line, col } = counter.linePos(problem.pos[0]);
    // Behind a colon the reader repeats a piece of the file, which may be a secret.
    const message = problem.message.replace(/(:|Invalid escape sequence)\s.*$/s, '').replace(/\s+/g, ' ');
    throw new SmokeError('FRAGMENT', `${file}:${line}:${col}: ${message}`, {
      hint: 'Expected a Compose file in YAML.',
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep(file, cause);
    throw cause;
  }
}

interface Growth {
  readonly file: string;
  readonly text: string;
  count: number;
  readonly anchored: Map<string, Node>;
  readonly duplicates: Spot[];
  readonly anchors: Spot[];
}

interface Place {
  readonly path: string;
  readonly start: number;
  readonly depth: number;
}

function toSpot(given: Node | null, place: Place, growth: Growth): Spot {
  growth.count++;
  if (place.depth > deepest) throw tooDeep(growth.file);
  if (growth.count > mostSpots) {
    throw new SmokeError('FRAGMENT', `${growth.file} has more than ${mostSpots} values, aliases followed`);
  }
  if (given && isAlias(given)) {
    const node = growth.anchored.get(given.source);
    if (!node) {
      throw new SmokeError(
        'FRAGMENT',
        `${growth.file}: ${place.path}: the alias has no anchor; a text that begins with * needs quotes`,
      );
    }
    // What is wrong below an alias is mended where the anchor is.
    return toSpot(node, { ...place, depth: place.depth + 1 }, growth);
  }
  const [valueStart, valueEnd] = given?.range ?? [place.start, place.start];
  const spot = {
    path: place.path,
    start: place.start,
    valueStart,
    valueEnd,
    entries: new Map<string, Spot>(),
    items: [] as Spot[],
    text: '',
    isPlain: false,
    isNull: false,
    isFlow: (isMap(given) || isSeq(given)) && given.flow === true,
    ...(given?.tag?.startsWith('!') && { tag: given.tag }),
  };
  if (isMap(given)) return { ...spot, kind: 'map', entries: entriesOf(given.items, place, growth) };
  if (isSeq(given)) {
    const items = given.items.map((item, index) =>
      toSpot(
        item as Node | null,
        { path: `${place.path}.${index}`, start: startOf(item, valueStart), depth: place.depth + 1 },
        growth,
      ),
    );
    return { ...spot, kind: 'list', items };
  }
  return { ...spot, kind: 'scalar', ...scalarOf(given) };
}

function scalarOf(node: Node | null): { text: string; isPlain: boolean; isNull: boolean } {
  if (!isScalar(node)) return { text: '', isPlain: true, isNull: true };
  const scalar = node as Scalar;
  const isPlain = scalar.type === 'PLAIN' || scalar.type === undefined;
  const text = scalar.source ?? (scalar.value === null ? '' : String(scalar.value));
  return { text, isPlain, isNull: scalar.value === null };
}

function entriesOf(pairs: readonly Pair[], place: Place, growth: Growth): Map<string, Spot> {
  const entries = new Map<string, Spot>();
  const merged: Spot[] = [];
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? ((key as Scalar).source ?? String(key.value)) : String(key);
    const path = place.path === '' ? shownName(name) : `${place.path}.${shownName(name)}`;
    const at = { path, start: startOf(key, place.start), depth: place.depth + 1 };
    if (name === '<<') {
      const from = isSeq(value) ? value.items : [value];
      merged.push(...from.map((item) => toSpot(item as Node | null, { ...at, path: place.path }, growth)));
      continue;
    }
    const spot = toSpot(value as Node | null, at, growth);
    if (entries.has(name)) growth.duplicates.push(spot);
    entries.set(name, spot);
  }
  for (const { entries: more } of merged)
    for (const [name, spot] of more) if (!entries.has(name)) entries.set(name, spot);
  return entries;
}

/** Anchors are found before aliases are followed; the last one of a name counts. */
function collectAnchors(root: Node, growth: Growth): void {
  const waiting: (readonly [unknown, number])[] = [[root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next;
    if (depth > deepest) throw tooDeep(growth.file);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) continue;
    if (node.anchor) {
      growth.anchored.set(node.anchor, node as Node);
      growth.anchors.push(anchorSpot(node as Node, node.anchor, growth.text));
    }
    if (isMap(node))
      for (const { key, value } of node.items) waiting.push([key, depth + 1], [value, depth + 1]);
    if (isSeq(node)) for (const item of node.items) waiting.push([item, depth + 1]);
  }
  growth.anchors.sort((a, b) => a.start - b.start);
}

function anchorSpot(node: Node, name: string, text: string): Spot {
  const [from, end] = node.range ?? [0, 0];
  return markSpot(Math.max(text.lastIndexOf(`&${name}`, from), 0), end, name);
}

/** A place that is no value. */
function markSpot(start: number, end: number, text: string): Spot {
  const empty = { entries: new Map(), items: [], isPlain: true, isNull: false, isFlow: false };
  return { ...empty, kind: 'scalar', path: '', start, valueStart: start, valueEnd: end, text };
}

function startOf(node: unknown, otherwise: number): number {
  const range = (node as Node | null)?.range;
  return range ? range[0] : otherwise;
}

function tooDeep(file: string, cause?: unknown): SmokeError {
  return new SmokeError('FRAGMENT', `${file} is nested more than ${deepest} deep`, { cause });
}
