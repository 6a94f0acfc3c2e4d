// `smoke test` on real engines: it finds everything well, tells what is not, meets nobody, and leaves nothing.

import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targets } from './targets.ts';
import { createUser, images, type User } from './user.ts';

const project = 'proved';
/** Longer than one test takes on two busy cores. */
const patienceMs = 400_000;

/** A stack of one service that is up in two seconds and restarted in one. */
const small = (command: string, check = 'test -f /ready'): string => `
name: small
services:
  lasting:
    image: ${images.SMOKE_FILES_IMAGE}
    entrypoint: ["/bin/sh", "-c", "${command}"]
    restart: unless-stopped
    environment: { API_TOKEN: very-secret-token }
    healthcheck: { test: ["CMD", "sh", "-c", "${check}"], interval: 1s, retries: 3 }
    volumes: ["data:/data"]
volumes: { data: {} }
`;
const lasting = "trap 'exit 0' TERM; echo with very-secret-token; touch /ready; while :; do sleep 0.2; done";

const state = (user: User): string[] => {
  try {
    return readdirSync(join(user.folder, 'state', 'smoke'));
  } catch {
    // A run that remembers nothing makes no folder.
    return [];
  }
};

interface Tested {
  readonly verdict: string;
  readonly runs: readonly {
    readonly project: string;
    readonly checks: readonly { readonly group: string; readonly name: string; readonly state: string }[];
  }[];
}

const reported = (stdout: string): Tested => (JSON.parse(stdout) as { test: Tested }).test;

function saying(child: ChildProcess, wanted: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (wanted.test(said)) resolve();
    });
    child.once('close', () => reject(new Error(`ended without ${wanted}: ${said}`)));
  });
}

const tried = targets().filter(({ name }) => /Docker with Docker Compose 5|podman-compose/.test(name));

