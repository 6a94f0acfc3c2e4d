import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ComposeProvider,
  composeCommand,
  composeEnvironment,
  runCompose,
} from '../../../src/engine/compose.ts';

const provider: ComposeProvider = {
  name: 'docker compose',
  version: '2.26.1',
  command: ['/usr/bin/docker', 'compose'],
  env: { DOCKER_HOST: 'unix:///x.sock' },
  honoursHealthy: true,
  recreatesUnchanged: false,
};
const run = { project: 'p', file: '/f.yml', projectDirectory: '/d' };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smoke-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A provider that is a shell script; what smoke hands over comes after its name. */
async function scripted(script: string): Promise<ComposeProvider> {
  await writeFile(join(folder, 'provider'), script);
  return { ...provider, command: ['/bin/sh', join(folder, 'provider')] };
}

describe('the command line of a provider', () => {
  it('says project, file and folder, and keeps a stray .env out', () => {
    expect(composeCommand(provider, ['up', '-d'], run).join(' ')).toBe(
      '/usr/bin/docker compose --env-file /dev/null --project-name p --file /f.yml --project-directory /d up -d',
    );
  });

  it('says no folder to podman-compose, which takes it from the file', () => {
    const podman = { ...provider, name: 'podman-compose', command: ['podman-compose'] } as const;
    expect(composeCommand(podman, ['down'], run).join(' ')).toBe(
      'podman-compose --env-file /dev/null --project-name p --file /f.yml down',
    );
  });

  it('inherits no setting of Compose', () => {
    const env = composeEnvironment(provider, { PATH: '/bin', COMPOSE_FILE: 'x', COMPOSE_PROJECT_NAME: 'y' });
    expect(env).toEqual({ PATH: '/bin', COMPOSE_DISABLE_ENV_FILE: '1', DOCKER_HOST: 'unix:///x.sock' });
  });
});

describe('running a provider', () => {
  it('hands over each line and gives the exit code with the end of the output', async () => {
    const lines: string[] = [];
    const script = await scripted('echo "$@"; echo bad >&2; exit 3');
    const result = await runCompose(script, ['ps'], {
      ...run,
      projectDirectory: folder,
      env: process.env,
      onLine: (line, from) => lines.push(`${from} ${line}`),
    });
    expect(result.exitCode).toBe(3);
    expect(lines).toContain('stderr bad');
    expect(lines).toContain(
      `stdout --env-file /dev/null --project-name p --file /f.yml --project-directory ${folder} ps`,
    );
    expect(result.output).toContain('bad\n');
  });

  it('keeps no more than the last 16 KiB of a long output', async () => {
    const script = await scripted('i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done');
    const { output } = await runCompose(script, [], { ...run, projectDirectory: folder, env: process.env });
    expect(output).toHaveLength(16 * 1024);
    expect(output).toMatch(/line 2999\n$/);
  });

  it('interrupts the provider with everything it started', async () => {
    const program = `import('node:child_process').then(({ spawn }) =>
      spawn('sleep', ['1000'], { stdio: 'inherit' }).once('spawn', () => console.log('started')))`;
    // Both hold the output open, so the run ends only when both are gone.
    const script = { ...provider, command: [process.execPath, '--eval', program, '--'] };
    const stop = new AbortController();
    const running = runCompose(script, [], {
      ...run,
      projectDirectory: folder,
      env: process.env,
      onLine: () => stop.abort(),
      signal: stop.signal,
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 130 });
  });

  it('says so when the provider cannot be started', async () => {
    const missing = { ...provider, command: ['/nonexistent/compose'] };
    await expect(
      runCompose(missing, [], { ...run, projectDirectory: folder, env: {} }),
    ).rejects.toMatchObject({
      code: 'COMPOSE_FAILED',
    });
  });
});
