// Sides to compare, and the real table of providers.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Providers } from '../../../src/s3/provider.ts';
import { bucketNames } from '../../../src/share/buckets.ts';
import { compareSides } from '../../../src/share/compare.ts';
import { effectiveSettings } from '../../../src/share/effective.ts';
import type { Form, SettingName, Side, StorageSettings } from '../../../src/share/settings.ts';

/** The table as users have it. */
export const { providers } = parse(readFileSync('compose/providers.yml', 'utf8')) as { providers: Providers };

/** A side that uses a storage which everybody reaches. */
export function side(form: Form, said: StorageSettings = {}, more: Partial<Side> = {}): Side {
  const all: StorageSettings = {
    endpoint: 'https://s3.example.net',
    region: 'us-east-1',
    pathStyle: 'true',
    mode: 'tagging',
    presignedDownloads: 'false',
    ...Object.fromEntries(bucketNames.map((kind) => [kind, `b-${kind.toLowerCase()}`])),
    ...said,
  };
  const settings = effectiveSettings(all, form);
  return {
    form,
    label: form,
    settings,
    said: Object.keys(all) as SettingName[],
    authorities: [],
    warnings: [],
    ...more,
  };
}

/** A stack and a chart's values, each with what differs. */
export function compare(one: StorageSettings, other: StorageSettings, more: Partial<Side> = {}) {
  return compareSides([side('compose', one), side('helm', other, more)], providers);
}
