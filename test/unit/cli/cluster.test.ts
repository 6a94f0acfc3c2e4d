import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, nowhere, provider, shell } from './shell.ts';

const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, S3_ENDPOINT } = provider;
const endpoint = { S3_ENDPOINT };

describe('smoke --format helm and operator', () => {
  it.each(['helm', 'operator'])('%s needs no credential, and prints none that is there', async (format) => {
    const without = await shell(endpoint).smoke(`-s ext --format ${format}`);
    expect(without.exitCode).toBe(0);
    const withKeys = await shell(provider).smoke(`-s ext --format ${format}`);
    expect(withKeys.stdout).toBe(without.stdout);
    expect(withKeys.stdout).not.toContain('unter2');
  });

  it.each(['-s ext', '-s ext --format json', '-s ext --format env', 'up -s ext', 'storage check -s ext'])(
    '%s still needs the credentials',
    async (words) => {
      const run = await shell({ ...endpoint, ...nowhere }).smoke(words);
      expect(run).toMatchObject({ exitCode: 2, stdout: '' });
      expect(run.stderr).toContain('AWS_ACCESS_KEY_ID is not set');
    },
  );

  it.each(['helm', 'operator'])('%s writes a whole file for its owner alone', async (format) => {
    const file = join(temporaryFolder(), 'out.yaml');
    const { exitCode, stdout } = await shell(endpoint).smoke(`-s ext --format ${format} -o ${file}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(parse(readFileSync(file, 'utf8'))).toBeTypeOf('object');
  });

  it('tells on standard error and in a comment what cannot be said', async () => {
    const { stdout, stderr } = await shell(endpoint).smoke('-s ext -p --format operator');
    for (const words of ['no field for: checksums of each request', 'nobody is asked to log in']) {
      expect(stderr).toContain(words);
      expect(stdout.split('\n').filter((line) => line.startsWith('#') && line.includes(words))).toHaveLength(
        1,
      );
    }
  });

  it.each([
    ['4.2.0', false],
    ['4.1.0', false],
    ['4.3.0', true],
    ['latest', true],
  ])(
    'tells of the buckets that version %s uses and the operator does not know: %s',
    async (version, told) => {
      const { stderr } = await shell({ ...endpoint, CRYOSTAT_VERSION: version }).smoke(
        '-s ext --format operator',
      );
      expect(stderr.includes('bucket of logs')).toBe(told);
    },
  );

  it('warns of an address that only its own network reaches', async () => {
    for (const [address, words] of [
      ['http://192.168.1.7:9000', 'private network'],
      ['http://minio.apps.svc:9000', 'inside of the cluster'],
    ] as const) {
      const { exitCode, stderr } = await shell({ S3_ENDPOINT: address }).smoke('-s ext --format helm');
      expect(exitCode).toBe(0);
      expect(stderr).toContain(words);
    }
  });
});

describe('what is no storage', () => {
  it.each(['-t spring-boot-3', '-r 2', '-X'])('stays here, and %s is told so', async (flag) => {
    const { exitCode, stderr } = await shell(endpoint).smoke(`-s ext ${flag} --format helm`);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('only storage and login go along');
  });
});

describe('--secrets separate', () => {
  it.each(['helm', 'operator'])('prints the Secrets alone, for --format %s', async (format) => {
    const { exitCode, stdout } = await shell(provider).smoke(`-s ext --format ${format} --secrets separate`);
    expect(exitCode).toBe(0);
    const secrets = parseAllDocuments(stdout).map((document) => document.toJS() as unknown);
    expect(secrets).toMatchObject([
      {
        kind: 'Secret',
        metadata: { name: 'cryostat-s3' },
        stringData: {
          STORAGE_ACCESS_KEY_ID: AWS_ACCESS_KEY_ID,
          STORAGE_ACCESS_KEY: AWS_SECRET_ACCESS_KEY,
          ACCESS_KEY: AWS_ACCESS_KEY_ID,
          SECRET_KEY: AWS_SECRET_ACCESS_KEY,
        },
      },
      { kind: 'Secret', metadata: { name: 'cryostat-login' } },
    ]);
  });

  it('takes the keys of an AWS profile', async () => {
    const folder = temporaryFolder({
      ...known,
      credentials: '[mine]\naws_access_key_id = AKIAMINE\naws_secret_access_key = minekey\n',
    });
    const env = {
      ...endpoint,
      AWS_PROFILE: 'mine',
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    const { stdout } = await shell(env, folder).smoke('-s ext -p --format helm --secrets separate');
    expect(parse(stdout.replace(/^---$/m, ''))).toMatchObject({ stringData: { ACCESS_KEY: 'AKIAMINE' } });
  });

  it('gives no password away, not even one that the user chose', async () => {
    const env = { ...provider, CRYOSTAT_PASS: 'chosen-password' };
    const { stdout } = await shell(env).smoke('-s ext --format helm --secrets separate');
    expect(stdout).toMatch(/user:\$2[aby]\$/);
    expect(stdout).toContain('and CRYOSTAT_PASS set');
    expect(stdout).not.toContain('chosen-password');
  });
});

describe('--secrets inline', () => {
  it('puts the Secrets behind the resource', async () => {
    const { stdout } = await shell(provider).smoke('-s ext --format operator --secrets inline');
    const kinds = parseAllDocuments(stdout).map((document) => (document.toJS() as { kind: string }).kind);
    expect(kinds).toEqual(['Cryostat', 'Secret', 'Secret']);
    expect(stdout).toContain('keep the file to yourself');
  });
});

describe('a call that cannot be answered', () => {
  it.each<[string, Record<string, string>, string]>([
    ['-s garage --format helm', {}, 'the storage garage at http://s3:3900 cannot be shared'],
    ['--format operator', {}, 'the storage seaweed at'],
    ['-s none --format helm', {}, 'the stack has no storage'],
    ['-s ext --format helm', { S3_ENDPOINT: 'http://host.docker.internal:9000' }, 'inside of the stack'],
    ['-s ext --format operator', { S3_ENDPOINT: 'http://localhost:9000' }, 'localhost is the machine'],
    ['-s ext --format helm', {}, 'S3_ENDPOINT is not set'],
    ['-s ext --format helm --secrets inline', provider, 'Helm would take the Secrets for values'],
    ['-s ext --format helm --secrets seperate', provider, 'Did you mean separate?'],
    ['-s ext --secrets separate', provider, '--secrets is for --format helm, operator or kubernetes'],
    ['-s ext --format json --secrets none', provider, '--secrets is for --format'],
    ['-s ext --format helm --json', endpoint, '--json: --format helm is YAML'],
    ['-s ext --format operator --quota', endpoint, '--quota is for --format kubernetes'],
    ['-s ext --format helm --only db', endpoint, '--only is for --format kubernetes'],
    ['-s ext --storage-class file=nfs', provider, '--storage-class is for --format kubernetes'],
    ['-s ext --format helmet', endpoint, 'expected one of compose, json, env, helm'],
    [
      '-s ext --format helm --secrets separate',
      { ...endpoint, ...nowhere },
      'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY not set',
    ],
    ['-s ext --format helm --secrets separate', { ...provider, AWS_SESSION_TOKEN: 't' }, 'they end soon'],
    [
      '-s ext --format helm',
      { ...endpoint, CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: '12345' },
      'CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: got "12345"',
    ],
    ['-s ext --format helm', { ...endpoint, S3_REGION: '1e5' }, 'S3_REGION: got "1e5"'],
  ])('%s %j is refused', async (words, env, message) => {
    const file = join(temporaryFolder(), 'out.yaml');
    const { exitCode, stdout, stderr } = await shell(env).smoke(`${words} -o ${file}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('unter2');
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('does not write over a folder', async () => {
    const folder = join(temporaryFolder(), 'folder');
    mkdirSync(folder);
    const run = await shell(endpoint).smoke(`-s ext --format helm -o ${folder}`);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('it is a folder');
  });
});
