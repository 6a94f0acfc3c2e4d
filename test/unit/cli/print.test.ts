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
import { temporaryFolder } from '../temporary-folder.ts';
import { provider, shell } from './shell.ts';

describe('smoke', () => {
  it('prints the default stack and keeps its identity for the owner alone', async () => {
    const { manifest, identity } = shell({}, temporaryFolder());
    expect(Object.keys((await manifest('')).services)).toEqual([
      'files',
      's3',
      'cryostat',
      'db',
      'auth',
      'grafana',
      'jfr-datasource',
    ]);
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
    ['-r', ['reports']],
    ['-X', ['db-viewer', 'prometheus']],
    ['-Gr', ['reports']],
    ['--tools prometheus', ['prometheus']],
  ])('has the services of %s', async (flags, expected) => {
    const { stdout } = await shell().smoke(`-s none ${flags}`);
    const { services } = parse(stdout) as Manifest;
    expect(Object.keys(services)).toEqual(expect.arrayContaining(expected));
    expect(Object.keys(services).includes('grafana')).toBe(!flags.includes('G'));
  });

  it('refuses an unknown sample with the near match', async () => {
    expect(await shell().smoke('-t wildfly-23,quarkus-nativ')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /unknown sample "quarkus-nativ", expected one of .*\n.*Did you mean quarkus-native\?/,
      ),
    });
  });

  it.each(['--help', '-h', 'help'])('%s explains flags and verbs and exits 0', async (words) => {
    const { exitCode, stdout } = await shell().smoke(words);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/--storage[\s\S]*up[\s\S]*Exit codes/)]);
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

  it.each(['--format operator', '--format kubernetes', 'graph --json'])(
    '%s -s ext starts nothing here, and needs no credentials',
    async (words) => {
      const { smoke } = shell(provider);
      const bare = shell({ S3_ENDPOINT: provider.S3_ENDPOINT });
      const run = await bare.smoke(`${words} -s ext`);
      const same = await smoke(`${words} -s ext`);
      expect(run).toMatchObject({ exitCode: 0, stderr: same.stderr, stdout: same.stdout });
    },
  );

  it('names of buckets need none, either', async () => {
    const { exitCode, stdout } = await shell({ S3_ENDPOINT: provider.S3_ENDPOINT }).smoke(
      'buckets names -s ext',
    );
    expect([exitCode, stdout.split('\n').length]).toEqual([0, 8]);
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
