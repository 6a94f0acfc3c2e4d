// A Secret or a ConfigMap → its texts. Its values never become part of a message. Pure.

import { SmokeError } from '../../error.ts';
import { mapAt, placeOf, type Source, titleOf, valueAt } from './look.ts';

/** The entries as text: `data` of a Secret is base64, and `stringData` wins over it. */
export function entriesOf(object: Source): Map<string, string> {
  const isSecret = valueAt(object.value, 'kind') === 'Secret';
  const entries = new Map<string, string>();
  for (const key of Object.keys(mapAt(object.value, 'data'))) {
    const text = entryAt(object, 'data', key);
    if (text !== undefined) entries.set(key, isSecret ? decoded(text, object, key) : text);
  }
  if (!isSecret) return entries;
  for (const key of Object.keys(mapAt(object.value, 'stringData'))) {
    const text = entryAt(object, 'stringData', key);
    if (text !== undefined) entries.set(key, text);
  }
  return entries;
}

function entryAt(object: Source, part: string, key: string): string | undefined {
  const value = mapAt(object.value, part)[key];
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return String(value);
  throw new SmokeError('USAGE', `${placeOf(object, part)}: ${titleOf(object)}: ${part}.${key} is no text`);
}

function decoded(text: string, object: Source, key: string): string {
  const plain = text.replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return Buffer.from(plain, 'base64').toString('utf8');
  throw new SmokeError(
    'USAGE',
    `${placeOf(object, 'data')}: ${titleOf(object)}: data.${key} is no base64, which data of a Secret has to be`,
    { hint: 'Put texts that are not encoded below stringData.' },
  );
}
