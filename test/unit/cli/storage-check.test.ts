import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StorageReport } from '../../../src/s3/check/report.ts';
import { startFakeS3 } from '../s3/check/fake-s3.ts';
import { shell } from './shell.ts';

const keys = { AWS_ACCESS_KEY_ID: 'the-key-id', AWS_SECRET_ACCESS_KEY: 'the-secret-key' };

const checksOf = (stdout: string) => (JSON.parse(stdout) as { checks: StorageReport[] }).checks;

describe('smoke storage check', { timeout: 20_000 }, () => {
  it('checks the endpoint that it is given, within a bucket, as a table or as JSON', async () => {
    const { connection, buckets } = await startFakeS3(undefined, ['mine']);
    const { smoke, folder } = shell(keys);
    const json = await smoke(`storage check ${connection.endpoint} --bucket mine --json`);
    const [report] = checksOf(json.stdout);
    expect(report).toMatchObject({ bucket: 'mine', endpoint: connection.endpoint, left: [] });
    expect(json).toMatchObject({ exitCode: report?.verdict.usable ? 0 : 1, stderr: '' });
    expect(buckets.get('mine')?.size).toBe(0);
    expect(existsSync(join(folder, 'state/smoke/s3-leftovers.json'))).toBe(false);
    const refused = await startFakeS3(() => ({ status: 403, code: 'SignatureDoesNotMatch' }));
    const table = await smoke(`storage check ${refused.connection.endpoint}`);
    expect(table.exitCode).toBe(4);
    expect(table.stdout).toContain('could not be checked: ');
    expect(table.stdout).toContain('check AWS_SECRET_ACCESS_KEY');
  });

  it('checks the storage of the stack', async () => {
    const { connection } = await startFakeS3(({ key, method }) =>
      key !== '' && method === 'PUT' ? { status: 403, code: 'AccessDenied' } : undefined,
    );
    const endpoint = connection.endpoint.replace('127.0.0.1', 'localhost');
    const { smoke } = shell({ ...keys, S3_ENDPOINT: endpoint, S3_PATH_STYLE_ACCESS: 'true' });
    const run = await smoke('storage check -s ext --json');
    if (run.stdout === '') return expect(run.stderr).toContain('localhost');
    expect(run.exitCode).toBe(1);
    expect(checksOf(run.stdout)[0]?.verdict.usable).toBe(false);
  });

  it.each([
    ['storage check s3.example.net', 'expected a URL such as'],
    ['storage check ftp://s3.example.net', 'expected a URL such as'],
    ['storage check https://me:hunter2@s3.example.net', 'got one with a user in it'],
    ['storage check https://s3.example.net --bucket My_Bucket', '--bucket: bucket name'],
    ['storage check https://s3.example.net --ca /nowhere.pem', '--ca: cannot read'],
  ])('refuses %s', async (words, message) => {
    const run = await shell(keys).smoke(words);
    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(run.stderr).not.toContain('hunter2');
  });

  it('says which credentials are missing, and refuses a file that is no certificate', async () => {
    const { smoke, folder } = shell({ AWS_ACCESS_KEY_ID: 'the-key-id' });
    expect(await smoke('storage check https://s3.example.net')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('AWS_SECRET_ACCESS_KEY not set'),
    });
    const file = join(folder, 'no.pem');
    writeFileSync(file, 'no');
    expect((await smoke(`storage check https://s3.example.net --ca ${file}`)).stderr).toContain(
      'holds no certificate',
    );
  });
});
