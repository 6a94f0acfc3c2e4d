import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const provider = {
  S3_ENDPOINT: 'https://s3.example.net',
  AWS_ACCESS_KEY_ID: 'AKIAHUNTER2HUNTER2',
  AWS_SECRET_ACCESS_KEY: 'hunter2/hunter2+hunter2',
};
const long = 'x'.repeat(60);
const storage = `x-smoke:
  kind: storage
  summary: s
  provides: { s3: { endpoint: "http://s3", region: r, pathStyle: true, accessKeyId: a, secretAccessKey: s } }
`;

/** Keys take time to make, so most tests begin with an identity. */
const known = { 'state/smoke/cryostat.json': readFileSync('test/golden/identity.json', 'utf8') };

function shell(env: Record<string, string> = {}, folder = temporaryFolder(known)) {
  const all = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...env };
  const smoke = (words: string) => runSmoke(words.split(' ').filter(Boolean), all);
  const manifest = async (words: string) => {
    const run = await smoke(words);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    return parse(run.stdout) as Manifest;
  };
  return { folder, smoke, manifest, identity: join(folder, 'state/smoke/cryostat.json') };
}

describe('smoke', () => {
  it('prints the default stack and keeps its identity for the owner alone', async () => {
    const { manifest, identity } = shell({}, temporaryFolder());
    expect(Object.keys((await manifest('')).services)).toEqual(['files', 's3', 'cryostat', 'db', 'auth']);
    expect(statSync(identity).mode & 0o777).toBe(0o600);
  });

  it('gives the same bytes twice', async () => {
    const { smoke } = shell();
    expect((await smoke('-s garage')).stdout).toBe((await smoke('-s garage')).stdout);
  });

  it('gives the same bytes to two first runs at once', async () => {
    const { smoke } = shell({}, temporaryFolder());
    const [one, other] = await Promise.all([smoke('-s garage -p'), smoke('-s garage -p')]);
    expect(one?.exitCode).toBe(0);
    expect(one?.stdout).toBe(other?.stdout);
  });

  it('keeps database password and bucket names when the storage changes', async () => {
    const { manifest } = shell();
    const environment = async (words: string) => {
      const { services } = await manifest(words);
      return services['cryostat']?.['environment'] as Record<string, string>;
    };
    const [garage, none] = [await environment('-s garage -p'), await environment('-s none -p')];
    for (const name of ['QUARKUS_DATASOURCE_PASSWORD', 'STORAGE_BUCKETS_ARCHIVES_NAME'])
      expect(none[name]).toBe(garage[name]);
  });

  it('gives every project an identity of its own', async () => {
    const { manifest } = shell();
    const ca = async (words: string) => (await manifest(words))['x-smoke']?.ca;
    expect(await ca('-s none -p --project one')).not.toBe(await ca('-s none -p --project two'));
  });

  it('starts anew with --fresh and keeps the old identity', async () => {
    const { smoke, identity } = shell();
    await smoke('-s none -p');
    const old = readFileSync(identity, 'utf8');
    expect((await smoke('-s none -p --fresh')).stderr).toContain('the old one is kept in');
    expect(readFileSync(identity, 'utf8')).not.toBe(old);
    expect(readdirSync(join(identity, '..'))).toHaveLength(2);
    expect((await smoke('-s nosuch -p --fresh')).exitCode).toBe(2);
    expect((await smoke('-s none -p --fresh --bind x')).exitCode).toBe(2);
    expect(readdirSync(join(identity, '..'))).toHaveLength(2);
  });

  it('uses a random identity with a warning where none can be kept', async () => {
    const folder = temporaryFolder({ file: '' });
    const { smoke } = shell({ XDG_STATE_HOME: join(folder, 'file') }, folder);
    const { exitCode, stderr } = await smoke('-s none -p');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('hold for this run only')]);
  });

  it('takes S3_INSTANCE_ID for one run', async () => {
    const { folder, manifest } = shell({ S3_INSTANCE_ID: 'team-7' });
    expect((await manifest('-s garage -p'))['x-smoke']?.buckets[0]).toBe('archives-team-7');
    const later = shell({}, folder);
    expect((await later.manifest('-s garage -p'))['x-smoke']?.buckets[0]).not.toBe('archives-team-7');
  });

  it.each([
    ['-r', '-r (report sidecars) has no effect yet'],
    ['-t all -X', '-t (sample applications) has no effect yet'],
    ['-Gp', '-G (without Grafana) has no effect yet'],
    ['-pA', '-A (agents without TLS) has no effect yet'],
  ])('accepts %s and says on standard error that it has no effect yet', async (flags, expected) => {
    const { smoke } = shell();
    expect(await smoke(`-s none -p ${flags}`)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(expected),
    });
  });

  it.each(['--help', '-h', 'help'])('%s explains flags and verbs and exits 0', async (words) => {
    const { exitCode, stdout } = await shell().smoke(words);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/--storage[\s\S]*up[\s\S]*Exit codes/)]);
  });
});

