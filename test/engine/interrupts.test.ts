// `up` ended at every step and in every way: nothing is left but what the user had.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Target, targets } from './targets.ts';
import { createUser, images, type User } from './user.ts';

const project = 'smoke-interrupts';

/** A stack that is up in two seconds and takes one to be proved: each step has its moment. It publishes nothing. */
const manifest = `
name: ${project}
services:
  first:
    image: ${images.SMOKE_FILES_IMAGE}
    entrypoint: ["/bin/sh", "-c", "sleep 0.5"]
    restart: "no"
    volumes: ["data:/data"]
  lasting:
    image: ${images.SMOKE_FILES_IMAGE}
    entrypoint: ["/bin/sh", "-c", "trap 'exit 0' TERM; sleep 1; touch /ready; while :; do sleep 0.2; done"]
    depends_on: { first: { condition: service_completed_successfully } }
    restart: unless-stopped
    healthcheck: { test: ["CMD", "test", "-f", "/ready"], interval: 1s, retries: 20 }
    volumes: ["more:/more", "/nameless"]
volumes:
  data: {}
  more: {}
x-smoke:
  version: 1
  app: small
  storage: none
  urls: [{ name: nobody, url: "http://127.0.0.1:1/", service: lasting }]
  content: { data: data }
  buckets: []
  probes:
    - { name: it takes its time, kind: exec, service: lasting, command: ["sleep", "1"] }
`;

/** What is told at each step, in their order. */
const moments = {
  'the engine is found': new RegExp(`smoke: ${project} on `),
  'a volume was filled': /volume data: filled/,
  'the provider starts': /first:? +(created|starting)/,
  'it is waited for': /lasting:? +starting/,
  'it is proved': /lasting:? +healthy/,
  // Nothing answers at its URL, and -b waits for that.
  'it is reported': /it takes its time/,
} as const;
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Each moment with a signal that the seed chooses, on one of the targets: with other seeds, each meets each. */
const seed = Number(process.env['SMOKE_TEST_SEED'] ?? 1);
const isTurn = (index: number, turn: number): boolean => (index + seed + turn) % 2 === 0;
/** What is the other target's turn is no test of this one. */
const inTurn = (index: number, turn: number) =>
  isTurn(index, turn) ? it : (_name: string, _test: () => Promise<void>, _timeoutMs?: number): void => {};
const casesOf = (turn: number) =>
  Object.entries(moments)
    .map(([moment, said], index) => {
      const [signal, exitCode] = Object.entries(signals)[(seed + index) % 3] as [
        keyof typeof signals,
        number,
      ];
      return { moment, said, signal, exitCode };
    })
    .filter((_, index) => isTurn(index, turn));

/** Resolves when the process has said it. */
function says(child: ChildProcess, wanted: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (wanted.test(said)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => reject(new Error(`ended without ${wanted}: ${said}`)));
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('close', resolve));

/** A way to an engine that can be cut, which looks from here as if the engine was killed. */
async function cuttable(target: Target, folder: string) {
  const socket = join(folder, 'engine.sock');
  const real = target.engine === 'docker' ? '/var/run/docker.sock' : '/run/podman/podman.sock';
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(real);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => open.delete(one));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const cut = (): void => {
    server.close();
    for (const one of open) one.destroy();
  };
  const variable = target.engine === 'docker' ? 'DOCKER_HOST' : 'CONTAINER_HOST';
  return { env: { [variable]: `unix://${socket}` }, cut };
}

const tried = targets().filter(({ name }) => /Docker with Docker Compose 5|podman-compose/.test(name));

