import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine, HeldPort } from '../../../src/engine/engine.ts';
import type { Io } from '../../../src/io.ts';
import { thisProcess } from '../../../src/owner-lock.ts';
import { createPortChooser } from '../../../src/run/free-ports.ts';
import { rangeBeside } from '../../../src/run/port-range.ts';
import { rememberedPorts } from '../../../src/run/remember-ports.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function world() {
  const folder = temporaryFolder({});
  const state = join(folder, 'smoke');
  mkdirSync(state);
  const io = { env: { XDG_STATE_HOME: folder } } as unknown as Io;
  const remembered = (project: string, ports: object): void =>
    writeFileSync(join(state, `${project}.run.json`), JSON.stringify({ content: {}, ports }));
  return { io, state, remembered };
}

const stack = (name: string, ...ports: string[]) => ({ name, services: { a: { ports } } });
const engine = (...held: HeldPort[]) => ({ publishedPorts: async () => held }) as unknown as Engine;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function hold(port: number, host = '127.0.0.1'): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, host, () => resolve()),
  );
}

describe('ports for a stack', () => {
  it('are free, different, and the same when the project asks again', async () => {
    const { io } = world();
    const wanted = stack('mine', '127.0.0.1:80:80', '127.0.0.1:443:443', '127.0.0.1::9000');
    const ports = await rememberedPorts(io)(wanted as never);
    expect(Object.keys(ports).sort()).toEqual(['443', '80', 'a:9000']);
    expect(new Set(Object.values(ports)).size).toBe(3);
    expect(await rememberedPorts(io)(wanted as never)).toEqual(ports);
  });

  it('are others for another project, whether that runs or not', async () => {
    const { io } = world();
    const own = await rememberedPorts(io)(stack('mine', '80:80') as never);
    const other = await rememberedPorts(io)(stack('mine-2', '80:80') as never);
    expect(other['80']).not.toBe(own['80']);
  });

  it('are no ports that something listens on', async () => {
    const { io, remembered } = world();
    const first = await createPortChooser(io).choose(stack('mine', '127.0.0.1:80:80'));
    await hold(first['80'] as number);
    expect((await createPortChooser(io).choose(stack('mine', '127.0.0.1:80:80')))['80']).not.toBe(
      first['80'],
    );
    remembered('mine', first);
    const anew = await createPortChooser(io).choose(stack('mine', '127.0.0.1:80:80'));
    expect(anew['80'], 'a remembered one neither').not.toBe(first['80']);
  });

  it('are no ports that a container of another project has, though they look free from here', async () => {
    const { io, remembered } = world();
    remembered('mine', { 80: 20_500 });
    const held = engine({ port: 20_500, project: 'yours' });
    const ports = await createPortChooser(io, { engine: held }).choose(stack('mine', '80:80'));
    expect(ports['80']).not.toBe(20_500);
  });

  it('stay the same while the project’s own containers have them', async () => {
    const { io, remembered } = world();
    const first = await createPortChooser(io).choose(stack('mine', '127.0.0.1:80:80'));
    const port = first['80'] as number;
    await hold(port);
    remembered('mine', first);
    const own = engine({ port, project: 'mine' });
    expect(await createPortChooser(io, { engine: own }).choose(stack('mine', '127.0.0.1:80:80'))).toEqual(
      first,
    );
  });

  it('stay the same on paper as long as the project is known to be up', async () => {
    const { io, state, remembered } = world();
    const first = await createPortChooser(io).choose(stack('mine', '127.0.0.1:80:80'));
    await hold(first['80'] as number);
    remembered('mine', first);
    writeFileSync(join(state, 'mine.yml'), '');
    expect(await createPortChooser(io).choose(stack('mine', '127.0.0.1:80:80'))).toEqual(first);
  });

  it('are new ones where nothing is to be remembered', async () => {
    const { io, remembered } = world();
    remembered('mine', { 80: 20_500 });
    const ports = await createPortChooser(io, { remembered: false }).choose(stack('mine', '80:80'));
    expect(ports['80']).not.toBe(20_500);
  });

  it('are never a number that still has to be moved', async () => {
    const { io } = world();
    const first = (await createPortChooser(io).choose(stack('mine', '80:80')))['80'] as number;
    const ports = await createPortChooser(io).choose(stack('mine', '80:80', `${first}:1`));
    expect(Object.values(ports)).not.toContain(first);
  });

  it('are reserved against a run that is still at it, and free again after it', async () => {
    const { io, state } = world();
    const first = createPortChooser(io);
    const ports = await first.choose(stack('mine', '80:80'));
    const file = join(state, 'ports.reserved');
    // Another process, which lives as long as this test.
    const reservation = { ...thisProcess(), pid: process.ppid, started: '', port: ports['80'] };
    writeFileSync(file, JSON.stringify({ version: 1, reservations: [reservation] }));
    expect((await createPortChooser(io).choose(stack('mine', '80:80')))['80']).not.toBe(ports['80']);
    const dead = { ...reservation, pid: 2 ** 22 + 1 };
    writeFileSync(file, JSON.stringify({ version: 1, reservations: [dead] }));
    expect((await createPortChooser(io).choose(stack('mine', '80:80')))['80']).toBe(ports['80']);
    await first.release();
    expect(existsSync(file)).toBe(false);
  });

  it('agree with each other when a stack is made twice by one run', async () => {
    const { io } = world();
    const chooser = createPortChooser(io, { remembered: false });
    const first = await chooser.choose(stack('mine', '80:80'));
    expect(await chooser.choose(stack('mine', '80:80', '443:443'))).toMatchObject(first);
  });

  it('are chosen where nothing can be kept, too', async () => {
    const nowhere = { env: { XDG_STATE_HOME: '/proc/nowhere' } } as unknown as Io;
    expect(Object.keys(await createPortChooser(nowhere).choose(stack('mine', '80:80')))).toEqual(['80']);
  });
});

describe('the range of free ports', () => {
  it.each([
    ['is the usual one where the system tells nothing', undefined, 20_000, 29_999],
    ['is the usual one below the usual ephemeral ports', '32768\t60999\n', 20_000, 29_999],
    ['is below ephemeral ports that begin in it', '25000 60999', 15_000, 24_999],
    ['is above ephemeral ports where there is no room below', '1024 40000', 40_001, 50_000],
    ['is the usual one where all ports are ephemeral', '1024 65535', 20_000, 29_999],
  ])('%s', (_, ephemeral, first, last) => {
    expect(rangeBeside(ephemeral)).toEqual({ first, last });
  });
});
