// ${NAME:?help} and ${NAME:-default} of a finished manifest: found, and filled from an environment. Pure.

import { isMap } from './fragment.ts';
import type { Value } from './manifest.ts';

/** A variable that Compose reads when the stack starts. */
export interface Reference {
  readonly name: string;
  readonly fallback?: string;
  readonly help?: string;
}

const reference = /\$(?:(\$)|\{([A-Za-z_]\w*)(?:(:?[-?])([^}]*))?\}|([A-Za-z_]\w*))/g;

/** All references of a tree, each name once, in the order of their first use. */
export function collectReferences(value: unknown): Reference[] {
  const found = new Map<string, Reference>();
  for (const text of strings(value as Value)) {
    for (const [, dollar, braced, operator, rest, bare] of text.matchAll(reference)) {
      const name = braced ?? bare;
      if (dollar || name === undefined || found.has(name)) continue;
      const isDefault = operator?.endsWith('-');
      found.set(name, {
        name,
        ...(isDefault && { fallback: rest ?? '' }),
        ...(operator?.endsWith('?') && { help: rest ?? '' }),
      });
    }
  }
  return [...found.values()];
}

/** A text of the manifest as Compose reads it: undefined when a required variable is not set. */
export function fillReferences(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  let missing = false;
  const filled = text.replace(reference, (_, dollar, braced, operator: string | undefined, rest, bare) => {
    if (dollar) return '$';
    const value = environment[braced ?? bare];
    if (value) return value;
    if (operator?.endsWith('-')) return rest ?? '';
    missing = true;
    return '';
  });
  return missing ? undefined : filled;
}

function strings(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(strings);
  return isMap(value) ? Object.values(value).flatMap(strings) : [];
}
