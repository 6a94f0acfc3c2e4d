import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { startPodmanService } from '../../../src/engine/podman-service.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A podman that answers as one on the socket it is given, and notes its process id. */
function fakePodman(): { folder: string; podman: string; env: NodeJS.ProcessEnv; isServing: () => boolean } {
  const folder = temporaryFolder({ 'tmp/.keep': '' });
  const podman = join(folder, 'podman');
  const server = `
    require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(process.pid));
    require('node:http').createServer((_, answer) => answer.setHeader('Libpod-API-Version', '4.3.1').end('OK'))
      .listen(process.argv.at(-1).replace('unix://', ''));`;
  writeFileSync(
    podman,
    `#!/bin/sh\nexec ${process.execPath} -e '${server.replaceAll("'", "'\\''")}' -- "$@"\n`,
  );
  chmodSync(podman, 0o755);
  const isServing = (): boolean => {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    return existsSync(`/proc/${pid}`);
  };
  return { folder, podman, env: { ...process.env, TMPDIR: join(folder, 'tmp') }, isServing };
}

describe.skipIf(!existsSync('/proc/self'))('a Podman service of smoke’s own', () => {
  it('answers until it is stopped', async () => {
    const { podman, env, isServing } = fakePodman();
    const { client, stop } = await startPodmanService(podman, env);
    expect([client.name, client.version, isServing()]).toEqual(['podman', '4.3.1', true]);
    await stop();
    expect([isServing(), existsSync(client.address.replace('unix://', ''))]).toEqual([false, false]);
  });

  it('says why it did not start', async () => {
    const { podman, env } = fakePodman();
    writeFileSync(podman, '#!/bin/sh\necho no storage >&2\nexit 125\n');
    await expect(startPodmanService(podman, env)).rejects.toThrow('did not start: no storage');
  });

  it('ends with smoke, even when that is killed, and leaves no folder', async () => {
    const { folder, podman, env, isServing } = fakePodman();
    const script = join(folder, 'smoke.cjs');
    const contents = `
      import { startPodmanService } from './src/engine/podman-service.ts';
      startPodmanService(${JSON.stringify(podman)}, process.env).then(() => console.log('ready'));
      setInterval(() => {}, 1000);`;
    const stdin = { contents, resolveDir: process.cwd() };
    await build({
      stdin,
      bundle: true,
      platform: 'node',
      outfile: script,
      external: ['cpu-features', '*.node'],
    });
    const smoke = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => smoke.stdout.once('data', resolve));
    expect(isServing()).toBe(true);
    smoke.kill('SIGKILL');
    await vi.waitFor(() => expect(isServing()).toBe(false), 5000);
    await vi.waitFor(() => expect(readdirSync(join(folder, 'tmp'))).toEqual(['.keep']), 5000);
  });
});
