// Whether the labels of a recording come along: storage mode, and where sidecar files stand. Pure.

import type { ShareFinding, Sides } from './compare-finding.ts';
import { fixFor } from './compare-fix.ts';
import type { SettingName } from './settings.ts';
import { settingRows } from './table.ts';

/** Findings about labels. */
export function compareLabels(sides: Sides): ShareFinding[] {
  return [compareModes(sides), ...prefixes.map((name) => comparePrefix(name, sides))];
}

const prefixes = ['recordingsPrefix', 'eventTemplatesPrefix'] as const satisfies readonly SettingName[];

/** Where each mode keeps labels. */
const keeps: Readonly<Record<string, string>> = {
  tagging: 'tags of the object',
  metadata: 'metadata of the object',
  bucket: 'a file beside it in the bucket of labels',
};

function compareModes(sides: Sides): ShareFinding {
  const values = [sides[0].settings.mode, sides[1].settings.mode] as const;
  const finding = { what: 'mode', title: 'storage mode', values, kinds: ['metadata'] } as const;
  if (values[0] === values[1]) return { ...finding, verdict: 'same' };
  const where = sides.map(({ label, settings }) => {
    const place = keeps[settings.mode ?? ''];
    return `${label} keeps labels ${place === undefined ? 'in a way that Cryostat does not know' : `as ${place}`}`;
  });
  const why = `${where.join(', ')}: each sees the other's files, but not their labels, nor which application they are of`;
  const todo = fixFor('mode', sides, values);
  return { ...finding, verdict: 'matters', why, ...(todo !== undefined && { todo }) };
}

function comparePrefix(name: (typeof prefixes)[number], sides: Sides): ShareFinding {
  const values = [sides[0].settings[name], sides[1].settings[name]] as const;
  const title = settingRows.find((row) => row.name === name)?.title ?? name;
  const finding = { what: name, title, values, kinds: [] } as const;
  if (values[0] === values[1]) return { ...finding, verdict: 'same' };
  if (!sides.every(({ settings }) => settings.mode === 'bucket')) {
    return { ...finding, verdict: 'harmless', why: 'only the storage mode "bucket" looks for labels there' };
  }
  const why = 'the files with labels stand below another name: labels of the other side are not found';
  const todo = fixFor(name, sides, values);
  return { ...finding, verdict: 'matters', why, ...(todo !== undefined && { todo }), kinds: ['metadata'] };
}
