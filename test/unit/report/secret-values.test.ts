import { describe, expect, it } from 'vitest';
import { keyLines, secretsIn } from '../../../src/report/secret-values.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';

const stack = (environment: unknown, more: object = {}): Manifest =>
  ({ name: 'p', services: { app: { environment } }, ...more }) as unknown as Manifest;
// Put together here, so that no tool takes it for one.
const pem = [
  '-----BEGIN PRIVATE',
  'KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE',
  'KEY-----\n',
].join(' ');

describe('secrets of a manifest', () => {
  it.each([
    ['a password', { POSTGRES_PASSWORD: 'hunter2hunter2' }, ['hunter2hunter2']],
    ['a list of variables', ['API_TOKEN=abcdef123456', 'DEBUG=1'], ['abcdef123456']],
    ['a key', { AWS_SECRET_ACCESS_KEY: 'abc/def+ghi' }, ['abc/def+ghi']],
    ['a doubled dollar sign', { DB_PASS: 'pa$$word' }, ['pa$word']],
    ['a password in a URL', { DATABASE: 'postgres://me:s3cr3t@db/x' }, ['s3cr3t']],
    ['a reference', { DB_PASSWORD: '${DB_PASSWORD:?it is needed}' }, []],
    ['a file of one', { DB_PASSWORD_FILE: '/run/secrets/db' }, []],
    ['a switch', { SECRETS_ENABLED: 'true' }, []],
    ['a word that only sounds like it', { COMPASS_NORTH: 'northwards' }, []],
    ['a password that is called like its user', { DB_USER: 'petclinic', DB_PASSWORD: 'petclinic' }, []],
    ['no environment', null, []],
  ])('%s', (_, environment, expected) => {
    expect(secretsIn(stack(environment))).toEqual(expected);
  });

  it('are the lines of a private key, in clear and in base64', () => {
    const lines = ['MIIEvQIBADANBgkq', 'hkiG9w0BAQEFAASC'];
    expect(keyLines(pem)).toEqual(lines);
    expect(secretsIn(stack({ FILE_1: Buffer.from(pem).toString('base64') }))).toEqual(lines);
  });

  it('are the keys of its storage, unless they are references', () => {
    const s3 = { accessKeyId: 'GK123456', secretAccessKey: '${AWS_SECRET_ACCESS_KEY:?}' };
    expect(secretsIn(stack({}, { 'x-smoke': { s3 } }))).toEqual(['GK123456']);
  });
});

describe('secrets of a command', () => {
  it.each([
    ['a flag and its value', ['server', '--admin-password', 'hunter2hunter2'], ['hunter2hunter2']],
    ['one word', ['--api-key=abcdef123456', '--verbose'], ['abcdef123456']],
    [
      'a shell',
      ['sh', '-c', 'DB_PASS=hunter2hunter2 run --token "abcdef1234" -v'],
      ['hunter2hunter2', 'abcdef1234'],
    ],
    ['a flag without a value', ['--no-password', '--verbose'], []],
    ['a variable', 'psql --password $$POSTGRES_PASSWORD', []],
  ])('with %s', (_, command, expected) => {
    const services = { app: { command } };
    expect(secretsIn({ name: 'p', services } as unknown as Manifest)).toEqual(expected);
  });

  it('are in the default of a reference, too', () => {
    expect(secretsIn(stack({ DB_PASSWORD: '${DB_PASSWORD:-hunter2hunter2}' }))).toEqual(['hunter2hunter2']);
  });
});
