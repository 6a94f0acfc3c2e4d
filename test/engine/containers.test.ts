import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCompose } from '../../src/engine/compose.ts';
import type { ContainerState, Engine } from '../../src/engine/engine.ts';
import { testEngines } from './engines.ts';

const project = `smoke-containers-${process.pid}`;
const image = process.env['SMOKE_TEST_SHELL_IMAGE'] ?? 'localhost/smoke-test/ubi-micro:9';

// The flag file makes the check pass, so the test decides when the service turns healthy.
const manifest = `
services:
  lasting:
    image: ${image}
    entrypoint: ["/bin/sh", "-c", "echo out; echo err >&2; exec sleep 1000"]
    restart: unless-stopped
    stop_signal: SIGKILL
    healthcheck:
      test: ["CMD-SHELL", "echo looked; test -e /tmp/ready"]
      interval: 1s
      retries: 100
    volumes: ["data:/data"]
  ended:
    image: ${image}
    entrypoint: ["/bin/sh", "-c", "exit 7"]
volumes:
  data: {}
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smoke-test-'));
  writeFileSync(join(folder, 'compose.yml'), manifest);
});
afterAll(() => rmSync(folder, { recursive: true }));

for (const { name, missing, open } of await testEngines()) {
  describe.skipIf(missing)(`containers on ${name}`, () => {
    let engine: Engine;

    beforeEach(async () => {
      engine = await open();
      await engine.createVolume(project, 'data');
      const file = join(folder, 'compose.yml');
      const run = { project, file, projectDirectory: folder, env: process.env };
      const { exitCode, output } = await runCompose(engine.compose, ['up', '-d'], run);
      expect(exitCode, output).toBe(0);
      expect(output).not.toContain('already exists');
    });
    afterEach(async () => {
      const swept = await engine.removeProject(project, { volumes: true });
      expect(swept.join()).toContain(`volume ${project}_data`);
      expect(await engine.containers(project)).toEqual([]);
      expect(await engine.volumes(project)).toEqual([]);
      expect(await engine.removeProject(project, { volumes: true })).toEqual([]);
      await engine.close();
    });

    async function find(service: string): Promise<ContainerState> {
      const found = (await engine.containers(project)).find((container) => container.service === service);
      if (!found) throw new Error(`no container of ${service}`);
      return found;
    }

    /** Waits until the watch tells of a service what is looked for. */
    function seen(service: string, wanted: (container: ContainerState) => boolean): Promise<ContainerState> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${service} was not seen as wanted in 20 s`)), 20_000);
        const stop = engine.watch(
          project,
          (containers) => {
            const found = containers.find((container) => container.service === service && wanted(container));
            if (!found) return;
            clearTimeout(late);
            stop();
            resolve(found);
          },
          reject,
        );
      });
    }

    it('are told with state, exit code, health check and what they are meant to do', async () => {
      expect(await find('lasting')).toMatchObject({
        state: 'running',
        health: 'starting',
        oneShot: false,
        image,
      });
      expect((await find('lasting')).healthcheck).toMatchObject({ intervalMs: 1000, retries: 100 });
      expect(await seen('ended', ({ state }) => state === 'exited')).toMatchObject({
        exitCode: 7,
        oneShot: true,
      });
      expect((await engine.volumes(project)).map(({ volume, usedBy }) => [volume, usedBy.length])).toEqual([
        ['data', 1],
      ]);
    });

    it('are watched: a health check that passes is told at once', async () => {
      const { id } = await find('lasting');
      const healthy = seen('lasting', ({ health }) => health === 'healthy');
      await engine.exec(id, ['/bin/sh', '-c', 'echo > /tmp/ready'], 10_000);
      if (!engine.firesHealthChecks) expect(await engine.runHealthCheck(id)).toMatchObject({ exitCode: 0 });
      expect((await healthy).healthLog.at(-1)).toMatchObject({ exitCode: 0 });
    });

    it('tell what their health check says', async () => {
      const { id } = await find('lasting');
      // Podman reads the output beside the check and now and then misses it, so one of several must have it.
      if (!engine.firesHealthChecks) for (let i = 0; i < 5; i++) await engine.runHealthCheck(id);
      const said = await seen('lasting', ({ healthLog }) =>
        healthLog.some(({ output }) => output.includes('looked')),
      );
      expect(said.healthLog.at(-1)).toMatchObject({ exitCode: 1 });
    });

    it('are watched: one that starts again is told', async () => {
      const { id, startedAt } = await find('lasting');
      const again = seen(
        'lasting',
        (now) => now.state === 'running' && Number(now.startedAt) > Number(startedAt),
      );
      await engine.restart(id);
      expect((await again).id).toBe(id);
    });

    it('give their logs, both streams, the last lines', async () => {
      const { id } = await find('lasting');
      await expect.poll(() => engine.logs(id, 10), { timeout: 10_000 }).toMatch(/^(out\nerr|err\nout)\n$/);
      expect((await engine.logs(id, 1)).trim().split('\n')).toHaveLength(1);
    });

    it('run commands, and end those that take too long', async () => {
      const { id } = await find('lasting');
      const run = (script: string, timeoutMs = 10_000) =>
        engine.exec(id, ['/bin/sh', '-c', script], timeoutMs);
      expect(await run('echo a; echo b >&2; exit 3')).toMatchObject({ exitCode: 3 });
      expect((await run('echo a; echo b >&2')).output.split('\n').sort().join('')).toBe('ab');
      expect(await run('echo begun; sleep 100', 500)).toMatchObject({
        exitCode: 124,
        output: expect.stringContaining('begun'),
      });
    });

    it('keep their volume from being replaced', async () => {
      const { Readable } = await import('node:stream');
      const { tarOf } = await import('../unit/engine/tars.ts');
      const archive = await tarOf({ name: 'a' });
      const importing = engine.importVolume(`${project}_data`, () => Readable.from([archive]), {
        replace: true,
      });
      await expect(importing).rejects.toThrow(/while containers use it: .*lasting/);
    });
  });
}
