import { expect, test } from 'vitest';
import { parametersOf } from '../../../src/share/parameters.ts';
import { readSide } from '../../../src/share/read/read-side.ts';
import { deployment, helmValues, resource } from './read/described.ts';

const of = (text: string, usesNewer = false, more = {}) =>
  parametersOf(readSide([{ name: 'f', text }]), { usesNewer, ...more });

test('what holds on the other side becomes variables, and nothing is lost', () => {
  expect(of(helmValues())).toEqual({
    lost: [],
    variables: {
      S3_ENDPOINT: 'https://s3.example.net',
      S3_REGION: 'eu-west-1',
      S3_PATH_STYLE_ACCESS: 'false',
      CRYOSTAT_STORAGE_MODE: 'bucket',
      S3_PRESIGNED_TRANSFERS: 'true',
      S3_PRESIGNED_DOWNLOADS: 'false',
      S3_CHECKSUM_VALIDATION: 'true',
      S3_ATTEMPT_CREATE: 'true',
      CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'acme-recordings',
      CRYOSTAT_STORAGE_BUCKETS_ARCHIVED_REPORTS_NAME: 'acme-reports',
      CRYOSTAT_STORAGE_BUCKETS_EVENT_TEMPLATES_NAME: 'acme-events',
      CRYOSTAT_STORAGE_BUCKETS_PROBE_TEMPLATES_NAME: 'acme-probes',
      CRYOSTAT_STORAGE_BUCKETS_THREAD_DUMPS_NAME: 'acme-threads',
      CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMPS_NAME: 'acme-heaps',
      CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: 'acme-labels',
    },
  });
});

const variable = (name: string, value: string) => `            - {name: ${name}, value: "${value}"}`;

test.each([
  [
    'checksums that are said',
    variable('AWS_REQUEST_CHECKSUM_CALCULATION', 'WHEN_REQUIRED') +
      '\n' +
      variable('AWS_RESPONSE_CHECKSUM_VALIDATION', 'WHEN_REQUIRED'),
    { S3_CHECKSUMS: 'when_required' },
  ],
  [
    'the validation that is said',
    variable('QUARKUS_S3_CHECKSUM_VALIDATION', 'false'),
    { S3_CHECKSUM_VALIDATION: 'false' },
  ],
  [
    'a prefix of its own',
    variable('STORAGE_METADATA_PREFIX_RECORDINGS', 'labels'),
    { STORAGE_METADATA_PREFIX_RECORDINGS: 'labels' },
  ],
  [
    'buckets of a newer version that are said',
    variable('STORAGE_BUCKETS_UNIFIED_LOGS_NAME', 'my-logs'),
    { CRYOSTAT_STORAGE_BUCKETS_UNIFIED_LOGS_NAME: 'my-logs' },
  ],
])('%s', (_, environment, variables) => {
  const found = of(deployment(environment));
  expect(found.variables).toMatchObject(variables);
  expect(found.lost).toEqual([]);
});

test.each<[string, string, RegExp]>([
  [
    'trust in everybody',
    variable('QUARKUS_S3_ASYNC_CLIENT_TLS_TRUST_MANAGERS_PROVIDER_TYPE', 'trust-all'),
    /trust-all.*--ca FILE/,
  ],
  ['an address for browsers', variable('STORAGE_EXT_URL', '/storage/'), /STORAGE_EXT_URL=\/storage\//],
  [
    'credentials of another kind',
    variable('QUARKUS_S3_AWS_CREDENTIALS_TYPE', 'container'),
    /kind of credentials \(container\)/,
  ],
])('%s is not taken over, and said', (_, environment, sentence) => {
  const { lost } = of(deployment(environment));
  expect(lost).toEqual([expect.stringMatching(sentence)]);
});

test('what a resource cannot say has the names of the application, where the version has it', () => {
  const { variables, lost } = of(resource(), true);
  expect(variables).toMatchObject({
    CRYOSTAT_STORAGE_BUCKETS_UNIFIED_LOGS_NAME: 'logs',
    CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMP_REPORTS_NAME: 'heapdumpreports',
  });
  expect(lost).toHaveLength(1);
  expect(of(resource()).lost).toEqual([]);
});

test('where strangers can have taken such a name, the stack has buckets of its own, and says so', () => {
  const { variables, lost } = of(resource(), true, { strangersAt: 'Backblaze B2' });
  expect(Object.keys(variables).filter((name) => /LOGS|HEAP_DUMP_REPORTS/.test(name))).toEqual([]);
  expect(lost).toEqual([expect.stringMatching(/logs and heapdumpreports.*Backblaze B2.*not shared/)]);
});

test('the checksums of the provider hold where nobody says others', () => {
  expect(of(resource()).variables).not.toHaveProperty('S3_CHECKSUMS');
});
