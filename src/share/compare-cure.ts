// Advice of the storage's client names variables of smoke; here it names what the side's own description calls them. Pure.

import { fixFor, nameIn } from './compare-fix.ts';
import type { Side } from './settings.ts';
import { settingRows } from './table.ts';

/** The advice in the words of a side. Whose key is that of the environment keeps the environment's variables. */
export function cureFor(hint: string, side: Side, hasOwnKey: boolean): string {
  if (side.form === 'compose') return hint;
  const settings = settingRows.reduce((text, row) => {
    const { parameter } = row;
    if (parameter === undefined) return text;
    const said = new RegExp(`\\b(?:set )?${parameter}=([\\w.-]+)`).exec(text);
    const [whole, value] = said ?? [];
    const fix = value === undefined ? undefined : fixFor(row.name, [side, side], [value, undefined]);
    if (whole !== undefined && fix !== undefined) return text.replace(whole, fix);
    return text.replace(new RegExp(`\\b${parameter}\\b`), () => nameIn(row, side) ?? parameter);
  }, hint);
  return hasOwnKey ? keysIn(settings, side) : settings;
}

/** Keys of the Secret, as chart and operator look for them; a workload has the variables themselves. */
const keys: Readonly<Record<Side['form'], readonly [id: string, secret: string]>> = {
  helm: ['STORAGE_ACCESS_KEY_ID', 'STORAGE_ACCESS_KEY'],
  operator: ['ACCESS_KEY', 'SECRET_KEY'],
  workload: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  compose: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
};

function keysIn(hint: string, { form, secret, label }: Side): string {
  const [id, key] = keys[form];
  const named = /AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)/g;
  const last = hint.lastIndexOf('AWS_');
  const place =
    form === 'workload' || secret === undefined ? `in ${label}` : `of Secret ${secret} (${label})`;
  // The place once, behind the last of the names.
  return hint.replace(named, (_, which: string, at: number) => {
    const name = which === 'ACCESS_KEY_ID' ? id : key;
    return at === last ? `${name} ${place}` : name;
  });
}
