import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../src/report/paint.ts';
import {
  renderShareJson,
  renderShareReport,
  type ShareReport,
  shareAdvice,
} from '../../../src/report/share.ts';
import { compareSides } from '../../../src/share/compare.ts';
import { withProof } from '../../../src/share/compare-proof.ts';
import type { ProofStep, ShareProof } from '../../../src/share/proof.ts';
import type { StorageSettings } from '../../../src/share/settings.ts';
import { providers, side } from '../share/compare-sides.ts';

function report(other: StorageSettings, given: Partial<ShareProof> = {}): ShareReport {
  const sides = [
    side('compose', {}, { label: 'stack' }),
    side('helm', other, { label: 'values.yaml' }),
  ] as const;
  const proof = { steps: [], left: [], swept: [], ...given };
  return { ...withProof(compareSides(sides, providers), proof, sides), sides, proof };
}

const plain = createPaint(false, {});

const step = (writer: 0 | 1): ProofStep => ({
  bucket: { name: 'b-archivedrecordings', kinds: ['archivedRecordings'], how: 'write', hasLabels: false },
  writer,
  state: 'proven',
  text: 'read',
});

describe('the report of a share', () => {
  it('says first that they share everything, and how that is known', () => {
    expect(renderShareReport(report({}, { steps: [step(0), step(1)] }), plain)).toBe(
      `✔ stack and values.yaml share everything

✔ the same: endpoint, reached from both places, region, bucket in the path, storage mode, prefix of the labels of recordings, prefix of the labels of event templates, all 9 buckets, 12 settings of each side’s own

✔ proven: each side read what the other wrote, in 1 bucket; all of it is removed
`,
    );
  });

  it('says what keeps them apart, with both values and what to do', () => {
    const text = renderShareReport(report({ mode: 'bucket', heapDumps: 'x', attemptCreate: 'false' }), plain);
    expect(text).toContain(`✘ stack and values.yaml share only a part
  shared: recordings, reports, event templates, probe templates, thread dumps, logs, heap dump reports
  not shared: heap dumps, labels

differs, and keeps them apart
  ✘ storage mode
      stack: tagging
      values.yaml: bucket
      stack keeps labels as tags of the object, values.yaml keeps labels as a file beside it in the bucket of labels: each sees the other's files, but not their labels, nor which application they are of
      → in values.yaml, storage.provider.metadata.storageMode: "tagging"; or for stack, CRYOSTAT_STORAGE_MODE=bucket
  ✘ bucket of heap dumps
      stack: b-heapdumps
      values.yaml: x
      neither side sees the other's heap dumps
      → in values.yaml, storage.buckets.names.heapDumps: "b-heapdumps"; or for stack, CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMPS_NAME=x

differs, and does not matter
`);
  });

  it('says what was not proven, what was removed, and what was left', () => {
    const unproven = { why: 'no keys', hint: 'set them' };
    const text = renderShareReport(
      report({}, { unproven, swept: ['s3://b/smoke/1'], left: ['s3://b/smoke/2'] }),
      plain,
    );
    expect(text).toContain('share everything, as far as their settings tell\n');
    expect(text).toContain('– not proven: no keys\n');
    expect(text).toContain('removed what an earlier run left: s3://b/smoke/1\n');
    expect(text).toContain('left behind: s3://b/smoke/2');
  });

  it('says what was not tried, which is nothing that is not set', () => {
    const refused = { ...step(0), state: 'refused', text: 'no such key' } as const;
    expect(renderShareReport(report({}, { steps: [refused] }), plain)).toContain(
      'stack: refused\n      values.yaml: not tried\n',
    );
  });

  it('keeps control characters of others out, and has colours only where they are wanted', () => {
    const evil = report({ heapDumps: 'a\u001b[31m\nb' });
    expect(renderShareReport(evil, plain)).not.toContain('\u001b');
    expect(renderShareReport(evil, createPaint(true, {}))).toContain('\u001b[31m✘\u001b[39m');
    expect(renderShareReport(evil, createPaint(true, { NO_COLOR: '1' }))).not.toContain('\u001b');
  });

  it('always tells those who share of names that were used, and of labels in metadata mode', () => {
    expect(shareAdvice(report({}))).toEqual([expect.stringContaining('delete on the side that uploaded')]);
    expect(shareAdvice(report({ mode: 'metadata' })).at(-1)).toContain('labels cannot be changed later');
    expect(shareAdvice(report({ endpoint: 'https://other.example.net' }))).toEqual([]);
  });

  it('is one object for machines, with null for what is not set', () => {
    const told = JSON.parse(renderShareJson(report({ externalUrl: '/x/' }))) as Record<string, unknown>;
    expect(told).toMatchObject({
      version: 1,
      verdict: 'everything',
      sides: [
        { label: 'stack', form: 'compose' },
        { label: 'values.yaml', form: 'helm' },
      ],
      proof: { made: false, left: [], swept: [] },
      advice: [expect.any(String)],
    });
    expect(told['findings']).toContainEqual(
      expect.objectContaining({ what: 'externalUrl', verdict: 'harmless', values: ['', '/x/'] }),
    );
  });
});
