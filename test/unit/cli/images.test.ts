import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { digestOf, type LoopbackRegistry, startRegistry } from '../../loopback-registry.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, shell } from './shell.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
/** No engine can be reached, so only registries are asked. */
const nowhere = {
  PATH: '/nowhere',
  DOCKER_HOST: 'unix:///nowhere/docker.sock',
  CONTAINER_HOST: 'unix:///nowhere/podman.sock',
};

let server: LoopbackRegistry | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A user whose four images of a plain stack are on a registry of their own. */
async function userOfRegistry() {
  server = await startRegistry({ token: true });
  const { host } = server;
  for (const name of ['app', 'db', 'files']) server.put(name, '1', indexType, `{"of":"${name}"}`);
  const folder = temporaryFolder(known);
  const env = {
    ...nowhere,
    CRYOSTAT_IMAGE: `${host}/app:1`,
    CRYOSTAT_DB_IMAGE: `${host}/db:1`,
    SMOKE_FILES_IMAGE: `${host}/files:1`,
  };
  const lock = join(folder, 'my.lock');
  const user = shell(env, folder);
  return { ...user, host, lock, words: (more: string) => `${more} -s none -p -G --lock-file ${lock}` };
}

const digests = { app: digestOf('{"of":"app"}'), db: digestOf('{"of":"db"}') };

describe('smoke images', () => {
  it('lists the images of the default stack with their variables, and makes nothing', async () => {
    const folder = temporaryFolder();
    const { exitCode, stdout, stderr } = await shell(nowhere, folder).smoke('images');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('cryostat\tquay.io/cryostat/cryostat:4.2.0\tCRYOSTAT_IMAGE\tpinned\t\n');
    expect(stdout).not.toContain('garage');
    expect(() => readFileSync(join(folder, 'state/smoke/cryostat.json'))).toThrow('ENOENT');
  });

  it('of --from has none of a storage, as -s ext', async () => {
    const { smoke } = shell(nowhere, temporaryFolder());
    const { exitCode, stdout } = await smoke('images --from values.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: (await smoke('images -s ext')).stdout });
    expect(stdout).not.toContain('cryostat-storage');
  });

  it('lists what the library knows, and marks the archived and what has no tag of its own', async () => {
    const { stdout } = await shell(nowhere).smoke('images --all --json');
    const { version, images } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(images).toContainEqual({
      image: 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
      services: ['s3'],
      variable: 'MINIO_IMAGE',
      state: 'archived',
      why: expect.stringContaining('archived in 2026'),
    });
    const states = new Map<string, string>();
    for (const { image, state } of images) states.set(image, state);
    for (const [image, state] of states) {
      expect(state === 'latest', image).toBe(/:latest$/.test(image));
      if (state === 'latest') expect(image).toMatch(/^quay.io\/(redhat-java-monitoring|sclorg\/postgresql)/);
    }
  });

  it('needs nothing that the stack itself needs', async () => {
    expect(await shell(nowhere).smoke('images -s ext')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['images extra', 'too many arguments'],
    ['images --all -f compose.yml', '--all and -f FILE exclude each other'],
    ['images -s granage', 'Did you mean garage?'],
    ['images --lock-file /nowhere/my.lock', 'there is no /nowhere/my.lock'],
    ['images --lock --lock-file /nowhere/my.lock', 'Name a place that you may write to'],
  ])('%s is wrong use', async (words, expected) => {
    const run = await shell(nowhere).smoke(words);
    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(expected) });
  });

  it('asks an engine only where that is wanted', async () => {
    expect(await shell(nowhere).smoke('images --present')).toMatchObject({ exitCode: 3, stdout: '' });
  });
});

describe('smoke images --lock', () => {
  it('writes the digests that registries tell, and manifests have them from then on', async () => {
    const { smoke, manifest, host, lock, words } = await userOfRegistry();
    const run = await smoke(words('images --lock'));
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('only the registries are asked'),
    });
    expect(run.stderr).toContain(`smoke: ${host}/app:1: ${digests.app} (registry)`);
    expect(JSON.parse(readFileSync(lock, 'utf8')).images[`${host}/db:1`]).toBe(digests.db);
    const { services } = await manifest(words(''));
    expect(services['cryostat']?.['image']).toBe(`${host}/app:1@${digests.app}`);
    expect((await smoke(words(''))).stdout.split('\n')[1]).toContain('--lock-file ~/my.lock');
    const listed = JSON.parse((await smoke(words('images --json'))).stdout);
    expect(listed.images.map(({ locked }: { locked?: string }) => locked)).toContain(digests.app);
  });

  it('prints the same manifest as ever for images that the lock does not have', async () => {
    const { smoke, words, lock } = await userOfRegistry();
    writeFileSync(lock, '{"version":1,"images":{}}');
    const { stdout } = await smoke(words(''));
    const { stdout: without } = await smoke('-s none -p -G');
    expect(stdout.replace(' --lock-file ~/my.lock', '')).toBe(without);
  });

  it('keeps what other stacks have locked, changes what is new, and repeats byte for byte', async () => {
    const { smoke, host, lock, words } = await userOfRegistry();
    const other = `sha256:${'d'.repeat(64)}`;
    writeFileSync(lock, JSON.stringify({ version: 1, images: { 'z/z:1': other, [`${host}/app:1`]: other } }));
    expect(await smoke(words('images --lock'))).toMatchObject({ exitCode: 0 });
    const text = readFileSync(lock, 'utf8');
    expect(JSON.parse(text).images).toMatchObject({ 'z/z:1': other, [`${host}/app:1`]: digests.app });
    await smoke(words('images --lock'));
    expect(readFileSync(lock, 'utf8')).toBe(text);
  });

  it('locks the rest and exits 4 where one image is not to be had', async () => {
    const { smoke, host, lock, words } = await userOfRegistry();
    const env = { CRYOSTAT_DB_IMAGE: `${host}/gone:1` };
    const user = shell({
      ...nowhere,
      ...env,
      CRYOSTAT_IMAGE: `${host}/app:1`,
      SMOKE_FILES_IMAGE: 'localhost/x',
    });
    const run = await user.smoke(words('images --lock --json'));
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain(`${host}/gone:1: not locked: ${host} has no gone:1`);
    expect(run.stderr).toContain('localhost/x: not locked: it was built on this machine');
    expect(Object.keys(JSON.parse(readFileSync(lock, 'utf8')).images)).toEqual([`${host}/app:1`]);
    const problems = JSON.parse(run.stdout).images.map(({ problem }: { problem?: string }) => problem);
    expect(problems.filter(Boolean)).toHaveLength(2);
    expect(await smoke(words('images --lock -c /nowhere/docker'))).toMatchObject({ exitCode: 3 });
  });

  it('only says what it would write with --dry-run', async () => {
    const { smoke, lock, words } = await userOfRegistry();
    expect(await smoke(words('images --lock --dry-run'))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(digests.app),
    });
    expect(() => readFileSync(lock)).toThrow('ENOENT');
  });

  it.each(['', 'images', 'images --lock'])(
    'refuses a damaged lock, and leaves it: smoke %s',
    async (verb) => {
      const { smoke, lock, words } = await userOfRegistry();
      writeFileSync(lock, '{"version":1,"images":{"a:1":"sha256:0"}}');
      const run = await smoke(words(verb));
      expect(run).toMatchObject({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringContaining('is not a digest lock'),
      });
      expect(run.stderr.trim().split('\n')).toHaveLength(2);
      expect(readFileSync(lock, 'utf8')).toContain('"sha256:0"');
    },
  );
});
