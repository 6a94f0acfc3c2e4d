import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/share/compare.ts';
import { everyKind } from '../../../src/share/compare-finding.ts';
import { withProof } from '../../../src/share/compare-proof.ts';
import type { ProofBucket, ProofStep } from '../../../src/share/proof.ts';
import type { StorageSettings } from '../../../src/share/settings.ts';
import { providers, side } from './compare-sides.ts';

const bucket: ProofBucket = {
  name: 'b-archivedrecordings',
  kinds: ['archivedRecordings'],
  how: 'write',
  hasLabels: true,
};
const templates: ProofBucket = {
  ...bucket,
  name: 'b-eventtemplates',
  kinds: ['eventTemplates'],
  how: 'list',
};
const step = (state: ProofStep['state'], more: Partial<ProofStep> = {}): ProofStep => ({
  bucket,
  writer: 0,
  state,
  text: `it was ${state}`,
  ...more,
});

function proven(other: StorageSettings, ...steps: readonly ProofStep[]) {
  const sides = [side('compose'), side('helm', other)] as const;
  const comparison = withProof(compareSides(sides, providers), { steps, left: [], swept: [] }, sides);
  const find = (what: string) => comparison.findings.find((finding) => finding.what === what);
  return { comparison, find };
}

describe('a proof', () => {
  it.each<[string, StorageSettings]>([
    ['two addresses', { endpoint: 'https://storage.example.net' }],
    ['two regions', { region: 'eu-west-1' }],
    ['two styles', { pathStyle: 'false' }],
  ])('shows that %s lead to one bucket', (_, other) => {
    const { comparison, find } = proven(other, step('proven'), step('proven', { writer: 1 }));
    expect(comparison.verdict).toBe('everything');
    const [what = ''] = Object.keys(other);
    expect(find(what)).toMatchObject({
      verdict: 'harmless',
      why: expect.stringContaining('the proof shows it'),
    });
  });

  it.each(['other', 'refused', 'silent', 'absent'] as const)(
    'that ended %s shows nothing of the kind',
    (state) => {
      const { comparison, find } = proven({ endpoint: 'https://storage.example.net' }, step(state));
      expect(comparison.verdict).toBe('nothing');
      expect(find('endpoint')?.verdict).toBe('matters');
    },
  );

  it('by a list alone does not make two servers one', () => {
    const { comparison } = proven(
      { endpoint: 'https://storage.example.net' },
      step('proven', { bucket: templates }),
    );
    expect(comparison.verdict).toBe('nothing');
  });

  it.each([
    ['other', 'matters', 'part'],
    ['refused', 'matters', 'part'],
    ['silent', 'unknown', 'unknown'],
  ] as const)('of a bucket that ended %s: %s, and both share %s', (state, verdict, whole) => {
    const { comparison, find } = proven({}, step('proven', { writer: 1 }), step(state, { hint: 'do this' }));
    expect(find('proof')).toMatchObject({ verdict, why: `it was ${state}`, todo: 'do this' });
    expect(comparison.verdict).toBe(whole);
    expect(comparison.shared).not.toContain('archivedRecordings');
  });

  it('tells what each side saw where the state alone does not, and what is wrong for one reason once', () => {
    const text = 'the region is wrong';
    const both = proven({}, step('refused', { text }), step('refused', { text, bucket: templates }));
    expect(both.comparison.findings.filter(({ what }) => what === 'proof')).toMatchObject([
      {
        title: expect.stringMatching(/^buckets b-archived.*b-event/),
        values: ['refused', undefined],
        why: text,
      },
    ]);
    const { find } = proven({}, step('other', { seen: 'there' }), step('other', { writer: 1 }));
    expect(find('proof')?.values).toEqual(['there', 'not found']);
  });

  it('of which nothing came leaves labels as unknown as what they are of', () => {
    const all = { ...bucket, kinds: everyKind.filter((kind) => kind !== 'metadata') };
    const { comparison } = proven({}, step('silent', { bucket: all }));
    expect(comparison).toMatchObject({ verdict: 'unknown', shared: [], unsure: everyKind });
  });

  it('of a bucket that is not made yet takes nothing away', () => {
    const { comparison, find } = proven({}, step('absent'));
    expect([comparison.verdict, find('proof')?.verdict]).toEqual(['everything', 'harmless']);
  });

  it('says what became of the labels', () => {
    const labels = (isProven: boolean) => ({ labels: { isProven, text: 'no tags' } });
    expect(proven({}, step('proven', labels(true))).find('labels')?.verdict).toBe('same');
    const { comparison, find } = proven({}, step('proven', labels(false)));
    expect(find('labels')).toMatchObject({ verdict: 'matters', why: 'no tags' });
    expect(comparison.apart).toEqual(['metadata']);
  });
});
