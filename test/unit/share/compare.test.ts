import { describe, expect, it } from 'vitest';
import { bucketNames } from '../../../src/share/buckets.ts';
import { compareSides } from '../../../src/share/compare.ts';
import type { SettingName, StorageSettings } from '../../../src/share/settings.ts';
import { settingRows } from '../../../src/share/table.ts';
import { compare, providers, side } from './compare-sides.ts';

const found = ({ findings }: ReturnType<typeof compare>, what: string) =>
  findings.find((finding) => finding.what === what);

describe('two sides', () => {
  it('with the same settings share everything, each row of the table compared', () => {
    const comparison = compare({}, {});
    expect(comparison).toMatchObject({ verdict: 'everything', apart: [], unsure: [] });
    for (const { name } of settingRows)
      expect([name, found(comparison, name)?.verdict]).toEqual([name, 'same']);
  });

  // What a difference in each row leaves shared.
  const other: Readonly<Record<string, string>> = {
    endpoint: 'https://other.example.net',
    region: 'eu-west-1',
    mode: 'metadata',
  };
  const verdicts: Readonly<Record<string, string>> = {
    endpoint: 'nothing',
    region: 'unknown',
    mode: 'part',
  };
  it.each(settingRows.map((row) => [row.name, row] as const))(
    'that differ in %s are told what it means',
    (name, row) => {
      const changed = other[name] ?? (row.kind === 'flag' ? 'false' : `other-${name.toLowerCase()}`);
      const here = row.kind === 'flag' ? { [name]: 'true' } : {};
      const comparison = compare(here, { [name]: changed });
      const isBucket = (bucketNames as readonly string[]).includes(name);
      // Labels are not in their bucket, nor below their prefix, in the mode of these sides.
      const isHarmless = row.local || name === 'metadata' || name === 'pathStyle' || name.endsWith('Prefix');
      const finding = found(comparison, name);
      expect(finding?.verdict).toBe(isHarmless ? 'harmless' : name === 'region' ? 'unknown' : 'matters');
      expect(finding?.why).toBeTruthy();
      expect(comparison.verdict).toBe(
        isHarmless ? 'everything' : (verdicts[name] ?? (isBucket ? 'part' : 'nothing')),
      );
      if (!isHarmless) expect(finding?.todo).toContain(row.helm ?? 'core.config.extra.envVars');
      if (isBucket && !isHarmless) expect(comparison.apart).toEqual([name]);
    },
  );

  it.each<[string, string, string]>([
    ['https://S3.Example.net./', 'https://s3.example.net:443', 'same'],
    ['http://s3.example.net:80', 'http://s3.example.net/', 'same'],
    ['https://user:word@s3.example.net', 'https://s3.example.net', 'same'],
    ['https://s3.example.net/api', 'https://s3.example.net', 'matters'],
    ['http://s3.example.net', 'https://s3.example.net', 'matters'],
    ['https://s3.example.net:9000', 'https://s3.example.net:9001', 'matters'],
    ['https://s3.amazonaws.com', 'https://s3.us-east-1.amazonaws.com', 'harmless'],
    ['https://s3.dualstack.us-east-1.amazonaws.com', 'https://s3.us-east-1.amazonaws.com', 'harmless'],
    ['https://s3.eu-west-1.amazonaws.com', 'https://s3.us-east-1.amazonaws.com', 'matters'],
  ])('%s and %s: %s', (one, two, verdict) => {
    const comparison = compare({ endpoint: one }, { endpoint: two });
    expect(found(comparison, 'endpoint')?.verdict).toBe(verdict);
    expect(JSON.stringify(comparison)).not.toContain('word');
  });

  it('of which one says no endpoint: Amazon for a stack, a storage of its own for a chart', () => {
    const [stack, chart] = [side('compose', { endpoint: '' }), side('helm', { endpoint: '' })];
    const amazon = side('workload', { endpoint: 'https://s3.us-east-1.amazonaws.com' });
    expect(found(compareSides([stack, amazon], providers), 'endpoint')?.verdict).toBe('same');
    const own = compareSides([side('compose'), chart], providers);
    expect(own.verdict).toBe('nothing');
    expect(found(own, 'endpoint')?.why).toContain('a storage of its own');
  });

  it.each([
    ['http://s3:9000', 'http://s3:9000', 'the cluster cannot reach http://s3:9000'],
    ['http://host.docker.internal:9000', 'https://s3.example.net', 'the cluster cannot reach'],
    [
      'https://s3.example.net',
      'http://cryostat-storage:8333',
      'the laptop cannot reach http://cryostat-storage',
    ],
    ['http://minio.minio.svc:9000', 'http://minio.minio.svc:9000', 'the laptop cannot reach'],
    ['http://minio.minio.svc.cluster.local', 'http://minio.minio.svc', 'the laptop cannot reach'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000', '127.0.0.1 is the machine'],
  ])('with the addresses %s and %s are refused: %s', (one, two, why) => {
    const comparison = compare({ endpoint: one }, { endpoint: two });
    expect(comparison.verdict).toBe('nothing');
    expect(found(comparison, 'reach')).toMatchObject({
      verdict: 'matters',
      why: expect.stringContaining(why),
    });
  });

  it('in one cluster may mean the same by a name inside of it; two stacks never do', () => {
    const endpoint = 'http://minio.minio.svc:9000';
    const clusters = compareSides([side('helm', { endpoint }), side('operator', { endpoint })], providers);
    expect(clusters.verdict).toBe('unknown');
    const s3 = { endpoint: 'http://s3:9000' };
    expect(compareSides([side('compose', s3), side('compose', s3)], providers).verdict).toBe('nothing');
    const credentials = { accessKeyId: 'id', secretAccessKey: 'made for one stack' };
    const stack = side('compose', s3, { credentials });
    expect(compareSides([stack, stack], providers).verdict).toBe('everything');
  });

  it.each([
    ['https://s3.eu-west-1.amazonaws.com', 'us-east-1', 'eu-west-1', 'matters'],
    ['https://nyc3.digitaloceanspaces.com', 'us-east-1', 'nyc3', 'harmless'],
    ['https://s3.example.net', 'us-east-1', 'eu-west-1', 'unknown'],
  ])('at %s with the regions %s and %s: %s', (endpoint, one, two, verdict) => {
    const comparison = compare({ endpoint, region: one }, { endpoint, region: two });
    expect(found(comparison, 'region')?.verdict).toBe(verdict);
  });

  it('are told which of them a provider does not understand', () => {
    const endpoint = 'https://t3.storage.dev';
    const comparison = compare({ endpoint, pathStyle: 'false' }, { endpoint, pathStyle: 'true' });
    expect(found(comparison, 'pathStyle')).toMatchObject({
      verdict: 'matters',
      why: expect.stringContaining('helm'),
      todo: 'in helm, storage.provider.usePathStyleAccess: false',
    });
  });

  const bucketMode = { mode: 'bucket' };
  it.each<[string, StorageSettings, SettingName]>([
    ['bucket', { ...bucketMode, metadata: 'elsewhere' }, 'metadata'],
    ['prefix of recordings', { ...bucketMode, recordingsPrefix: 'elsewhere' }, 'recordingsPrefix'],
    ['prefix of templates', { ...bucketMode, eventTemplatesPrefix: 'elsewhere' }, 'eventTemplatesPrefix'],
  ])('in bucket mode with another %s of labels lose the labels alone', (_, changed, what) => {
    const comparison = compare(bucketMode, changed);
    expect([comparison.verdict, comparison.apart]).toEqual(['part', ['metadata']]);
    expect(found(comparison, what)?.verdict).toBe('matters');
  });

  it('with different modes are told where each keeps its labels', () => {
    const comparison = compare({ mode: 'bucket' }, { mode: 'tagging' });
    expect(found(comparison, 'mode')?.why).toMatch(/file beside it.*tags of the object.*not their labels/);
    expect(comparison.apart).toEqual(['metadata']);
  });

  it('that use one name for different kinds are told so', () => {
    const name = 'b-heapdumps';
    const comparison = compare({ archivedRecordings: name, heapDumps: 'h' }, {});
    expect(found(comparison, 'mixed')).toMatchObject({
      title: `bucket ${name}`,
      values: ['recordings', 'heap dumps'],
    });
    expect(comparison.apart).toEqual(['archivedRecordings', 'heapDumps']);
    const both = compare({ archivedReports: name }, { archivedReports: name });
    expect(both.verdict).toBe('everything');
    expect(found(both, 'crowded')?.why).toContain('several kinds');
  });

  it('are not kept apart by buckets that the version of one does not use', () => {
    const older = {
      kinds: bucketNames.filter((kind) => kind !== 'unifiedLogs' && kind !== 'heapDumpReports'),
    };
    const comparison = compare({ unifiedLogs: 'x', heapDumpReports: 'y' }, {}, older);
    expect(comparison.verdict).toBe('everything');
    expect(comparison.shared).toHaveLength(7);
    expect(found(comparison, 'unifiedLogs')?.why).toContain('4.3');
  });

  it('are not kept apart by newer buckets that nobody may use, but hear of them', () => {
    const said = bucketNames.filter((kind) => kind !== 'unifiedLogs');
    const comparison = compare({}, { unifiedLogs: 'logs' }, { said });
    expect([comparison.verdict, comparison.shared.includes('unifiedLogs')]).toEqual(['everything', false]);
    expect(found(comparison, 'unifiedLogs')).toMatchObject({
      verdict: 'harmless',
      why: expect.stringContaining('stay apart'),
    });
    const newer = compare({}, { unifiedLogs: 'logs' }, { said, kinds: bucketNames });
    expect([newer.verdict, newer.apart]).toEqual(['part', ['unifiedLogs']]);
  });

  it('are told what each form would have to say', () => {
    const todo = (form: 'operator' | 'workload' | 'compose', what: SettingName, said: StorageSettings) =>
      compareSides([side('helm'), side(form, said)], providers).findings.find((one) => one.what === what)
        ?.todo;
    expect(todo('operator', 'mode', { mode: 'bucket' })).toBe(
      'in operator, spec.objectStorageOptions.provider.metadataMode: "tagging"; or in helm, storage.provider.metadata.storageMode: "bucket"',
    );
    expect(todo('workload', 'heapDumps', { heapDumps: 'x' })).toContain(
      'in workload, variable STORAGE_BUCKETS_HEAP_DUMPS_NAME: "b-heapdumps"',
    );
    expect(todo('compose', 'heapDumps', { heapDumps: 'x' })).toContain(
      'for compose, CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMPS_NAME=b-heapdumps',
    );
    // The resource has no field for it.
    expect(todo('operator', 'unifiedLogs', { unifiedLogs: 'logs' })).toBe(
      'in helm, core.config.extra.envVars: {name: STORAGE_BUCKETS_UNIFIED_LOGS_NAME, value: "logs"}',
    );
  });

  it('with different keys hear of it, and never see them', () => {
    const credentials = (id: string) => ({
      credentials: { accessKeyId: id, secretAccessKey: `${id}-secret` },
    });
    const comparison = compareSides(
      [side('compose', {}, credentials('one-id')), side('helm', {}, credentials('other-id'))],
      providers,
    );
    expect([comparison.verdict, found(comparison, 'keys')?.verdict]).toEqual(['everything', 'harmless']);
    expect(JSON.stringify(comparison)).not.toMatch(/one-id|other-id/);
  });
});
