// Parts of a manifest, for tests that look at it as data.

import type { Value, ValueMap } from '../../src/stack/manifest.ts';

/** A list, empty where there is none. */
export const list = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
/** A map, empty where there is none. */
export const map = (value: Value | undefined): ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ValueMap) : {};
/** Every text of a tree. */
export const strings = (value: Value): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : [];
/** Name of the volume that a mount in the short form names. */
export const namedVolume = (mount: Value): string[] =>
  typeof mount === 'string' && /^[a-z]/.test(mount) ? [mount.split(':')[0] ?? ''] : [];

/** A text, also in every form that it could be hidden in. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const encoded = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
  );
  return [
    text,
    text.replaceAll('$', '$$$$'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('hex'),
    ...encoded,
  ];
}
