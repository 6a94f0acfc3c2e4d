import { describe, expect, test } from 'vitest';
import { areSwapped } from '../../../../src/share/read/credentials.ts';
import { readSide } from '../../../../src/share/read/read-side.ts';
import { deployment, helmValues, names, resource, secret } from './described.ts';

const read = (...texts: string[]) => readSide(texts.map((text) => ({ name: 'f.yaml', text })));

const awsId = 'AKIAIOSFODNN7EXAMPLE';
const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('mistakes of published examples are understood, with a warning each', () => {
  test('usePathStyleAccess on the resource', () => {
    const side = read(resource().replace('useVirtualHostAccess: true', 'usePathStyleAccess: false'));
    expect(side.settings.pathStyle).toBe('false');
    expect(side.warnings).toEqual([
      expect.stringMatching(/^f.yaml:11: usePathStyleAccess .*write useVirtualHostAccess: true/),
    ]);
  });

  test('usePathStyleAccess beside the field that decides', () => {
    const side = read(resource('      usePathStyleAccess: true'));
    expect(side.settings.pathStyle).toBe('false');
    expect(side.warnings).toEqual([expect.stringContaining('useVirtualHostAccess decides')]);
  });

  test('names at spec.storageBucketNames', () => {
    const text = resource('', `  storageBucketNames: ${JSON.stringify(names)}`).replace(
      / {4}storageBucketNameOptions.*\n/,
      '',
    );
    const side = read(text);
    expect(side.settings).toMatchObject(names);
    expect(side.warnings).toEqual([
      expect.stringContaining('write them below spec.objectStorageOptions.storageBucketNameOptions'),
    ]);
  });

  test('STORAGE_KEY in the Secret of the operator', () => {
    const side = read(resource(), secret('s3cred', { ACCESS_KEY: awsId, STORAGE_KEY: awsSecret }));
    expect(side.credentials).toEqual({ accessKeyId: awsId, secretAccessKey: awsSecret });
    expect(side.warnings).toEqual([expect.stringContaining('STORAGE_KEY is meant as SECRET_KEY')]);
  });

  test('swapped values in the Secret of the chart', () => {
    const side = read(
      helmValues(),
      secret('s3cred', { STORAGE_ACCESS_KEY: awsId, STORAGE_ACCESS_KEY_ID: awsSecret }, 'data'),
    );
    expect(side.credentials).toEqual({ accessKeyId: awsId, secretAccessKey: awsSecret });
    expect(side.warnings).toEqual([expect.stringContaining('are swapped')]);
    expect(side.warnings.join()).not.toContain(awsSecret);
  });

  test('a name without the prefix of all others', () => {
    const side = read(helmValues().replace('acme-reports', 'archivedreports'));
    expect(side.settings.archivedReports).toBe('archivedreports');
    expect(side.warnings).toEqual([expect.stringContaining('all other buckets begin with "acme-"')]);
  });

  test('a name without the prefix is told with its own line', () => {
    const lines = Object.entries({ ...names, archivedReports: 'archivedreports' });
    const block = (indent: string) => lines.map(([name, text]) => `\n${indent}${name}: ${text}`).join('');
    const inHelm = read(helmValues().replace(` ${JSON.stringify(names)}`, block('      ')));
    expect(inHelm.warnings).toEqual([expect.stringMatching(/^f.yaml:12: archivedReports is the plain/)]);
    const wrong = resource('', `  storageBucketNames:${block('    ')}`).replace(
      / {4}storageBucketName.*\n/,
      '',
    );
    expect(read(wrong).warnings).toContainEqual(expect.stringMatching(/^f.yaml:17: archivedReports is the/));
    const variables = [
      ['STORAGE_BUCKETS_ARCHIVES_NAME', 'acme-archives'],
      ['STORAGE_BUCKETS_EVENT_TEMPLATES_NAME', 'acme-events'],
      ['STORAGE_BUCKETS_METADATA_NAME', 'acme-labels'],
      ['STORAGE_BUCKETS_HEAP_DUMPS_NAME', 'heapdumps'],
    ].map(([name, value]) => `            - {name: ${name}, value: ${value}}`);
    expect(read(deployment(variables.join('\n'))).warnings).toEqual([
      expect.stringMatching(/^f.yaml:19: heapDumps is the plain/),
    ]);
  });

  test('a name without the suffix of all others', () => {
    const ends = Object.fromEntries(
      Object.keys(names).map((name, index) => [name, `${'abcdefg'[index]}-acme`]),
    );
    const side = read(
      helmValues().replace(JSON.stringify(names), JSON.stringify({ ...ends, heapDumps: 'heapdumps' })),
    );
    expect(side.warnings).toEqual([expect.stringContaining('all other buckets end with "-acme"')]);
  });

  test('a mode with capitals', () => {
    const side = read(helmValues().replace('Mode: bucket', 'Mode: Bucket'));
    expect(side.settings.mode).toBe('bucket');
    expect(side.warnings).toEqual([
      expect.stringMatching(/^f.yaml:8: the storage mode "Bucket" is taken as bucket/),
    ]);
  });

  test('static credentials in the chart', () => {
    const side = read(
      helmValues().replace('region:', 'authentication: {credentialsType: static}\n    region:'),
    );
    expect(side.warnings).toEqual([expect.stringMatching(/^f.yaml:6: .*is static, .*write default/)]);
  });

  test('a key that the chart does not know', () => {
    const side = read(helmValues().replace('region:', 'regoin:'));
    expect(side.warnings).toEqual([
      expect.stringMatching(/f.yaml:6: storage.provider.regoin is not taken over.*did you mean region\?/),
    ]);
  });
});

