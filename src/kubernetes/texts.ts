// Texts of a Compose service as Kubernetes has to be given them. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Value } from '../stack/manifest.ts';
import type { StackParts } from '../stack/parts.ts';
import { collectReferences, fillReferences } from '../stack/references.ts';

/** A text without Compose's escapes; references to variables with a default get it. */
export function plainText(text: string): string {
  return fillReferences(text, {}) ?? text;
}

/** Variables that the text cannot do without. */
export function neededVariables(text: string): string[] {
  return collectReferences(text)
    .filter(({ fallback }) => fallback === undefined)
    .map(({ name }) => name);
}

/** Name of the secret that the text is or has in it. */
export function secretIn(text: string, parts: StackParts): { name: string; isWhole: boolean } | undefined {
  const found = Object.entries(parts.secrets);
  const whole = found.find(([, secret]) => secret === text);
  if (whole) return { name: whole[0], isWhole: true };
  const part = found.find(([, secret]) => text.includes(secret) || text.includes(inJson(secret)));
  return part && { name: part[0], isWhole: false };
}

function inJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

/** Kubernetes reads `$(NAME)` and `$$` in commands and values: where one of them stands, every `$` is doubled. */
export function escapeExpansion(text: string): string {
  return /\$[$(]/.test(text) ? text.replaceAll('$', '$$$$') : text;
}

/** A list of texts, as Compose reads them, from a list or from one text that a shell would split. */
export function words(value: Value | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? (value as readonly Value[]).map(String) : splitWords(String(value));
}

function splitWords(text: string): string[] {
  // A reference may have spaces, in its help.
  const found = text.matchAll(/(?:\$\{[^}]*\}|\\.|[^\s"']|"(?:\\.|[^"\\])*"|'[^']*')+/g);
  return [...found].map(([word]) =>
    word.replaceAll(
      /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replaceAll(/\\(.)/g, '$1') ?? single ?? escaped ?? '',
    ),
  );
}

/** A list of texts, empty where there is none. */
export function texts(value: Value | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter((item) => !isMap(item)).map(String) : [];
}

/** Seconds of a duration such as `1m30s`, `2s`, `500ms`; a number is nanoseconds to Compose. */
export function seconds(value: Value | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value / 1e9;
  const unit = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 } as const;
  const found = [...String(value).matchAll(/([\d.]+)(ms|us|ns|h|m|s)/g)];
  if (found.length === 0) return undefined;
  return found.reduce((sum, [, number, name]) => sum + Number(number) * unit[name as keyof typeof unit], 0);
}
