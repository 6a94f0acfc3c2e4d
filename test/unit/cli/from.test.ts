import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { runSmoke } from '../../memory-io.ts';
import { startMemoryS3 } from '../s3/memory-s3.ts';
import { helmValues, names, resource, secret } from '../share/read/described.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fill } from './buckets-shell.ts';
import { known } from './shell.ts';

function place(files: Record<string, string>, more: Record<string, string> = {}) {
  const folder = temporaryFolder({ ...known, ...files });
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...more };
  const smoke = (words: string, input = '') =>
    runSmoke(
      words.split(' ').map((word) => (word in files ? join(folder, word) : word)),
      env,
      { stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]) },
    );
  return { folder, smoke };
}

const cryostat = (text: string) => (parse(text) as Manifest).services['cryostat']?.['environment'];

const storage = {
  QUARKUS_S3_ENDPOINT_OVERRIDE: 'https://s3.example.net',
  QUARKUS_S3_AWS_REGION: 'eu-west-1',
  QUARKUS_S3_PATH_STYLE_ACCESS: 'false',
  STORAGE_METADATA_STORAGE_MODE: 'bucket',
  STORAGE_PRESIGNED_TRANSFERS_ENABLED: 'true',
  STORAGE_PRESIGNED_DOWNLOADS_ENABLED: 'false',
  STORAGE_BUCKETS_ARCHIVES_NAME: names.archivedRecordings,
  CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME: names.archivedReports,
  STORAGE_BUCKETS_PROBE_TEMPLATES_NAME: names.jmcAgentProbeTemplates,
  STORAGE_BUCKETS_METADATA_NAME: names.metadata,
};

describe('a manifest for the buckets of another Cryostat', () => {
  test.each([
    ['of Helm values', helmValues()],
    ['of a Cryostat resource', resource()],
  ])('%s', async (_, text) => {
    const { smoke } = place({ 'a.yaml': text });
    const run = await smoke('-s ext --from a.yaml');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(cryostat(run.stdout)).toMatchObject(storage);
    expect(run.stdout).toContain('./smoke -s ext --from ~/a.yaml');
    expect((parse(run.stdout) as Manifest)['x-smoke']?.chosenBuckets?.toSorted()).toEqual(
      Object.values(names).toSorted(),
    );
  });

  test('without -s, and of standard input, whose settings the head says as variables', async () => {
    const { smoke } = place({});
    const run = await smoke(
      '--from -',
      `${resource()}\n---\n${secret('s3cred', { ACCESS_KEY: 'hunter2id', SECRET_KEY: 'hunter2' })}`,
    );
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(cryostat(run.stdout)).toMatchObject(storage);
    expect(run.stdout).not.toContain('hunter2');
    expect(run.stdout).toContain('S3_ENDPOINT=https://s3.example.net');
    expect(run.stdout).toContain('CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME=acme-labels');
    expect(run.stdout).not.toContain('--from');
  });

  test('of a manifest that smoke printed is the same manifest', async () => {
    const { smoke, folder } = place({ 'a.yaml': helmValues() });
    const first = await smoke('-s ext --from a.yaml');
    writeFileSync(join(folder, 'b.yaml'), first.stdout);
    const second = await smoke(`--from ${join(folder, 'b.yaml')}`);
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(parse(second.stdout)).toEqual(parse(first.stdout));
  });

  test('says what it cannot take over, once', async () => {
    const { smoke } = place({
      'a.yaml': helmValues().replace('provider:', 'provider:\n    tls: {trustAll: true}'),
    });
    const { stderr, exitCode } = await smoke('up --dry-run --from a.yaml -c /nowhere/docker');
    expect(stderr.split('trust-all').length - 1).toBeLessThanOrEqual(1);
    expect(exitCode).toBeGreaterThan(0);
    expect((await smoke('--from a.yaml')).stderr).toMatch(
      /^smoke: warning: trust in every certificate .*--ca FILE\n$/,
    );
  });

  test('takes the buckets of 4.3 where its version uses them', async () => {
    const { smoke } = place({ 'a.yaml': resource() }, { CRYOSTAT_VERSION: '4.3.0' });
    const { stdout, stderr } = await smoke('--from a.yaml');
    expect(cryostat(stdout)).toMatchObject({ STORAGE_BUCKETS_UNIFIED_LOGS_NAME: 'logs' });
    expect(stderr).toMatch(/no field for the buckets logs and heapdumpreports/);
  });
});