for (const [turn, target] of tried.entries()) {
  describe.skipIf(target.missing)(`up on ${target.name} (SMOKE_TEST_SEED=${seed})`, () => {
    let user: User;
    let before: unknown;
    let env: Record<string, string>;
    const words = ['up', '-f', 'small.yml', '--content', 'content'];

    beforeEach(async () => {
      user = createUser(target, project);
      for (const folder of ['tmp', 'content/data']) mkdirSync(join(user.folder, folder), { recursive: true });
      writeFileSync(join(user.folder, 'small.yml'), manifest);
      writeFileSync(join(user.folder, 'content', 'data', 'hello'), 'hello\n');
      env = { TMPDIR: join(user.folder, 'tmp'), BROWSER: 'true' };
      // Printing makes the identity.
      expect((await user.smoke(['-s', 'none'], env)).exitCode).toBe(0);
      before = all();
    });
    afterEach(async () => {
      await user.smoke(['down', '--volumes']);
      user.leave();
    });

    /** Everything that a run could leave: of the engine, of what is remembered, and temporary files. */
    const all = () => ({
      engine: user.inventory(),
      state: readdirSync(join(user.folder, 'state', 'smoke')).sort(),
      temporary: readdirSync(join(user.folder, 'tmp')),
    });
    const lock = () =>
      JSON.parse(readFileSync(join(user.folder, 'state', 'smoke', `${project}.lock`), 'utf8')) as {
        pid: number;
        child?: { pid: number };
      };

    it.each(casesOf(turn))(
      'leaves nothing when $signal comes as $moment',
      async ({ said, signal, exitCode }) => {
        const child = user.start([...words, '-b'], env);
        await says(child, said);
        child.kill(signal);
        expect(await ended(child)).toBe(exitCode);
        expect(all()).toEqual(before);
      },
    );

    // What does not hang on the provider alone is tried on one target, and with another seed on the other one.
    inTurn(0, turn)('leaves nothing when Ctrl-C is pressed twice', async () => {
      const child = user.start(words, env);
      await says(child, moments['it is waited for']);
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 200);
      expect(await ended(child)).toBe(130);
      expect(all()).toEqual(before);
    });

    inTurn(1, turn)('leaves a stack and its volumes that were there before as they are', async () => {
      expect((await user.smoke(words, env)).exitCode).toBe(0);
      const [there, running] = [all(), user.running()];
      const child = user.start(words, env);
      await says(child, moments['the engine is found']);
      child.kill('SIGINT');
      expect(await ended(child)).toBe(130);
      expect([all(), user.running()]).toEqual([there, running]);
    });

    inTurn(1, turn)('leaves nothing when the reader of its progress is gone', async () => {
      const child = user.start(words, env);
      await says(child, moments['the provider starts']);
      child.stderr?.destroy();
      await ended(child);
      expect(all()).toEqual(before);
    });

    inTurn(0, turn)('leaves nothing when its terminal is closed', async () => {
      const command = user
        .command(words)
        .map((word) => `'${word}'`)
        .join(' ');
      const terminal = spawn('script', ['-qec', command, '/dev/null'], {
        cwd: user.folder,
        env: { ...user.env, ...env },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      await says(terminal, moments['it is waited for']);
      terminal.kill('SIGKILL');
      await vi.waitFor(() => expect(all()).toEqual(before), { timeout: 15_000, interval: 200 });
    });

    it.each(['the provider starts', 'it is waited for'] as const)(
      'is cleaned up after by down when it is killed as %s, with the provider that outlived it',
      async (moment) => {
        const child = user.start(words, env);
        await says(child, moments[moment]);
        const { pid, child: provider } = lock();
        process.kill(pid, 'SIGKILL');
        await ended(child);
        const down = await user.smoke(['down', '--volumes'], env);
        expect([down.exitCode, all()]).toEqual([0, before]);
        if (provider) expect(() => process.kill(-provider.pid, 0)).toThrow('ESRCH');
      },
    );

    it('tells that its provider was killed, and leaves what down takes away', async () => {
      const child = user.start(words, env);
      await says(child, moments['the provider starts']);
      await vi.waitFor(() => expect(lock().child).toBeDefined());
      process.kill(-(lock().child?.pid ?? 0), 'SIGKILL');
      expect(await ended(child)).toBe(3);
      expect((await user.smoke(['down', '--volumes'], env)).exitCode).toBe(0);
      expect(all()).toEqual(before);
    });

    inTurn(0, turn)(
      'ends soon when the engine is gone, and down takes the rest away when it is back',
      async () => {
        const engine = await cuttable(target, user.folder);
        const child = user.start(words, { ...env, ...engine.env });
        await says(child, moments['it is waited for']);
        engine.cut();
        expect(await ended(child)).toBe(3);
        expect(all().state).not.toContain(`${project}.lock`);
        expect((await user.smoke(['down', '--volumes'], env)).exitCode).toBe(0);
        expect(all()).toEqual(before);
      },
    );
  });
}
