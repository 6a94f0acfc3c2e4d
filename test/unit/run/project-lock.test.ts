import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../../src/io.ts';
import { thisProcess } from '../../../src/owner-lock.ts';
import { startOf } from '../../../src/process-start.ts';
import { lockProject, withProjectLock } from '../../../src/run/project-lock.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function world() {
  const folder = temporaryFolder({ 'smoke/other.json': '{}' });
  let said = '';
  const stderr = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString('utf8');
      done();
    },
  });
  const io = {
    env: { XDG_STATE_HOME: folder },
    stderr,
    now: () => new Date('2026-11-29T10:00:00Z'),
  } as unknown as Io;
  const path = join(folder, 'smoke', 'mine.lock');
  return { io, path, said: () => said };
}

describe('the lock of a project', () => {
  it('says who is at work on it, since when, and what to do', async () => {
    const { io } = world();
    await lockProject('mine', 'up', io);
    await expect(lockProject('mine', 'down', io)).rejects.toMatchObject({
      code: 'BUSY',
      exitCode: 3,
      message: `mine is busy: smoke up (pid ${process.pid}) is at work on it since 2026-11-29T10:00:00.000Z`,
      hint: expect.stringContaining(`kill ${process.pid}`),
    });
  });

  it('keeps nobody from another project', async () => {
    const { io } = world();
    await lockProject('mine', 'up', io);
    await expect(lockProject('yours', 'up', io)).resolves.toBeDefined();
  });

  it('is waited for where it is wanted', async () => {
    const { io } = world();
    const first = await lockProject('mine', 'down', io);
    setTimeout(first.release, 100);
    await expect(lockProject('mine', 'up', io, { waitMs: 5000 })).resolves.toBeDefined();
  });

  it('is given back whatever comes of the work', async () => {
    const { io, path } = world();
    const broken = withProjectLock('mine', 'up', io, async () => {
      expect(existsSync(path)).toBe(true);
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(existsSync(path)).toBe(false);
  });

  it('notes the provider as long as it runs', async () => {
    const { io, path } = world();
    const lock = await lockProject('mine', 'up', io);
    lock.noteChild(process.pid);
    expect(JSON.parse(readFileSync(path, 'utf8')).child).toEqual({
      pid: process.pid,
      started: startOf(process.pid),
    });
    lock.noteChild(undefined);
    expect(JSON.parse(readFileSync(path, 'utf8'))).not.toHaveProperty('child');
  });

  it('of a killed run is taken over, and the provider that outlived it is ended first', async () => {
    const { io, path, said } = world();
    const provider = spawn('sh', ['-c', 'sleep 60; true'], { detached: true });
    const ended = new Promise((resolve) => provider.once('exit', resolve));
    const child = { pid: provider.pid, started: startOf(provider.pid ?? 0) };
    const killed = { ...thisProcess(), pid: 2 ** 22 + 1, verb: 'up', since: '' };
    writeFileSync(path, JSON.stringify({ ...killed, child }));
    await lockProject('mine', 'down', io);
    await ended;
    expect(said()).toContain('ended what up (pid 4194305) had started');
  });

  it('of a killed run is taken over with the files that it was about to write', async () => {
    const { io, path } = world();
    const killed = { ...thisProcess(), pid: 2 ** 22 + 1, verb: 'up', since: '' };
    writeFileSync(path, JSON.stringify(killed));
    const folder = join(path, '..');
    for (const name of ['mine.lock', 'mine.run.json', 'mine.yml'])
      writeFileSync(join(folder, `${name}.${killed.pid}.tmp`), '');
    writeFileSync(join(folder, `other.yml.${process.pid}.tmp`), '');
    await lockProject('mine', 'down', io);
    expect(readdirSync(folder).sort()).toEqual(['mine.lock', 'other.json', `other.yml.${process.pid}.tmp`]);
  });

  it('of a killed run leaves a process alone that only has the id of its provider', async () => {
    const { io, path, said } = world();
    const stranger = spawn('sleep', ['60'], { detached: true });
    const killed = { ...thisProcess(), pid: 2 ** 22 + 1, verb: 'up', since: '' };
    writeFileSync(path, JSON.stringify({ ...killed, child: { pid: stranger.pid, started: 'before' } }));
    await lockProject('mine', 'down', io);
    expect([stranger.exitCode, stranger.signalCode, said()]).toEqual([null, null, '']);
    stranger.kill();
  });

  it('is none where nothing can be kept', async () => {
    const { io } = world();
    const nowhere = { ...io, env: { XDG_STATE_HOME: '/proc/nowhere' } };
    const lock = await lockProject('mine', 'down', nowhere);
    expect(() => lock.release()).not.toThrow();
  });
});