describe('bad input', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['an unset endpoint', '-s ext', { ...provider, S3_ENDPOINT: '' }, 'S3_ENDPOINT is not set'],
    ['an unset key id', '-s ext', { ...provider, AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is not set'],
    [
      'an unset secret key',
      '-s ext',
      { ...provider, AWS_SECRET_ACCESS_KEY: '' },
      'AWS_SECRET_ACCESS_KEY is not set',
    ],
    [
      'an endpoint on the loopback',
      '-s ext',
      { ...provider, S3_ENDPOINT: 'http://localhost:9000' },
      'is the container itself',
    ],
    [
      'a path style that is none',
      '-s ext',
      { ...provider, S3_PATH_STYLE_ACCESS: 'yes' },
      'S3_PATH_STYLE_ACCESS: got "yes", expected one of true, false',
    ],
    ['a region that is none', '-s ext', { ...provider, S3_REGION: 'eu west' }, 'S3_REGION: got "eu west"'],
    ['an unknown storage', '-s garag', {}, 'Did you mean garage?'],
    [
      'an unknown storage mode',
      '',
      { CRYOSTAT_STORAGE_MODE: 'tags' },
      'expected one of tagging, metadata, bucket',
    ],
    [
      'a fragment that is not there',
      '-s ./no-such.yml',
      {},
      'cannot read ./no-such.yml: there is no such file',
    ],
    [
      'a bucket name over 63',
      '-s none',
      { CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'x'.repeat(64) },
      'it has 64 characters',
    ],
    ['an instance id that makes names too long', '-s none', { S3_INSTANCE_ID: long }, 'expected 63 at most'],
    ['a wrong instance id', '-s none', { S3_INSTANCE_ID: '../x' }, 'S3_INSTANCE_ID: got "../x"'],
    ['a wrong longest name', '-s none', { BUCKET_NAME_MAX_LENGTH: '7x' }, 'BUCKET_NAME_MAX_LENGTH: got "7x"'],
    ['a longest name that is too short', '-s none', { BUCKET_NAME_MAX_LENGTH: '12' }, 'expected 12 at most'],
    ['a wrong user', '-s none', { CRYOSTAT_USER: 'a:b' }, 'CRYOSTAT_USER: got "a:b"'],
    ['a wrong project', '-s none --project Mine', {}, '--project: got "Mine"'],
    ['a project that is a path', '-s none --project ../x', {}, '--project: got "../x"'],
    ['a wrong address', '-s none --bind localhost', {}, '--bind: got "localhost"'],
    ['an unknown format', '-s none --format jsn', {}, 'Did you mean json?'],
    ['an unknown flag', '--storag garage', {}, "unknown option '--storag'"],
    ['a flag without its value', '-s', {}, 'argument missing'],
    ['a word that is no verb', 'upp', {}, 'Did you mean up?'],
    ['an unknown sample', '-s none -t nosuch', {}, 'unknown sample "nosuch"'],
    [
      'an output in no folder',
      '-s none -o no-such-folder/compose.yml',
      {},
      'cannot write no-such-folder/compose.yml',
    ],
    ['a folder as output', '-s none -o src', {}, 'cannot write src'],
  ])('%s exits 2 with one clear message and writes nothing', async (_, words, env, message) => {
    const { folder, smoke } = shell(env, temporaryFolder());
    const { exitCode, stdout, stderr } = await smoke(words);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('defect');
    expect([exitCode, stdout, readdirSync(folder)]).toEqual([2, '', []]);
    expect(stderr).not.toMatch(/hunter2/i);
  });

  it.each<[string, string, string]>([
    ['broken YAML', 'x-smoke: {\n', ':2: '],
    ['no x-smoke', 'services: {}\n', ':1: x-smoke: is missing'],
    [
      'an unknown key',
      'x-smoke:\n  kind: storage\n  summary: s\n  provide: {}\n',
      ':4: x-smoke.provide: is not known',
    ],
    [
      'an unknown name',
      `${storage}services:\n  a:\n    image: \${IMGE}\n`,
      ':7: services.a.image: ${IMGE} is not a known parameter',
    ],
    [
      'a file that is too large',
      `${storage}  files:\n    a/b: { content: "${'x'.repeat(92_161)}" }\n`,
      'bytes, expected 92160 at most',
    ],
    [
      'a file that is not there',
      `${storage}  files:\n    a/b: {}\n`,
      ':6: x-smoke.files.a/b: there is no such file',
    ],
    ['an unknown pattern', `${storage}  secrets: { A: { pattern: "a+" } }\n`, 'pattern "a+"'],
  ])('a fragment with %s exits 2 with file and line and writes nothing', async (_, text, message) => {
    const folder = temporaryFolder({ 'mine.yml': text });
    const { exitCode, stdout, stderr } = await shell({}, folder).smoke(`-s ${folder}/mine.yml -p`);
    expect(stderr).toContain(message);
    expect([exitCode, stdout, readdirSync(folder)]).toEqual([2, '', ['mine.yml']]);
  });

  it('a damaged identity exits 2 and is kept', async () => {
    const folder = temporaryFolder({ 'state/smoke/cryostat.json': '{' });
    const { smoke, identity } = shell({}, folder);
    expect(await smoke('-s none -p')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('is damaged'),
    });
    expect(readFileSync(identity, 'utf8')).toBe('{');
  });
});

