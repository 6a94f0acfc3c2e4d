import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../../src/io.ts';
import { createPaint } from '../../../src/report/paint.ts';
import { watchStack } from '../../../src/run/watch.ts';
import { createWatchView } from '../../../src/run/watch-view.ts';
import { container, line, logEngine } from './containers.ts';

const paint = createPaint(false, {});
const stack = {
  project: 'p',
  manifest: { name: 'p', services: { app: {}, db: {} } },
  text: '',
  file: '/p.yml',
  folder: '/',
};

/** A user who looks at a watch and presses keys. */
function user({ isTTY }: { isTTY: boolean }) {
  let written = '';
  const modes: boolean[] = [];
  const write = (chunk: Buffer, _: unknown, done: () => void): void => {
    written += chunk.toString('utf8');
    done();
  };
  const stderr = Object.assign(new Writable({ write }), { isTTY, columns: 80, rows: 24 });
  const setRawMode = (raw: boolean): void => void modes.push(raw);
  const stdin = Object.assign(new Readable({ read: () => {} }), { isTTY, setRawMode });
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const io: Io = { env: {}, stdin, stdout: stderr, stderr, root: '/', now: () => new Date(60_000), signal };
  const press = async (key: string): Promise<void> => {
    stdin.push(key);
    await sleep(60);
  };
  return { io, press, interrupt, modes, written: () => written };
}

function watching(io: Io, engine: ReturnType<typeof logEngine>['engine']) {
  const view = createWatchView(io, paint);
  const mask = (text: string) => text.replaceAll('secret', '***');
  return watchStack(engine, stack, io, { view, paint, mask, quits: 'take it down' });
}

const well = [container('app'), container('db')];

describe('watching on a terminal', () => {
  it('shows every service and what the keys do, until q, and gives the terminal back', async () => {
    const { io, press, modes, written } = user({ isTTY: true });
    const { engine } = logEngine(well, () => []);
    const ended = watching(io, engine);
    expect(modes).toEqual([true]);
    expect(written()).toMatch(/✔ app {2}running .*\n✔ db {3}running .*\nl: logs on {3}q: take it down\n/);
    await press('q');
    expect(await ended).toMatchObject({ how: 'quit', states: [{ state: 'running' }, { state: 'running' }] });
    expect(modes).toEqual([true, false]);
  });

  it('tells once when a service fails, and when it works again', async () => {
    const { io, press, written } = user({ isTTY: true });
    const { engine, tell } = logEngine(well, () => []);
    const ended = watching(io, engine);
    const failed = container('db', { state: 'exited', exitCode: 3, finishedAt: new Date(1000) });
    tell(container('app'), failed);
    tell(container('app', { restartCount: 1 }), failed);
    tell(...well);
    await press('q');
    await ended;
    expect(written().match(/✘ db: failed, ended with exit code 3/g)).toHaveLength(1);
    expect(written()).toContain('✔ db: running');
  });

  it('shows logs with l, without secrets, and no more after another l', async () => {
    const { io, press, written } = user({ isTTY: true });
    let isFollowing = false;
    const { engine } = logEngine(well, async function* (id, { signal }) {
      isFollowing = true;
      yield line(1, `secret of ${id}`);
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      isFollowing = false;
    });
    const ended = watching(io, engine);
    expect(isFollowing).toBe(false);
    await press('l');
    await expect.poll(written).toContain('db  | *** of id-db');
    expect(written()).toContain('l: logs off');
    await press('l');
    expect(isFollowing).toBe(false);
    await press('q');
    await ended;
    expect(written()).not.toContain('secret');
  });
});

describe('watching in a pipe', () => {
  it('is a line for each change, and no key is read', async () => {
    const { io, interrupt, modes, written } = user({ isTTY: false });
    const { engine, tell } = logEngine(well, () => []);
    const ended = watching(io, engine);
    tell(container('app', { state: 'restarting', restartCount: 1 }), container('db'));
    interrupt.abort();
    expect(await ended).toMatchObject({ how: 'signal' });
    expect(modes).toEqual([]);
    expect(written()).toBe('app: starting\n');
  });
});

describe('watching ends', () => {
  it('at once when it was interrupted before it began', async () => {
    const { io, interrupt } = user({ isTTY: false });
    interrupt.abort();
    expect((await watching(io, logEngine(well, () => []).engine)).how).toBe('signal');
  });

  it('with an error when the engine does not even list containers any more, not for a single refusal', async () => {
    const { io, written } = user({ isTTY: false });
    const { engine } = logEngine(well, () => []);
    let fail: (error: Error) => void = () => {};
    let isThere = true;
    const shaky = {
      ...engine,
      watch: (_: string, __: unknown, onError: typeof fail) => {
        fail = onError;
        return () => {};
      },
      containers: async () => {
        if (!isThere) throw new Error('the daemon is gone');
        return well;
      },
    } as typeof engine;
    const ended = watching(io, shaky);
    fail(new Error('a hiccup'));
    await expect.poll(written).toContain('a hiccup');
    isThere = false;
    fail(new Error('another one'));
    await expect(ended).rejects.toThrow('the daemon is gone');
  });
});
