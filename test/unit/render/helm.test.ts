import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SharedStorage } from '../../../src/render/cluster.ts';
import { renderHelm } from '../../../src/render/helm.ts';
import type { StorageSettings } from '../../../src/share/settings.ts';
import { shared, sideOf } from './shared-parts.ts';

interface Values {
  readonly storage: {
    readonly storageSecretName: string;
    readonly provider: Readonly<Record<string, unknown>>;
    readonly buckets: { readonly names: Readonly<Record<string, string>> };
  };
  readonly core: {
    readonly config: {
      readonly tlsTruststore: { readonly secretNames: readonly string[] };
      readonly extra: { readonly envVars: readonly { readonly name: string; readonly value: string }[] };
    };
  };
  readonly authentication: { readonly basicAuth: Readonly<Record<string, unknown>> };
}

const values = (input: SharedStorage): Values => parse(renderHelm(input).text) as Values;
const with_ = (more: StorageSettings): Values => values(shared(sideOf(more)));

describe('Helm values', () => {
  it('say every field of the provider, also those that the chart has the same default for', () => {
    expect(values(shared()).storage.provider).toEqual({
      url: 'https://s3.example.net',
      region: 'eu-west-1',
      usePathStyleAccess: false,
      metadata: { storageMode: 'tagging' },
      usePresignedRecordingTransfers: true,
      usePresignedDownloads: false,
      useChecksumValidation: true,
      authentication: { credentialsType: 'default' },
      tls: { trustAll: false },
    });
  });

  it.each([
    ['pathStyle', 'usePathStyleAccess'],
    ['presignedTransfers', 'usePresignedRecordingTransfers'],
    ['presignedDownloads', 'usePresignedDownloads'],
    ['checksumValidation', 'useChecksumValidation'],
  ])('say %s as a flag that means the same', (name, field) => {
    expect(with_({ [name]: 'true' }).storage.provider[field]).toBe(true);
    expect(with_({ [name]: 'false' }).storage.provider[field]).toBe(false);
  });

  it('name the buckets that the chart knows, and the newer ones as variables', () => {
    const { storage, core } = values(shared());
    expect(storage.buckets.names).toEqual({
      archivedRecordings: 'a-recordings',
      archivedReports: 'a-reports',
      eventTemplates: 'a-events',
      jmcAgentProbeTemplates: 'a-probes',
      threadDumps: 'a-threads',
      heapDumps: 'a-heaps',
      metadata: 'a-labels',
    });
    expect(core.config.extra.envVars).toEqual([
      { name: 'STORAGE_BUCKETS_UNIFIED_LOGS_NAME', value: 'a-logs' },
      { name: 'CRYOSTAT_SERVICES_HEAP_DUMP_REPORTS_STORAGE_CACHE_NAME', value: 'a-heap-reports' },
    ]);
  });

  it('set no variable that the stack does not set', () => {
    expect(with_({}).core.config.extra.envVars.map(({ name }) => name)).not.toContain(
      'STORAGE_BUCKETS_ATTEMPT_CREATE',
    );
    expect(with_({ attemptCreate: 'false' }).core.config.extra.envVars[0]).toEqual({
      name: 'STORAGE_BUCKETS_ATTEMPT_CREATE',
      value: 'false',
    });
  });

  it('refer to Secrets that the chart does not make itself', () => {
    const { storage, authentication } = values(shared());
    expect(storage.storageSecretName).toBe('mine-s3');
    expect(authentication.basicAuth).toEqual({
      enabled: true,
      secretName: 'mine-login',
      filename: 'htpasswd',
    });
  });

  it('trust the authorities by a Secret, and nobody else', () => {
    const { core } = values(shared(sideOf({}, { authorities: ['one', 'two'] })));
    expect(core.config.tlsTruststore.secretNames).toEqual(['mine-s3-ca']);
    expect(values(shared()).core.config.tlsTruststore.secretNames).toEqual([]);
  });

  it('without a proxy ask nobody to log in, and say so', () => {
    const { htpasswd: _, ...open } = shared();
    expect(values(open).authentication.basicAuth).toEqual({ enabled: false, secretName: '', filename: '' });
    expect(renderHelm(open).losses.join()).toContain('nobody is asked to log in');
    expect(renderHelm(open).text).toContain('# What cannot be said here:');
  });

  it.each<[StorageSettings, string]>([
    [{ archivedRecordings: '12345' }, 'CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: got "12345"'],
    [{ metadata: '1e5' }, 'CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: got "1e5"'],
    [{ heapDumps: 'null' }, 'CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMPS_NAME: got "null"'],
    [{ region: '1_000' }, 'S3_REGION: got "1_000"'],
  ])('are refused for %j, which the chart would make something else of', (more, message) => {
    expect(() => with_(more)).toThrow(message);
  });

  it('take such names where the chart writes quotes', () => {
    const { envVars } = with_({ unifiedLogs: '12345' }).core.config.extra;
    expect(envVars.find(({ name }) => name.includes('UNIFIED'))?.value).toBe('12345');
  });

  it('mean the same in YAML 1.1 and 1.2', () => {
    const { text } = renderHelm(shared(sideOf({ unifiedLogs: '1_000', archivedReports: '2024-01-01' })));
    expect(parse(text, { version: '1.1' })).toEqual(parse(text));
  });

  it('hold no credential', () => {
    const credentials = { accessKeyId: 'AKIAHIDDEN', secretAccessKey: 'hidden/secret' };
    expect(renderHelm(shared(sideOf({}, { credentials }))).text).not.toMatch(/hidden/i);
  });
});
