import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { releaseOwnerLock, takeOwnerLock, thisProcess } from '../../src/owner-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const own = thisProcess();
const dead = { ...own, pid: 2 ** 22 + 1, started: 'before' };

function lockOf(owner?: object | string): string {
  const path = join(temporaryFolder({}), 'a.lock');
  if (owner !== undefined) writeFileSync(path, typeof owner === 'string' ? owner : JSON.stringify(owner));
  return path;
}

describe('a lock that belongs to a process', () => {
  it('is taken where nobody has it, and is gone when it is released', () => {
    const path = lockOf();
    expect(takeOwnerLock(path, own)).toEqual({ taken: true });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(own);
    releaseOwnerLock(path);
    expect(existsSync(path)).toBe(false);
  });

  it('stays with its owner as long as the process lives', () => {
    const path = lockOf(own);
    expect(takeOwnerLock(path, own)).toEqual({ held: own });
  });

  it('stays with a process on another machine', () => {
    const elsewhere = { ...dead, host: 'elsewhere' };
    expect(takeOwnerLock(lockOf(elsewhere), own)).toEqual({ held: elsewhere });
  });

  it.each([
    ['whose process is gone', dead, dead],
    ['whose process id is another process’s now', { ...own, started: 'before' }, expect.anything()],
    ['that is damaged', '{"pid":', undefined],
  ])('%s is taken over, and nothing else is left', (_, owner, left) => {
    const path = lockOf(owner);
    expect(takeOwnerLock(path, own)).toEqual({ taken: true, ...(left && { left }) });
    expect(readdirSync(join(path, '..'))).toEqual(['a.lock']);
  });

  it('is taken over although a run was killed while it took it over', () => {
    const path = lockOf(dead);
    writeFileSync(`${path}.next`, JSON.stringify(dead));
    expect(takeOwnerLock(path, own)).toMatchObject({ taken: true });
    expect(readdirSync(join(path, '..'))).toEqual(['a.lock']);
  });

  it('is not taken over while another run takes it over', () => {
    const path = lockOf(dead);
    writeFileSync(`${path}.next`, JSON.stringify(own));
    expect(takeOwnerLock(path, own)).toHaveProperty('held');
  });

  it('goes to one of many that want the lock of a dead process at once', async () => {
    const path = lockOf(dead);
    const taker = join(path, '..', 'taker.mjs');
    const contents = `
      import { takeOwnerLock, thisProcess } from './src/owner-lock.ts';
      console.log('held' in takeOwnerLock(process.argv[2], thisProcess()) ? 'lost' : 'won');
      setTimeout(() => {}, 1500);`;
    const stdin = { contents, resolveDir: process.cwd() };
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: taker });
    const takers = Array.from({ length: 6 }, () =>
      spawn(process.execPath, [taker, path], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const said = await Promise.all(takers.map((taker) => taker.stdout.toArray().then((all) => all.join(''))));
    expect(said.filter((text) => text.includes('won'))).toHaveLength(1);
  }, 30_000);
});