describe('-o', () => {
  it('writes a file for its owner alone, whole, and nothing to standard output', async () => {
    const { folder, smoke } = shell();
    const file = join(folder, 'compose.yml');
    writeFileSync(file, 'old');
    chmodSync(file, 0o644);
    expect(await smoke(`-s none -p -o ${file}`)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe((await smoke('-s none -p')).stdout);
    expect(readdirSync(folder).sort()).toEqual(['compose.yml', 'state']);
  });

  it('that fails leaves the old file and nothing beside it', async () => {
    const { folder, smoke } = shell();
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/compose.yml'), 'old');
    expect((await smoke(`-s nosuch -o ${folder}/out/compose.yml`)).exitCode).toBe(2);
    expect(readFileSync(join(folder, 'out/compose.yml'), 'utf8')).toBe('old');
    expect(readdirSync(join(folder, 'out'))).toEqual(['compose.yml']);
  });

  it('- is standard output', async () => {
    expect((await shell().smoke('-s none -p -o -')).stdout).toContain('name: cryostat');
  });

  it('/dev/null stays what it is', async () => {
    expect((await shell().smoke('-s none -p -o /dev/null')).exitCode).toBe(0);
    expect(existsSync('/dev/null') && statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('--format', () => {
  it('json is the same manifest', async () => {
    const { smoke } = shell();
    expect(JSON.parse((await smoke('-s garage --format json')).stdout)).toEqual(
      parse((await smoke('-s garage')).stdout),
    );
    expect((await smoke('-s garage --json')).stdout).toBe((await smoke('-s garage --format json')).stdout);
  });

  it('env names the variables of a start, without what is secret', async () => {
    const { stdout } = await shell(provider).smoke('-s ext -p --format env');
    expect(stdout).toBe(
      '# the access key id of your S3 service\nAWS_ACCESS_KEY_ID=\n# the secret access key of your S3 service\nAWS_SECRET_ACCESS_KEY=\n',
    );
  });

  it.each(['compose', 'json', 'env'])('%s has no credential of a provider', async (format) => {
    const { stdout } = await shell({ ...provider, AWS_SESSION_TOKEN: 'hunter2-session' }).smoke(
      `-s ext -p --format ${format}`,
    );
    expect(stdout).toContain('AWS_SESSION_TOKEN');
    for (const value of [provider.AWS_ACCESS_KEY_ID, provider.AWS_SECRET_ACCESS_KEY, 'hunter2-session']) {
      for (const form of [
        value,
        Buffer.from(value).toString('base64').slice(0, 12),
        encodeURIComponent(value),
      ]) {
        expect(stdout).not.toContain(form);
      }
    }
  });
});

describe('a storage of the user', () => {
  const mine = `
x-smoke:
  kind: storage
  summary: mine
  parameters:
    MY_IMAGE: { default: "registry.example.net/mine:1", help: image }
  secrets:
    MY_KEY: { pattern: "[a-z]{8}" }
  provides:
    s3:
      service: store
      endpoint: http://store:9000
      region: here
      pathStyle: true
      accessKeyId: me
      secretAccessKey: \${MY_KEY}
      lacks: [object-tagging]
  files:
    store-config/store.conf: { mode: "0400", owner: "7:7" }
  volumes:
    store-data: { role: data, owner: "7:7", mode: "0700" }
services:
  store:
    image: \${MY_IMAGE}
    ports: ["9000:9000"]
    volumes: ["store-config:/etc/store:ro", "store-data:/data"]
    healthcheck: { test: [CMD, /check], interval: 2s, retries: 60 }
`;

  it('works by its path, with its files from volumes/ beside it', async () => {
    const folder = temporaryFolder({
      'mine.yml': mine,
      'volumes/store-config/store.conf': 'bucket = ${FIRST_BUCKET}\n',
    });
    const { manifest } = shell({ S3_INSTANCE_ID: 'abc123', MY_IMAGE: 'registry.example.net/mine:2' }, folder);
    const { services, volumes, 'x-smoke': notes } = await manifest(`-s ${folder}/mine.yml -p`);
    const files = services['files']?.['environment'] as Record<string, string>;
    const [variable = ''] =
      files['FILES']
        ?.split('\n')
        .find((line) => line.endsWith('7:7 0400 store-config/store.conf'))
        ?.split(' ') ?? [];
    expect(Buffer.from(files[variable] ?? '', 'base64').toString()).toBe('bucket = archives-abc123\n');
    expect(files['OWNERS']).toContain('7:7 0700 store-data');
    expect(services['store']).toMatchObject({
      image: 'registry.example.net/mine:2',
      ports: ['127.0.0.1:9000:9000'],
    });
    expect(services['cryostat']).toMatchObject({
      depends_on: { store: { condition: 'service_healthy' } },
      environment: {
        QUARKUS_S3_ENDPOINT_OVERRIDE: 'http://store:9000',
        STORAGE_METADATA_STORAGE_MODE: 'bucket',
        AWS_ACCESS_KEY_ID: 'me',
      },
    });
    expect(Object.keys(volumes ?? {})).toEqual(expect.arrayContaining(['store-config', 'store-data']));
    expect(notes?.storage).toBe('mine');
  });

  it('says how to make the manifest again', async () => {
    const folder = temporaryFolder({ ...known, 'mine.yml': mine, 'volumes/store-config/store.conf': '' });
    const { stdout } = await shell({}, folder).smoke(`-s ${folder}/mine.yml -p`);
    expect(stdout.split('\n')[1]).toBe('#   ./smoke -s ~/mine.yml -p');
  });
});
