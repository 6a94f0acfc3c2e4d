// The fault bench: every fault is injected on real engines, and the card has to name it.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { causes } from '../../src/diagnose/table.ts';
import type { Failure, Report } from '../../src/report/report.ts';
import { renderFailure } from '../../src/report/terminal.ts';
import { faults } from './faults/all.ts';
import { type Fault, type Place, type Prepared, script } from './faults/fault.ts';
import { type Target, targets } from './targets.ts';
import { createUser, type Ended, type User } from './user.ts';

const screenLines = 24;
const screenColumns = 100;
/** They wait for the engine more than they compute. */
const atOnce = 4;

const limit = createLimit(atOnce);
const told: string[] = [];

for (const target of targets().filter(({ name }) => /Compose 5|podman-compose/.test(name))) {
  describe.skipIf(target.missing)(`a card on ${target.name}`, () => {
    for (const [index, fault] of faults.entries()) {
      if (fault.only && fault.only !== target.engine) continue;
      it.concurrent(`tells of ${fault.name}`, async () => {
        await limit(
          async () =>
            await tryFault(
              { ...fault, ...(target.engine === 'podman' ? fault.onPodman : {}) },
              target,
              index,
            ),
        );
      });
    }
  });
}

afterAll(() => {
  if (process.env['SMOKE_TEST_SHOW_CARDS'])
    writeFileSync(process.env['SMOKE_TEST_SHOW_CARDS'], told.join('\n'));
});

const [docker] = targets().filter(({ engine }) => engine === 'docker');

it.skipIf(docker?.missing)('an engine that goes away while it is needed is told once, exit 3', async () => {
  const user = createUser(docker as Target, 'diag-gone');
  const socket = join(user.folder, 'engine.sock');
  const relay = await startRelay(socket, '/var/run/docker.sock');
  try {
    const file = join(user.folder, 'compose.yml');
    const healthcheck = { test: ['CMD', 'false'], interval: '1s', retries: 99 };
    writeFileSync(file, JSON.stringify({ services: { web: script('exec sleep 1000', { healthcheck }) } }));
    const child = user.start(['up', '-f', file, '--timeout', '60'], { DOCKER_HOST: `unix://${socket}` });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('web: starting')) relay.stop();
    });
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    expect(said.match(/the engine went away/g), said).toHaveLength(1);
    expect(exitCode).toBe(3);
  } finally {
    relay.stop();
    await user.smoke(['down', '--volumes']);
    user.leave();
  }
});

it('has at least 25 faults, each with a code that smoke knows', () => {
  expect(faults.length).toBeGreaterThanOrEqual(25);
  expect(causes.map(({ code }) => code)).toEqual(expect.arrayContaining(faults.map(({ code }) => code)));
});

async function tryFault(fault: Fault, target: Target, index: number): Promise<void> {
  const user = createUser(target, `diag-${target.engine}-${index}`);
  const place = placeOf(user, target, index);
  let prepared: Prepared = {};
  try {
    prepared = (await fault.prepare?.(place)) ?? {};
    const file = join(user.folder, 'compose.yml');
    writeFileSync(file, JSON.stringify(fault.file(place, prepared.made ?? {})));
    const seconds = String(fault.timeout ?? 60);
    const words = ['up', '-f', file, '--json', '--timeout', seconds, ...(fault.words ?? [])];
    const ended = await user.smoke(words, { ...prepared.env });
    judge(fault, target, ended);
  } finally {
    await user.smoke(['down', '--volumes']);
    await prepared.undo?.();
    user.leave();
  }
}

function judge(fault: Fault, target: Target, { exitCode, stdout, stderr }: Ended): void {
  const said = stdout + stderr;
  const failures = stdout.startsWith('{') ? (JSON.parse(stdout) as Report).failures : [];
  const [first, ...others] = failures;
  const cards = failures.map((failure) => renderFailure(failure, (_, text) => text));
  told.push(`### ${fault.name} (${target.name}), exit ${exitCode}`, ...cards);
  if (!first) throw new Error(`no card: exit ${exitCode}\n${said}`);
  expect(first.code, cards.join('\n')).toBe(fault.code);
  expect(first.subject).toMatch(
    typeof fault.subject === 'string' ? new RegExp(`^${fault.subject}$`) : fault.subject,
  );
  expect(first.cause).toMatch(fault.says);
  expect(first.next).toMatch(fault.next);
  if (fault.shows) expect(first.evidence[0]).toMatch(fault.shows);
  if (fault.tells) expect(first.evidence.join('\n')).toMatch(fault.tells);
  expect(
    others.map(({ cause }: Failure) => cause),
    'one cause, one card',
  ).toEqual([]);
  for (const secret of fault.hides ?? []) expect(said).not.toContain(secret);
  expect(rowsOf(cards[0] ?? ''), cards[0]).toBeLessThanOrEqual(screenLines);
  expect(exitCode, said).toBe(fault.exitCode);
}

/** Hands connections on to an engine, until it is stopped: then nobody is there any more. */
async function startRelay(path: string, engine: string): Promise<{ readonly stop: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(engine);
    near.pipe(far).pipe(near);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Rows on a screen, where long lines take several. */
function rowsOf(card: string): number {
  return card
    .trimEnd()
    .split('\n')
    .reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / screenColumns)), 0);
}

function placeOf({ project, folder }: User, target: Target, index: number): Place {
  const port = (target.engine === 'docker' ? 19_300 : 19_500) + index;
  const engine = (...args: string[]): string =>
    execFileSync(target.engine, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return { target, project, folder, address: '127.0.0.3', port, engine };
}

/** Runs at most so many pieces of work at once, in the order they came. */
function createLimit(most: number): (work: () => Promise<void>) => Promise<void> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