describe('the environment', () => {
  test('gives way to the description, with a note for each variable', async () => {
    const { smoke } = place(
      { 'a.yaml': helmValues() },
      { S3_ENDPOINT: 'https://other.example', S3_REGION: 'eu-west-1', CRYOSTAT_STORAGE_MODE: 'tagging' },
    );
    const { stdout, stderr } = await smoke('--from a.yaml');
    expect(cryostat(stdout)).toMatchObject(storage);
    expect(stderr.split('\n').filter(Boolean)).toEqual([
      expect.stringContaining('S3_ENDPOINT of the environment is not used'),
      expect.stringContaining('CRYOSTAT_STORAGE_MODE of the environment is not used'),
    ]);
    expect(stdout).not.toContain('other.example');
  });

  test.each([
    ['a Service of the cluster', helmValues().replace('s3.example.net', 'minio.storage.svc:9000')],
    [
      'a service of another manifest',
      'services: {c: {environment: {QUARKUS_S3_ENDPOINT_OVERRIDE: "http://s3:8333", QUARKUS_S3_AWS_REGION: x}}}',
    ],
  ])('says the way to %s', async (_, text) => {
    const alone = await place({ 'a.yaml': text }).smoke('--from a.yaml');
    expect(alone).toMatchObject({ exitCode: 2, stdout: '' });
    expect(alone.stderr).toMatch(/does not reach the storage at .*\n.*S3_ENDPOINT=/);
    const { smoke } = place({ 'a.yaml': text }, { S3_ENDPOINT: 'https://minio.example.net' });
    const run = await smoke('--from a.yaml');
    expect(cryostat(run.stdout)).toMatchObject({ QUARKUS_S3_ENDPOINT_OVERRIDE: 'https://minio.example.net' });
    expect(run.stdout).toContain('S3_ENDPOINT=https://minio.example.net ./smoke -s ext --from ~/a.yaml');
    expect(run.stderr).toContain('the way from this machine');
  });
});

