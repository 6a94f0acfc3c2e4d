import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isAlive, startOf } from '../../src/process-start.ts';

describe('whether a process is the one that was noted', () => {
  it('is so for this one, as long as its start is the same', () => {
    const started = startOf(process.pid) ?? '';
    expect(started).not.toBe('');
    expect(isAlive(process.pid, started)).toBe(true);
    expect(isAlive(process.pid, 'another start')).toBe(false);
  });

  it('is not so where there is none', () => {
    expect(startOf(2 ** 22 + 1)).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')(
    'is not so for one that has ended and that nobody has waited for',
    async () => {
      // The shell becomes a program that waits for no child.
      const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [said] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(said.toString());
      const started = startOf(pid) ?? '';
      for (let tries = 0; tries < 100 && startOf(pid) !== undefined; tries += 1) await sleep(50);
      expect(started).not.toBe('');
      expect(isAlive(pid, started)).toBe(false);
      parent.kill();
    },
  );
});
