// Values that are probably not what was meant, in every form. Pure.

import { isMap } from '../../stack/fragment.ts';
import type { Value, ValueMap } from '../../stack/manifest.ts';
import { bucketNames } from '../buckets.ts';
import type { Form, SettingName } from '../settings.ts';
import { settingRows } from '../table.ts';
import type { Described, SaidSettings } from './described.ts';
import { placeOf, type Source, valueAt } from './look.ts';

const modes = ['tagging', 'metadata', 'bucket'];

/** The settings with a mode as Cryostat reads it everywhere, and a sentence for each thing that looks wrong. */
export function withoutMistakes({ said, source, form }: Described): {
  said: SaidSettings;
  warnings: string[];
} {
  const { mode } = said;
  const lower = mode?.toLowerCase().trim();
  const isWrongCase = mode !== undefined && lower !== mode && modes.includes(lower ?? '');
  const row = settingRows.find(({ name }) => name === 'mode');
  const place = placeOf(source, (form === 'helm' ? row?.helm : row?.operator?.field) ?? '');
  return {
    said: isWrongCase && lower !== undefined ? { ...said, mode: lower } : said,
    warnings: [
      ...(isWrongCase
        ? [
            `${place}: the storage mode ${JSON.stringify(mode)} is taken as ${lower}: Cryostat does not know it everywhere unless it is in lower case`,
          ]
        : []),
      ...oddName(said).map(({ name, text }) => `${placeOfName(name, source, form)}: ${text}`),
    ],
  };
}

/** The one bucket that has its plain name while all others share what tells them from those of other people. */
function oddName(said: SaidSettings): { readonly name: SettingName; readonly text: string }[] {
  const named = bucketNames.flatMap((name) => {
    const bucket = said[name];
    return bucket === undefined ? [] : [{ name, bucket, isPlain: bucket === plainName(name) }];
  });
  const [odd, ...furtherOdd] = named.filter(({ isPlain }) => isPlain);
  const others = named.filter(({ isPlain }) => !isPlain).map(({ bucket }) => bucket);
  if (odd === undefined || furtherOdd.length > 0 || others.length < 3) return [];
  const prefix = commonStart(others);
  const suffix = [...commonStart(others.map(reversed))].reverse().join('');
  const shared =
    prefix.length >= 3 ? `begin with "${prefix}"` : suffix.length >= 3 ? `end with "${suffix}"` : undefined;
  if (shared === undefined || odd.bucket.startsWith(prefix.length >= 3 ? prefix : '\n')) return [];
  const text = `${odd.name} is the plain "${odd.bucket}", while all other buckets ${shared}: probably forgotten; it is taken as it is, since the cluster uses it`;
  return [{ name: odd.name, text }];
}

/** The line of a name: its field, or its variable wherever that stands. */
function placeOfName(name: SettingName, source: Source, form: Form): string {
  const row = settingRows.find((one) => one.name === name);
  const paths = form === 'helm' ? [row?.helm] : form === 'operator' ? [row?.operator?.field] : [];
  const path = paths.find((one) => one !== undefined && valueAt(source.value, one) !== undefined);
  if (path !== undefined) return placeOf(source, path);
  const value = holderOf(source.written ?? source.value, [row?.variable ?? '', name]);
  if (value === undefined) return placeOf(source);
  const key = [row?.variable ?? '', name].find((one) => Object.hasOwn(value, one)) ?? 'name';
  return placeOf({ document: source.document, value }, key);
}

/** The map in which one of the names is a key, or what `name` says. */
function holderOf(value: Value, names: readonly string[]): ValueMap | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isMap(value)) {
    const own = value['name'];
    const isNamed = typeof own === 'string' && names.includes(own);
    if (isNamed || names.some((name) => Object.hasOwn(value, name))) return value;
  }
  for (const one of Object.values(value) as readonly Value[]) {
    const found = holderOf(one, names);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plainName(name: (typeof bucketNames)[number]): string | undefined {
  return settingRows.find((row) => row.name === name)?.defaults.workload;
}

function commonStart([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) while (length > 0 && !other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
