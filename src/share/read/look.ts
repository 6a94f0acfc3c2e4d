// Values of a document by their dotted path, with the place that a message names. Pure.

import { SmokeError } from '../../error.ts';
import { isMap } from '../../stack/fragment.ts';
import type { Value, ValueMap } from '../../stack/manifest.ts';
import type { SourceDocument } from './documents.ts';

/** An object, such as one of a List, and the document that it stands in. */
export interface Source {
  readonly document: SourceDocument;
  readonly value: ValueMap;
  /** As it is written, where it says less: the items of a SecretList leave out that they are Secrets. */
  readonly written?: ValueMap;
}

/** The value at a path; only what the text says, never what every object has. */
export function valueAt(value: Value | undefined, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>(
      (found, name) => (isMap(found) && Object.hasOwn(found, name) ? found[name] : undefined),
      value,
    );
}

/** The map at a path; an empty one where there is none. */
export function mapAt(value: Value | undefined, path: string): ValueMap {
  const found = valueAt(value, path);
  return isMap(found) ? found : {};
}

/** The maps of the list at a path. */
export function mapsAt(value: Value | undefined, path: string): readonly ValueMap[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? (found as readonly Value[]).filter(isMap) : [];
}

/** The text at a path; undefined where there is none, and what is a map or a list is an error. */
export function textAt(source: Source, path: string): string | undefined {
  const found = valueAt(source.value, path);
  if (found === undefined || found === null) return undefined;
  if (typeof found !== 'object') return String(found);
  const got = Array.isArray(found) ? 'a list' : 'a map';
  throw new SmokeError('USAGE', `${placeOf(source, path)}: ${path} is ${got}, expected a text`);
}

/** `true` or `false` at a path, as the readers of YAML 1.1 take it; anything else that is said is an error. */
export function flagAt(source: Source, path: string): string | undefined {
  const text = textAt(source, path);
  if (text === undefined || text === '') return undefined;
  if (/^(true|yes|on)$/i.test(text)) return 'true';
  if (/^(false|no|off)$/i.test(text)) return 'false';
  throw new SmokeError(
    'USAGE',
    `${placeOf(source, path)}: ${path} is "${text.slice(0, 60)}", expected true or false`,
  );
}

/** Where a path stands: file and line, as far as the text has it. */
export function placeOf({ document, written, value: whole }: Source, path = ''): string {
  const value = written ?? whole;
  let at: Value | undefined = value;
  let line: number | undefined;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) break;
    line = document.lines.get(at)?.get(name) ?? line;
    at = isMap(at) ? valueAt(at, name) : undefined;
  }
  line ??= document.lines.get(value)?.values().next().value;
  return line === undefined ? document.file : `${document.file}:${line}`;
}

/** What an object is called: kind and name. */
export function titleOf({ value }: Source): string {
  const kind = valueAt(value, 'kind');
  const name = valueAt(value, 'metadata.name');
  return [kind, name].filter((text) => typeof text === 'string' && text !== '').join(' ') || 'a document';
}
