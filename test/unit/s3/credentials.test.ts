import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Io } from '../../../src/io.ts';
import { withAwsCredentials } from '../../../src/s3/credentials.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** An Io with a home folder of its own. */
function ioWith(
  files: { readonly config?: string; readonly credentials?: string },
  env: Io['env'] = {},
): Pick<Io, 'env' | 'signal'> & { readonly home: string } {
  const home = temporaryFolder();
  mkdirSync(join(home, '.aws'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, '.aws', name), text);
  return { env: { HOME: home, ...env }, signal: new AbortController().signal, home };
}

/** A profile that signs in by a session. */
const sso = `[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = dev
region = eu-west-2

[sso-session corp]
sso_start_url = https://corp.example.net/start
sso_region = eu-west-1
`;

const keys = (id: string, token?: string): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = secret-${id}\n${token ? `aws_session_token = ${token}\n` : ''}`;

describe('credentials of the AWS CLI', () => {
  it('are left alone where the keys are set', async () => {
    const io = ioWith({ credentials: `[default]\n${keys('FILE')}` }, { AWS_ACCESS_KEY_ID: 'ENV' });
    expect(await withAwsCredentials(io)).toBe(io);
  });

  it.each<[string, Parameters<typeof ioWith>[0]]>([
    ['no files', {}],
    ['a default profile with a region alone', { config: '[default]\nregion = eu-west-1\n' }],
    ['other profiles than the default one', { credentials: `[work]\n${keys('WORK')}` }],
  ])('are not looked for with %s', async (_, files) => {
    const io = ioWith(files);
    expect(await withAwsCredentials(io)).toBe(io);
  });

  it('come from the default profile, with its region', async () => {
    const io = ioWith({
      credentials: `[default]\n${keys('FILE')}`,
      config: '[default]\nregion = eu-west-3\n',
    });
    expect((await withAwsCredentials(io)).env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'FILE',
      AWS_SECRET_ACCESS_KEY: 'secret-FILE',
      AWS_SESSION_TOKEN: undefined,
      AWS_REGION: 'eu-west-3',
    });
  });

  it('come from the profile that AWS_PROFILE names, with its session token', async () => {
    const io = ioWith(
      { credentials: `[default]\n${keys('FILE')}\n[work]\n${keys('WORK', 'token-1')}` },
      { AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'of other keys' },
    );
    expect((await withAwsCredentials(io)).env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'WORK',
      AWS_SESSION_TOKEN: 'token-1',
    });
  });

  it('leave a region alone that is set', async () => {
    const io = ioWith(
      { credentials: `[default]\n${keys('FILE')}`, config: '[default]\nregion = eu-west-3\n' },
      { AWS_DEFAULT_REGION: 'us-west-2' },
    );
    expect((await withAwsCredentials(io)).env['AWS_REGION']).toBeUndefined();
  });

  it('come from the files that the variables name', async () => {
    const { home } = ioWith({ credentials: `[else]\n${keys('ELSE')}` });
    const io = ioWith(
      {},
      { AWS_PROFILE: 'else', AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials') },
    );
    expect((await withAwsCredentials(io)).env['AWS_ACCESS_KEY_ID']).toBe('ELSE');
  });

  it('come from the program that a profile calls', async () => {
    const io = ioWith({}, { AWS_PROFILE: 'tool' });
    const program = join(io.home, 'keys.sh');
    const answer = { Version: 1, AccessKeyId: 'TOOL', SecretAccessKey: 's', SessionToken: 't' };
    writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(io.home, '.aws', 'config'), `[profile tool]\ncredential_process = ${program}\n`);
    expect((await withAwsCredentials(io)).env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'TOOL',
      AWS_SESSION_TOKEN: 't',
    });
  });

  it('say nothing of what a program says that fails', async () => {
    const io = ioWith(
      { config: '[profile tool]\ncredential_process = /bin/sh -c "echo sesame >&2; exit 3"\n' },
      { AWS_PROFILE: 'tool' },
    );
    const problem = await withAwsCredentials(io).catch((error: unknown) => error);
    expect(problem).toMatchObject({
      exitCode: 2,
      message: 'the profile "tool" gives no credentials: its credential_process failed',
    });
  });

  it('come from SSO while its sign-in lasts', async () => {
    const seen: (string | undefined)[] = [];
    const roleCredentials = { accessKeyId: 'SSO', secretAccessKey: 's', sessionToken: 't', expiration: 4e12 };
    const server = createServer((request, response) => {
      seen.push(request.url, request.headers['x-amz-sso_bearer_token'] as string | undefined);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ roleCredentials }));
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const io = ioWith({ config: sso }, { AWS_PROFILE: 'sso' });
    const cache = join(io.home, '.aws', 'sso', 'cache');
    mkdirSync(cache, { recursive: true });
    const token = { accessToken: 'signed-in', expiresAt: '2099-01-01T00:00:00Z' };
    const name = createHash('sha1').update('corp').digest('hex');
    writeFileSync(join(cache, `${name}.json`), JSON.stringify(token));
    vi.stubEnv('HOME', io.home);
    vi.stubEnv('AWS_ENDPOINT_URL_SSO', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await withAwsCredentials(io)).env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'SSO',
      AWS_SESSION_TOKEN: 't',
      AWS_REGION: 'eu-west-2',
    });
    expect(seen).toEqual([expect.stringContaining('account_id=123456789012'), 'signed-in']);
  });

  it('name the command that signs in again where SSO has expired', async () => {
    const io = ioWith({ config: sso }, { AWS_PROFILE: 'sso' });
    await expect(withAwsCredentials(io)).rejects.toMatchObject({
      message: 'the sign-in (SSO) of the profile "sso" has expired, or never was',
      hint: 'Sign in and call again: aws sso login --profile sso',
      exitCode: 2,
    });
  });

  it('name the profile that was probably meant', async () => {
    const io = ioWith({ credentials: `[work]\n${keys('WORK')}` }, { AWS_PROFILE: 'wrok' });
    await expect(withAwsCredentials(io)).rejects.toMatchObject({
      message: expect.stringContaining('there is no profile "wrok"'),
      hint: 'Did you mean work?',
    });
  });

  it('come from the container where its variable says so', async () => {
    const answer = {
      AccessKeyId: 'ROLE',
      SecretAccessKey: 's',
      Token: 't',
      Expiration: '2099-01-01T00:00:00Z',
    };
    const server = createServer((_, response) => response.end(JSON.stringify(answer)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/role`;
    process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = url;
    try {
      const io = ioWith({}, { AWS_CONTAINER_CREDENTIALS_FULL_URI: url });
      expect((await withAwsCredentials(io)).env).toMatchObject({
        AWS_ACCESS_KEY_ID: 'ROLE',
        AWS_SESSION_TOKEN: 't',
      });
    } finally {
      delete process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
      server.close();
    }
  });
});
