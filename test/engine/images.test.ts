import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCompose } from '../../src/engine/compose.ts';
import { detectEngine } from '../../src/engine/detect.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { digestOf, type LoopbackRegistry, startRegistry } from '../loopback-registry.ts';
import { runSmoke } from '../memory-io.ts';
import { targets } from './targets.ts';

const run = promisify(execFile);
const project = `smoke-images-${process.pid}`;
const local = process.env['SMOKE_TEST_SHELL_IMAGE'] ?? 'localhost/smoke-test/ubi-micro:9';
const indexType = 'application/vnd.oci.image.index.v1+json';

for (const target of targets()) {
  describe.skipIf(target.missing)(`images on ${target.name}`, () => {
    let folder: string;
    let registry: LoopbackRegistry;
    let engine: Engine;
    let env: NodeJS.ProcessEnv;
    let image: string;
    let index: string;

    /** Runs the engine's own client; Podman wants to be told that a registry has no TLS. The registry is in this process. */
    async function client(verb: string, ...words: string[]): Promise<void> {
      const isRemote = target.engine === 'podman' && ['push', 'pull'].includes(verb);
      await run(target.engine, [verb, ...(isRemote ? ['--tls-verify=false'] : []), ...words]);
    }

    /** Puts an image on the registry as one of two platforms, and takes it from there by its tag. */
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'smoke-images-'));
      env = { ...process.env, ...target.env(folder) };
      registry = await startRegistry();
      image = `${registry.host}/team/app:1`;
      await client('tag', local, `${registry.host}/team/app:pushed`);
      await client('push', `${registry.host}/team/app:pushed`);
      await client('rmi', `${registry.host}/team/app:pushed`);
      const manifest = registry.found('team/app', 'pushed');
      const here = { architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', os: 'linux' };
      const manifests = [
        { ...described(manifest.type, manifest.body), platform: here },
        { ...described(manifest.type, 'elsewhere'), platform: { architecture: 's390x', os: 'linux' } },
      ];
      const body = { schemaVersion: 2, mediaType: indexType, manifests };
      index = registry.put('team/app', '1', indexType, JSON.stringify(body));
      await client('pull', image);
      engine = await detectEngine({ wanted: target.engine, env });
    });
    afterEach(async () => {
      await engine.removeProject(project, { volumes: true });
    });
    afterAll(async () => {
      await client('rmi', image);
      await engine.close();
      await registry.close();
      rmSync(folder, { recursive: true });
    });

    const lock = () => join(folder, 'images.lock');
    const smoke = (words: string, more: Record<string, string> = {}) =>
      runSmoke(`${words} -c ${target.engine} --lock-file ${lock()}`.split(' ').filter(Boolean), {
        ...env,
        ...more,
        HOME: folder,
        XDG_STATE_HOME: folder,
      });

    /** A Compose file with one service, of the image as it is printed with the lock. */
    const manifestOf = (name: string): string => {
      const file = join(folder, 'compose.yml');
      const service = { image: name, entrypoint: ['/bin/sh', '-c', 'exit 0'] };
      writeFileSync(file, JSON.stringify({ name: project, services: { app: service } }));
      return file;
    };

    it('are locked by the digest of the index, which stands for every platform', async () => {
      const ended = await smoke(`images --lock -f ${manifestOf(image)}`);
      expect(ended, ended.stderr).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining(`${index} (engine)`),
      });
      expect(ended.stdout).toContain(`${image}\t\tpinned\t${index}`);
      const present = await smoke(`images --present --json -f ${manifestOf(image)}`);
      expect(JSON.parse(present.stdout).images).toMatchObject([{ image, locked: index, present: true }]);
    });

    it('start by their name, tag and digest, and nothing is pulled', async () => {
      await smoke(`images --lock -f ${manifestOf(image)}`);
      const all = { CRYOSTAT_IMAGE: image, CRYOSTAT_DB_IMAGE: image, SMOKE_FILES_IMAGE: image };
      const printed = await smoke('-s none -p -G --format json', all);
      const { services } = JSON.parse(printed.stdout);
      const locked = services.files.image;
      expect(locked).toBe(`${image}@${index}`);
      const before = registry.requests.length;
      const file = manifestOf(locked);
      const compose = { project, file, projectDirectory: folder, env };
      const { exitCode, output } = await runCompose(engine.compose, ['up', '-d'], compose);
      expect(exitCode, output).toBe(0);
      expect(registry.requests.slice(before)).toEqual([]);
      await expect
        .poll(() => engine.containers(project), { timeout: 20_000 })
        .toMatchObject([{ service: 'app', state: 'exited', exitCode: 0 }]);
    });

    it('stay locked by what was tried when the tag moves on', async () => {
      registry.put('team/app', '1', indexType, JSON.stringify({ schemaVersion: 2, manifests: [] }));
      const ended = await smoke(`images --lock -f ${manifestOf(image)}`);
      expect(ended, ended.stderr).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining(`${index} (engine)`),
      });
    });

    it('are there by their digest, whatever becomes of the tag', async () => {
      await client('tag', image, `${registry.host}/team/app:kept`);
      await client('rmi', image);
      const ended = await smoke(`images --present --json -f ${manifestOf(image)}`);
      await client('tag', `${registry.host}/team/app:kept`, image);
      await client('rmi', `${registry.host}/team/app:kept`);
      expect(JSON.parse(ended.stdout).images).toMatchObject([{ image, locked: index, present: true }]);
    });

    it('that were built here are named and left unlocked', async () => {
      await client('tag', local, `${registry.host}/team/mine:1`);
      const ended = await smoke(`images --lock -f ${manifestOf(`${registry.host}/team/mine:1`)}`);
      await client('rmi', `${registry.host}/team/mine:1`);
      expect(ended.exitCode, ended.stderr).toBe(4);
      expect(ended.stderr).toMatch(/team\/mine:1: not locked: .*built/);
    });
  });
}

function described(mediaType: string, body: string): object {
  return { mediaType, digest: digestOf(body), size: Buffer.byteLength(body) };
}