describe('wrong use is refused, and nothing is printed', () => {
  const withoutRegion = helmValues().replace('    region: eu-west-1\n', '');
  const two = `services: {c: {environment: {QUARKUS_S3_ENDPOINT_OVERRIDE: "${'$'}{WHERE:?x}"}}}`;
  test.each<[string, string, RegExp]>([
    ['another storage', '-s minio --from a.yaml', /-s minio: --from describes a storage outside/],
    [
      'a provider',
      '--from a.yaml --provider aws',
      /--provider aws: the storage is the one that --from describes/,
    ],
    ['another region', '--from a.yaml --region eu-west-2', /--region eu-west-2: .*a.yaml says eu-west-1/],
    ['no region at all', '--from no-region.yaml', /no-region.yaml does not say the region.*\n.*--region/],
    ['a file that is not there', '--from nowhere.yaml', /cannot read nowhere.yaml: ENOENT/],
    ['a folder', '--from .', /cannot read \.: EISDIR/],
    ['a device without end', '--from /dev/zero', /\/dev\/zero is larger than 16 MiB/],
    ['UTF-16', '--from utf16.yaml', /no text in UTF-8/],
    [
      'credentials that did not come',
      '--from a.yaml --with-credentials',
      /no credentials came with .*\n.*kubectl get secret s3cred/,
    ],
    ['--with-credentials alone', '--with-credentials', /--from is not given/],
    ['a manifest as well', 'up -f a.yaml --from a.yaml', /-f .*--from makes a stack of its own/],
    [
      'a bucket name that no provider takes',
      '--from bad-name.yaml',
      /bad-name.yaml says what .*: CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMPS_NAME.*"A_b"/,
    ],
    ['a mode that is none', '--from bad-mode.yaml', /CRYOSTAT_STORAGE_MODE: got "tags"/],
    ['a variable of a manifest that is not set', '--from two.yaml', /endpoint is left to WHERE/],
    ['files by comma', '--from a.yaml,s.yaml', /cannot read a.yaml,s.yaml.*\n.*by spaces: --from/],
    [
      'an endpoint with a slash in its password',
      '--from slash.yaml',
      /"http:\/\/…@h.example.net".*\n.*Secret/,
    ],
    [
      'an endpoint that is not filled in',
      '--from open.yaml',
      /address of the storage is "\$\{S3\}", expected one/,
    ],
    ['an endpoint with a password in it', '--from user.yaml', /without credentials/],
  ])('%s', async (_, words, message) => {
    const { smoke } = place({
      'a.yaml': helmValues(),
      'no-region.yaml': withoutRegion,
      'utf16.yaml': '\u{FFFD}',
      'bad-name.yaml': helmValues().replace('acme-heaps', 'A_b'),
      'bad-mode.yaml': helmValues().replace('Mode: bucket', 'Mode: tags'),
      'two.yaml': two,
      'slash.yaml': helmValues().replace('https://s3.example.net', 'http://me:x/hunter2@h.example.net'),
      'open.yaml': helmValues().replace('https://s3.example.net', '"${S3}"'),
      'user.yaml': helmValues().replace('//s3', '//me:hunter2@s3'),
    });
    if (words.includes('utf16')) {
      const folder = mkdtempSync(join(tmpdir(), 'smoke-utf16-'));
      writeFileSync(join(folder, 'a.yaml'), Buffer.from('\ufeffstorage: x', 'utf16le'));
      const run = await smoke(`--from ${join(folder, 'a.yaml')}`);
      expect(run.stderr).toMatch(/no text in UTF-8, but in UTF-16/);
      return;
    }
    const run = await smoke(words);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toContain('hunter2');
    expect(run.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});

test('certificates that came along are trusted, in the stack and by smoke', async () => {
  const pem = readFileSync('test/unit/cli/authorities.pem', 'utf8');
  const { smoke } = place({
    'a.yaml': resource('', '  trustedCertSecrets: [{secretName: s3-ca, certificateKey: ca.crt}]'),
    's.yaml': secret('s3-ca', { 'ca.crt': pem }, 'data'),
    'bad.yaml': secret('s3-ca', { 'ca.crt': pem.replace(/^MII/gm, 'AAA') }),
  });
  const run = await smoke('--from a.yaml s.yaml');
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect((parse(run.stdout) as Manifest)['x-smoke']?.storageAuthorities?.join('')).toBe(pem);
  expect((await smoke('--from a.yaml bad.yaml')).exitCode).toBe(2);
});

test('tagging on a provider that has none is warned of', async () => {
  const text = helmValues()
    .replace('s3.example.net', 's3.us-east-005.backblazeb2.com')
    .replace('Mode: bucket', 'Mode: tagging');
  const { stderr } = await place({ 'a.yaml': text }).smoke('--from a.yaml --region eu-west-1');
  expect(stderr).toContain('tagging needs object-tagging, which Backblaze B2 lacks; bucket works');
});

test('a region that the description lacks comes from --region', async () => {
  const { smoke } = place({ 'a.yaml': helmValues().replace('    region: eu-west-1\n', '') });
  const { stdout } = await smoke('--from a.yaml --region eu-west-3');
  expect(cryostat(stdout)).toMatchObject({ QUARKUS_S3_AWS_REGION: 'eu-west-3' });
});

test('verbs after the files are verbs, and know the names', async () => {
  const { smoke } = place({
    'a.yaml': helmValues(),
    's.yaml': secret('s3cred', { STORAGE_ACCESS_KEY_ID: 'a', STORAGE_ACCESS_KEY: 'b' }),
  });
  const run = await smoke('--from a.yaml s.yaml buckets names');
  expect(run).toMatchObject({ exitCode: 0 });
  for (const name of Object.values(names)) expect(run.stdout).toContain(name);
});

test('buckets of the other side are guarded: only one whose name is typed is removed', async () => {
  const s3 = await startMemoryS3();
  const { accessKeyId, secretAccessKey, endpoint } = s3.connection;
  fill(s3, Object.values(names));
  const text = helmValues()
    .replace('s3.example.net', 'minio.cluster.svc')
    .replace('Access: false', 'Access: true');
  const { smoke } = place(
    { 'a.yaml': text },
    { S3_ENDPOINT: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  );
  const run = await smoke('buckets remove --yes --from a.yaml');
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toMatch(/smoke buckets remove .*--from=.*a\.yaml acme-recordings/);
  expect([...s3.buckets.keys()].sort()).toEqual(Object.values(names).sort());
});
