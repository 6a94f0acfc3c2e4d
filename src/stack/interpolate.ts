// ${NAME} in a fragment → the text that Compose will read, or raw text for placed files. Pure.

import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { Value, ValueMap } from './manifest.ts';

/** What a name stands for. `absent`: the entry that consists of it disappears. */
export type Resolved =
  | { readonly kind: 'value'; readonly text: string; readonly isCount?: boolean }
  | { readonly kind: 'start'; readonly reference: string }
  | { readonly kind: 'absent' };

/** The names that `${NAME}` may use. */
export interface Scope {
  resolve(name: string): Resolved | undefined;
  names(): readonly string[];
}

/** Where a text stands, for messages. */
export interface Place {
  readonly file: string;
  readonly path: string;
  readonly line: number | undefined;
}

/** A text that is one name and nothing else. */
export const oneName = /^\$\{([A-Za-z_]\w*)\}$/;

const token = /\$(?:(\$)|\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*)|(\{[^}]*\}?)?)/g;

/** Doubles every `$`, so that Compose prints the text as it is. */
export function escapeDollars(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** An error about a place in a fragment. */
export function fragmentError(place: Place, problem: string, hint?: string): SmokeError {
  const line = place.line === undefined ? '' : `:${place.line}`;
  const path = place.path === '' ? '' : `${place.path}: `;
  return new SmokeError('FRAGMENT', `${place.file}${line}: ${path}${problem}`, hint ? { hint } : {});
}

/**
 * The text with every name resolved: undefined when it consists of an absent one. `compose` escapes the
 * result for Compose and keeps references; `raw` is for file contents, where a reference is an error.
 */
export function interpolate(
  text: string,
  scope: Scope,
  place: Place,
  form: 'compose' | 'raw',
): string | undefined {
  let absent: string | undefined;
  const result = text.replace(token, (_, dollar, braced, bare, malformed) => {
    if (dollar) return form === 'compose' ? '$$' : '$';
    const name: string | undefined = braced ?? bare;
    if (name === undefined) throw malformedReference(malformed ?? '', place);
    const resolved = scope.resolve(name) ?? unknownName(name, scope, place);
    if (resolved.kind === 'absent') {
      absent = name;
      return '';
    }
    if (resolved.kind === 'value') return form === 'compose' ? escapeDollars(resolved.text) : resolved.text;
    if (form === 'compose') return resolved.reference;
    throw fragmentError(
      place,
      `\${${name}} is read when the stack starts, so it cannot stand in a placed file`,
      'Pass it to the service as an environment variable instead.',
    );
  });
  if (absent === undefined) return result;
  if (text === `\${${absent}}` || text === `$${absent}`) return undefined;
  throw fragmentError(
    place,
    `\${${absent}} is optional and unset, so it has to be the whole value, got "${text}"`,
  );
}

/** A tree with every string interpolated; entries that are absent are left out, a count becomes a number. */
export function interpolateTree(
  value: Value,
  scope: Scope,
  place: (path: string) => Place,
  path = '',
  form: 'compose' | 'raw' = 'compose',
): Value | undefined {
  if (typeof value === 'string') {
    const text = interpolate(value, scope, place(path), form);
    return text !== undefined && isCount(value, scope) ? Number(text) : text;
  }
  if (Array.isArray(value)) {
    return (value as readonly Value[])
      .map((item, index) => interpolateTree(item, scope, place, join(path, String(index)), form))
      .filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, Value][] = [];
  for (const [key, item] of Object.entries(value as ValueMap)) {
    const resolved = interpolateTree(item, scope, place, join(path, key), form);
    if (resolved !== undefined) entries.push([key, resolved]);
  }
  return Object.fromEntries(entries);
}

function isCount(text: string, scope: Scope): boolean {
  const name = oneName.exec(text)?.[1];
  const resolved = name === undefined ? undefined : scope.resolve(name);
  return resolved?.kind === 'value' && resolved.isCount === true;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function malformedReference(text: string, place: Place): SmokeError {
  return fragmentError(
    place,
    `got "$${text}", expected \${NAME}, or $$ for a dollar sign`,
    'Defaults and help texts belong to x-smoke.parameters, where every form of use finds them.',
  );
}

function unknownName(name: string, scope: Scope, place: Place): never {
  const near = nearest(name, scope.names());
  throw fragmentError(
    place,
    `\${${name}} is not a known parameter`,
    near
      ? `Did you mean \${${near}}?`
      : 'Declare it under x-smoke.parameters, or write $$ for a dollar sign.',
  );
}