describe('Secrets that are not quite right', () => {
  test('another name than the one that is said', () => {
    const side = read(
      helmValues(),
      secret('other', { STORAGE_ACCESS_KEY_ID: 'a', STORAGE_ACCESS_KEY: 'b' }),
      secret('more', { x: 'y' }),
    );
    expect(side.credentials).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(side.warnings).toEqual([
      expect.stringMatching(/from Secret other, the only one.*s3cred is named/),
    ]);
  });

  test('several that fit, none of the name', () => {
    const two = ['one', 'two'].map((name) => secret(name, { ACCESS_KEY: 'a', SECRET_KEY: 'b' }));
    const side = read(resource(), ...two);
    expect(side.credentials).toBeUndefined();
    expect(side.warnings).toEqual([expect.stringContaining('several Secrets (Secret one, Secret two)')]);
  });

  test('the keys of the other form', () => {
    const side = read(helmValues(), secret('s3cred', { ACCESS_KEY: 'a', SECRET_KEY: 'b' }));
    expect(side.credentials).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(side.warnings).toEqual([
      expect.stringContaining('are meant as STORAGE_ACCESS_KEY_ID and STORAGE_ACCESS_KEY'),
    ]);
  });

  test('a line break at the end of a value', () => {
    const side = read(resource(), secret('s3cred', { ACCESS_KEY: 'a\n', SECRET_KEY: 'b' }, 'data'));
    expect(side.credentials?.accessKeyId).toBe('a');
    expect(side.warnings).toEqual([expect.stringContaining('a line break')]);
  });

  test('keys called like what every object has', () => {
    const side = read(
      resource(),
      secret('s3cred', { ACCESS_KEY: 'a', SECRET_KEY: 'b' }).replace(
        '"ACCESS_KEY"',
        '"__proto__":"x","constructor":"y","ACCESS_KEY"',
      ),
    );
    expect(side.credentials).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
  });
});

test.each([
  [awsId, awsSecret, false],
  [awsSecret, awsId, true],
  ['something', awsId, true],
  ['GK'.padEnd(26, 'a'), 'f'.repeat(64), false],
  ['f'.repeat(64), 'GK'.padEnd(26, 'a'), true],
  ['f'.repeat(64), 'unknown', true],
  ['0'.repeat(25), `K0${'a'.repeat(29)}`, false],
  [`K0${'a'.repeat(29)}`, 'x', true],
  ['minio', 'minio-secret', false],
  // Oracle's ids look like secrets of AWS.
  ['a'.repeat(40), `${'b'.repeat(43)}=`, false],
])('id %s and secret %s: swapped %s', (id, key, swapped) => {
  expect(areSwapped(id, key)).toBe(swapped);
});
