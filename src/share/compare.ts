// Two descriptions → whether they will see each other's data, row by row of the table. Pure.

import type { Providers } from '../s3/provider.ts';
import { compareBuckets, usedKinds } from './compare-buckets.ts';
import { type Comparison, judge, type ShareFinding, type Sides } from './compare-finding.ts';
import { compareLabels } from './compare-labels.ts';
import { compareServers } from './compare-server.ts';
import { settingRows } from './table.ts';

/** Compares everything that their words tell. */
export function compareSides(sides: Sides, providers: Providers): Comparison {
  const findings = [
    ...compareServers(sides, providers),
    ...compareLabels(sides),
    ...compareBuckets(sides),
    ...compareKeys(sides),
  ];
  const said = new Set(findings.map(({ what }) => what));
  // Whatever the table has besides is compared, too: a new row cannot be forgotten.
  const others = settingRows.filter(({ name }) => !said.has(name) && name !== 'region');
  return judge([...findings, ...others.map((row) => compareOther(row, sides))], usedKinds(sides));
}

/** What a difference in a setting of each side's own means. */
const locally: Readonly<Record<string, string>> = {
  presignedTransfers:
    'a matter of each side: with presigned transfers, its agents and reports talk to the storage themselves',
  presignedDownloads:
    'a matter of each side: with presigned downloads, its browsers get links to the storage, and have to reach it',
  externalUrl: 'a matter of each side: where its browsers find the storage',
  attemptCreate: 'a matter of each side: one of them may make the buckets for both',
  requestChecksums: 'a matter of each side: some servers refuse uploads with checksums that they do not know',
  credentialsType: 'a matter of each side: how it finds its key',
};

function compareOther(
  { name, title, local, kind }: (typeof settingRows)[number],
  sides: Sides,
): ShareFinding {
  const values = [sides[0].settings[name], sides[1].settings[name]] as const;
  const finding = { what: name, title, values, kinds: [] };
  // Flags in any case, and nothing as much as an empty text.
  const text = (value = ''): string => (kind === 'flag' ? value.toLowerCase() : value);
  if (text(values[0]) === text(values[1])) return { ...finding, verdict: 'same' };
  const why = locally[name] ?? 'a matter of each side: what lies in the buckets is the same';
  return { ...finding, verdict: local ? 'harmless' : 'unknown', why };
}

/** Keys are never shown; that they differ is worth a word. */
function compareKeys({ 0: one, 1: other }: Sides): ShareFinding[] {
  const [a, b] = [one.credentials?.accessKeyId, other.credentials?.accessKeyId];
  const isReference = [a, b].some((id) => id?.startsWith('$'));
  if (a === undefined || b === undefined || isReference || a === b) return [];
  return [
    {
      what: 'keys',
      title: 'access key',
      values: ['one key', 'another key'],
      verdict: 'harmless',
      why: 'good as long as both keys may use the same buckets; some servers give each key names of its own',
      kinds: [],
    },
  ];
}
