import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, shell } from './shell.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIAHUNTER2HUNTER2', AWS_SECRET_ACCESS_KEY: 'hunter2/hunter2+hunter2' };
const b2 = { ...keys, S3_ENDPOINT: 'https://s3.us-west-004.backblazeb2.com' };
const environment = async (env: Record<string, string>, words: string) =>
  (await shell(env).manifest(words)).services['cryostat']?.['environment'];

describe('smoke -s ext', () => {
  it('sets what the provider of the endpoint needs', async () => {
    expect(await environment(b2, '-s ext')).toMatchObject({
      QUARKUS_S3_ENDPOINT_OVERRIDE: 'https://s3.us-west-004.backblazeb2.com',
      QUARKUS_S3_AWS_REGION: 'us-west-004',
      QUARKUS_S3_PATH_STYLE_ACCESS: 'true',
      STORAGE_METADATA_STORAGE_MODE: 'bucket',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    });
  });

  it('leaves to AWS what AWS can do', async () => {
    const found = await environment(keys, '--provider aws --region eu-west-1');
    expect(found).toMatchObject({
      QUARKUS_S3_ENDPOINT_OVERRIDE: 'https://s3.eu-west-1.amazonaws.com',
      QUARKUS_S3_AWS_REGION: 'eu-west-1',
      QUARKUS_S3_PATH_STYLE_ACCESS: 'false',
      STORAGE_METADATA_STORAGE_MODE: 'tagging',
    });
    expect(Object.keys(found ?? {}).filter((name) => /^AWS_.*CHECKSUM/.test(name))).toEqual([]);
  });

  it('keeps what the user sets, and warns of what cannot work', async () => {
    const env = {
      ...b2,
      S3_REGION: 'eu-1',
      S3_PATH_STYLE_ACCESS: 'false',
      CRYOSTAT_STORAGE_MODE: 'tagging',
    };
    const { stdout, stderr, exitCode } = await shell(env).smoke('-s ext');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/QUARKUS_S3_AWS_REGION: eu-1/);
    expect(stdout).toMatch(/QUARKUS_S3_PATH_STYLE_ACCESS: "false"/);
    expect(stdout).toMatch(/STORAGE_METADATA_STORAGE_MODE: tagging/);
    expect(stderr.split('\n')).toEqual([
      'smoke: warning: S3_REGION: got eu-1, but this endpoint of Backblaze B2 is signed for us-west-004',
      'smoke: warning: CRYOSTAT_STORAGE_MODE: tagging needs object-tagging, which Backblaze B2 lacks; bucket works',
      '',
    ]);
  });

  it('warns of a dot in a name that becomes part of a host name', async () => {
    const env = { ...keys, CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'my.bucket' };
    const words = '-s ext --provider aws --region eu-west-1';
    expect((await shell(env).smoke(words)).stderr).toBe(
      'smoke: warning: CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: no certificate covers a host name with a dot more; S3_PATH_STYLE_ACCESS=true works\n',
    );
    expect((await shell({ ...env, S3_PATH_STYLE_ACCESS: 'true' }).smoke(words)).stderr).toBe('');
  });

  it('says nothing about endpoints that it does not know', async () => {
    const env = { ...keys, S3_ENDPOINT: 'http://192.0.2.7:9000', CRYOSTAT_STORAGE_MODE: 'tagging' };
    expect(await environment(env, '-s ext')).toMatchObject({
      QUARKUS_S3_AWS_REGION: 'us-east-1',
      QUARKUS_S3_PATH_STYLE_ACCESS: 'true',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    });
  });

  it('notes the provider and its checksums for verbs that talk to it', async () => {
    const { 'x-smoke': notes } = await shell(b2).manifest('-s ext');
    expect(notes).toMatchObject({ provider: 'b2', s3: { checksums: 'required' } });
    const other = await shell({ ...b2, S3_ENDPOINT: 'https://s3.example.net' }).manifest('-s ext');
    expect(other['x-smoke']).not.toHaveProperty('provider');
  });

  it('names the command that makes it again, with provider, region and account', async () => {
    const env = { ...keys, S3_ACCOUNT: '0123456789abcdef0123456789abcdef' };
    const { stdout } = await shell(env).smoke('--provider r2 --region eu');
    expect(stdout).toContain(
      '#   S3_ACCOUNT=0123456789abcdef0123456789abcdef ./smoke -s ext --provider r2 --region eu\n',
    );
    const aws = await shell({ ...keys, AWS_REGION: 'eu-west-2' }).smoke('--provider aws');
    expect(aws.stdout).toContain('#   ./smoke -s ext --provider aws --region eu-west-2\n');
  });

  it('checks the names of buckets by the rules of the provider', async () => {
    const { stderr, exitCode } = await shell({
      ...b2,
      CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'my.bucket',
    }).smoke('-s ext');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('bucket name "my.bucket" is not valid on Backblaze B2');
  });

  it.each([
    [
      '-s garage --provider b2',
      '--provider is for a storage outside of the stack, but the storage is garage',
    ],
    ['-s garage --region eu-1', '--region is for a storage outside of the stack'],
    ['--region eu-1', 'but the storage is seaweed'],
    ['-s ext --region Europe', '--region: got "Europe", expected a region such as eu-west-1'],
    ['-s ext --provider b22 --region eu-1', '--provider: got "b22", expected one of aws'],
  ])('%s is refused', async (words, message) => {
    const { stderr, exitCode, stdout } = await shell(b2).smoke(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('a stack with a storage of its own', () => {
  it('is printed without the provider table', async () => {
    const folder = temporaryFolder(known);
    for (const part of ['compose', 'volumes']) cpSync(part, join(folder, part), { recursive: true });
    rmSync(join(folder, 'compose/providers.yml'));
    const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
    expect(await runSmoke(['-s', 'garage'], env, { root: folder })).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
});
