import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { SharedStorage } from '../../../src/render/cluster.ts';
import { renderOperator } from '../../../src/render/operator.ts';
import type { StorageSettings } from '../../../src/share/settings.ts';
import { shared, sideOf } from './shared-parts.ts';

interface Resource {
  readonly spec: {
    readonly objectStorageOptions: {
      readonly secretName: string;
      readonly provider: Readonly<Record<string, unknown>>;
      readonly storageBucketNameOptions: Readonly<Record<string, string>>;
    };
    readonly trustedCertSecrets?: unknown;
    readonly authorizationOptions?: unknown;
  };
}

const resource = (input: SharedStorage): Resource => parse(renderOperator(input).text) as Resource;
const with_ = (more: StorageSettings): Resource['spec']['objectStorageOptions'] =>
  resource(shared(sideOf(more))).spec.objectStorageOptions;

describe('a Cryostat resource', () => {
  it('says every field of the provider, the inverted ones inverted', () => {
    expect(with_({}).provider).toEqual({
      url: 'https://s3.example.net',
      region: 'eu-west-1',
      useVirtualHostAccess: true,
      metadataMode: 'tagging',
      disablePresignedFileTransfers: false,
      disablePresignedDownloads: true,
      tlsTrustAll: false,
    });
  });

  it.each([
    ['pathStyle', 'useVirtualHostAccess'],
    ['presignedTransfers', 'disablePresignedFileTransfers'],
    ['presignedDownloads', 'disablePresignedDownloads'],
  ])('says the opposite of %s', (name, field) => {
    expect(with_({ [name]: 'true' }).provider[field]).toBe(false);
    expect(with_({ [name]: 'false' }).provider[field]).toBe(true);
  });

  it('names the buckets it has fields for, whatever their names look like', () => {
    const { storageBucketNameOptions } = with_({ archivedRecordings: '12345', metadata: 'null' });
    expect(storageBucketNameOptions).toEqual({
      archivedRecordings: '12345',
      archivedReports: 'a-reports',
      eventTemplates: 'a-events',
      jmcAgentProbeTemplates: 'a-probes',
      threadDumps: 'a-threads',
      heapDumps: 'a-heaps',
      metadata: 'null',
    });
  });

  it('trusts each authority by a key of its own', () => {
    expect(resource(shared()).spec.trustedCertSecrets).toBeUndefined();
    expect(resource(shared(sideOf({}, { authorities: ['one', 'two'] }))).spec.trustedCertSecrets).toEqual([
      { secretName: 'mine-s3-ca', certificateKey: 'ca.crt' },
      { secretName: 'mine-s3-ca', certificateKey: 'ca-2.crt' },
    ]);
  });

  it('asks for the login of the stack where there is one', () => {
    const { htpasswd: _, ...open } = shared();
    expect(resource(open).spec.authorizationOptions).toBeUndefined();
    expect(resource(shared()).spec.authorizationOptions).toEqual({
      basicAuth: { secretName: 'mine-login', filename: 'htpasswd' },
    });
  });

  it('has its Secrets behind it where they are wanted inline', () => {
    const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
    const { text } = renderOperator(
      shared(sideOf({}, { credentials, authorities: ['pem\n'] }), { secrets: 'inline' }),
    );
    const [first, ...secrets] = parseAllDocuments(text).map((document) => document.toJS() as unknown);
    expect(first).toMatchObject({ kind: 'Cryostat', metadata: { name: 'mine' } });
    const keys = {
      STORAGE_ACCESS_KEY_ID: 'id',
      STORAGE_ACCESS_KEY: 'key',
      ACCESS_KEY: 'id',
      SECRET_KEY: 'key',
    };
    expect(secrets).toMatchObject([
      { kind: 'Secret', metadata: { name: 'mine-s3' }, stringData: keys },
      { kind: 'Secret', metadata: { name: 'mine-s3-ca' }, stringData: { 'ca.crt': 'pem\n' } },
      { kind: 'Secret', metadata: { name: 'mine-login' }, stringData: { htpasswd: 'user:$2b$10$hash\n' } },
    ]);
  });
});
