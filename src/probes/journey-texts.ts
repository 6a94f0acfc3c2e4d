// Texts of a journey: `{name}` and its like filled in, and values taken out of JSON answers. Pure.

import type { TakenField } from '../stack/manifest.ts';

/** What a journey knows by now; values may hold the names of others. */
export type Known = Readonly<Record<string, string>>;

const placeholder = /\{([a-zA-Z]\w*)(:base64url)?\}/g;

/** The text with everything filled in, each value through `encode`; undefined while something in it is not known. */
export function fillIn(
  text: string,
  known: Known,
  encode: (value: string) => string = (value) => value,
): string | undefined {
  let isMissing = false;
  const filled = text.replace(placeholder, (_, name: string, encoding: string | undefined) => {
    const value = known[name] === undefined ? undefined : fillIn(known[name], known);
    if (value === undefined) isMissing = true;
    return encoding === undefined ? encode(value ?? '') : Buffer.from(value ?? '').toString('base64url');
  });
  return isMissing ? undefined : filled;
}

/** As a part of a URL's path, in which slashes stay. */
export function forPath(value: string): string {
  return value.split('/').map(encodeURIComponent).join('/');
}

/** A key with `*` for anything, as a pattern. */
export function keyPattern(key: string): RegExp {
  const parts = key.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** The wanted field of an answer; undefined where the answer has none, or no item that fits. */
export function takeField(answer: unknown, { field, where }: TakenField, known: Known): string | undefined {
  const items: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  const fits = items.find((item) =>
    Object.entries(where ?? {}).every(([name, pattern]) => {
      const filled = fillIn(pattern, known);
      const value = fieldOf(item, name);
      return filled !== undefined && value !== undefined && new RegExp(filled).test(value);
    }),
  );
  return fieldOf(fits, field);
}

function fieldOf(item: unknown, name: string): string | undefined {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, name)) return undefined;
  const value = (item as Record<string, unknown>)[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