for (const target of tried) {
  describe.skipIf(target.missing)(`smoke test on ${target.name}`, () => {
    let user: User;
    let before: string[];

    beforeEach(() => {
      user = createUser(target, project);
      before = user.inventory();
    });
    afterEach(() => user.leave());

    it(
      'is green three times at once, on Garage and on MinIO, and leaves nothing',
      async () => {
        const tests = ['garage', 'minio', 'garage'].map((storage) =>
          user.smoke(['test', '-s', storage, '-G', '--json', '--timeout', '300']),
        );
        for (const { exitCode, stdout, stderr } of await Promise.all(tests)) {
          expect(exitCode, stdout + stderr).toBe(0);
          const { verdict, runs } = reported(stdout);
          expect(verdict).toBe('passed');
          const checks = runs[0]?.checks ?? [];
          expect(checks.filter((check) => check.state !== 'passed')).toEqual([]);
          const groups = new Set(checks.map(({ group }) => group));
          expect([...groups].sort()).toEqual(
            ['start', 'services', 'addresses', 'storage', 'application', 'restarts', 'cleanup'].sort(),
          );
          const restarted = checks
            .filter(({ group }) => group === 'restarts')
            .map(({ name }) => name.split(' ')[0]);
          expect(restarted.sort()).toEqual(['auth', 'cryostat', 'db', 's3']);
        }
        expect(user.inventory()).toEqual(before);
        expect(state(user)).toEqual([]);
      },
      patienceMs,
    );

    it(
      'archives a live recording of a sample, with its report',
      async () => {
        const { exitCode, stdout, stderr } = await user.smoke([
          'test',
          '-s',
          'garage',
          '-G',
          '-t',
          'quarkus-cryostat-agent',
          '--json',
        ]);
        expect(exitCode, stdout + stderr).toBe(0);
        const live = reported(stdout).runs[0]?.checks.filter(({ name }) =>
          name.startsWith('a live recording'),
        );
        expect(live?.map((check) => check.state)).toEqual(['passed', 'passed']);
        expect(user.inventory()).toEqual(before);
      },
      patienceMs,
    );

    it('repeats a run of any Compose file, each in a project of its own', async () => {
      writeFileSync(join(user.folder, 'small.yml'), small(lasting));
      const { exitCode, stdout, stderr } = await user.smoke([
        'test',
        '-f',
        'small.yml',
        '--repeat',
        '2',
        '--json',
      ]);
      expect(exitCode, stdout + stderr).toBe(0);
      const { runs } = reported(stdout);
      expect(new Set(runs.map((run) => run.project)).size).toBe(2);
      expect(user.inventory()).toEqual(before);
    });

    it('tells why a stack fails, keeps evidence without secrets, and leaves nothing', async () => {
      writeFileSync(join(user.folder, 'small.yml'), small(lasting, 'echo gone wrong; exit 7'));
      const { exitCode, stdout, stderr } = await user.smoke([
        'test',
        '-f',
        'small.yml',
        '--evidence',
        'evidence',
        '--report',
        'junit=results.xml',
      ]);
      expect(exitCode, stdout + stderr).toBe(1);
      expect(stdout).toMatch(/^lasting: its health check did not pass/m);
      expect(stdout).toContain('gone wrong');
      expect(readFileSync(join(user.folder, 'results.xml'), 'utf8')).toContain('<failure');
      const folder = join(user.folder, 'evidence');
      const files = readdirSync(folder);
      expect(files).toEqual(
        expect.arrayContaining(['events.jsonl', 'health.json', 'manifest.yml', 'report.html']),
      );
      const kept = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
      expect(kept).toContain('gone wrong');
      expect(kept).toContain('with ***');
      for (const form of ['very-secret-token', Buffer.from('very-secret-token').toString('base64')])
        expect(kept).not.toContain(form);
      expect(user.inventory()).toEqual(before);
    });

    it('leaves volumes and containers of others alone that have the names of the file', async () => {
      const text = small(lasting)
        .replace('restart: unless-stopped', 'container_name: proved-fixed')
        .replace('data: {}', 'data: { name: proved-fixed }');
      writeFileSync(join(user.folder, 'small.yml'), text);
      const tests = [1, 2].map(() => user.smoke(['test', '-f', 'small.yml', '--json']));
      for (const { exitCode, stdout, stderr } of await Promise.all(tests)) {
        expect(exitCode, stdout + stderr).toBe(0);
        expect(stderr).toContain('its own instead of: container proved-fixed, volume proved-fixed');
        const restarts = reported(stdout).runs[0]?.checks.filter(({ group }) => group === 'restarts');
        expect(restarts?.map(({ state }) => state)).toEqual(['passed']);
      }
      expect(user.inventory()).toEqual(before);
    });

    it('keeps a stack that failed where that is wanted, until it is taken down', async () => {
      writeFileSync(join(user.folder, 'small.yml'), small(lasting, 'exit 7'));
      const { exitCode, stderr } = await user.smoke(['test', '-f', 'small.yml', '--keep']);
      expect(exitCode, stderr).toBe(1);
      const kept = /smoke down --volumes --project (\S+)/.exec(stderr)?.[1] ?? '';
      expect(user.inventory().join('\n')).toContain(kept);
      const shell = createUser(target, kept);
      const down = await shell.smoke(['down', '--volumes'], { XDG_STATE_HOME: join(user.folder, 'state') });
      shell.leave();
      expect(down.exitCode, down.stderr).toBe(0);
      expect(user.inventory()).toEqual(before);
      expect(state(user)).toEqual([]);
    });

    it.each([
      ['it starts', /lasting: (created|starting)/, 'SIGINT', 130],
      ['it is checked', /✔ the stack starts/, 'SIGTERM', 143],
    ] as const)('leaves nothing when it is interrupted while %s', async (_, said, signal, code) => {
      writeFileSync(join(user.folder, 'small.yml'), small(lasting));
      const child = user.start(['test', '-f', 'small.yml']);
      await saying(child, said);
      const ended = new Promise((resolve) => child.removeAllListeners('close').once('close', resolve));
      child.kill(signal);
      expect(await ended).toBe(code);
      expect(user.inventory()).toEqual(before);
      expect(state(user)).toEqual([]);
    });

    it('is cleaned up after by down when it was killed', async () => {
      writeFileSync(join(user.folder, 'small.yml'), small(lasting));
      const child = user.start(['test', '-f', 'small.yml']);
      await saying(child, /lasting: healthy/);
      const ended = new Promise((resolve) => child.removeAllListeners('close').once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      expect(user.inventory()).not.toEqual(before);
      const down = await user.smoke(['down']);
      expect(down.exitCode, down.stderr).toBe(0);
      expect(down.stderr).toMatch(/took away what the test proved-test-\w+ had left when it was killed/);
      expect(user.inventory()).toEqual(before);
      expect(state(user)).toEqual([]);
    });
  });
}
