import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targets } from './targets.ts';
import { createUser, images, type User } from './user.ts';

/** A stack that starts in a second and publishes nothing. `talker` ends again and again, and tells the password. */
const manifest = (password: string) => `
name: smoke-watch
services:
  talker:
    image: ${images.SMOKE_FILES_IMAGE}
    entrypoint: ["/bin/sh", "-c", "echo begins; echo the password is ${password} >&2; sleep 4; exit 1"]
    restart: unless-stopped
  lasting:
    image: ${images.SMOKE_FILES_IMAGE}
    entrypoint: ["/bin/sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.2; done"]
    restart: unless-stopped
    healthcheck: { test: ["CMD-SHELL", "true"], interval: 1s, retries: 10 }
    volumes: ["data:/data"]
volumes:
  data: {}
`;

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

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const end = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.kill(signal);
  return end;
}

for (const target of targets()) {
  describe.skipIf(target.missing)(`a stack in front on ${target.name}`, () => {
    let user: User;
    let before: string[];
    let file: string;

    beforeEach(async () => {
      user = createUser(target, 'smoke-watch');
      before = user.inventory();
      // Printing makes the identity.
      expect((await user.smoke(['-s', 'none'])).exitCode).toBe(0);
      file = join(user.folder, 'small.yml');
      writeFileSync(file, manifest(user.secret('CRYOSTAT_PASS')));
    });
    afterEach(async () => {
      await user.smoke(['down', '--volumes']);
      user.leave();
    });

    /** Watches until the signal comes. */
    async function watch(signal: NodeJS.Signals, ...flags: string[]): Promise<number | null> {
      const child = user.start(['up', '--watch', '-f', file, ...flags]);
      await says(child, /watches smoke-watch/);
      return await ended(child, signal);
    }

    it('leaves nothing after Ctrl-C', async () => {
      expect(await watch('SIGINT')).toBe(130);
      expect(user.inventory()).toEqual(before);
    });

    it('keeps its volumes with -V, and those that were there before always', async () => {
      expect(await watch('SIGTERM', '-V')).toBe(143);
      const kept = user.inventory();
      expect(kept).toEqual([...before, 'volume smoke-watch_data'].sort());
      expect(await watch('SIGHUP')).toBe(129);
      expect(user.inventory()).toEqual(kept);
    });

    it('stays when it ran before; its logs are followed over a restart, without its password', async () => {
      expect((await user.smoke(['up', '-f', file])).exitCode).toBe(0);
      expect(await watch('SIGINT')).toBe(130);
      expect(Object.keys(user.running())).toContain('lasting');
      const child = user.start(['logs', '--follow', '--tail', '0']);
      let told = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
      await says(child, /begins[\s\S]*begins/);
      expect(await ended(child, 'SIGINT')).toBe(130);
      expect(told).toContain('talker  | the password is ***\n');
      const past = await user.smoke(['logs', 'talker', '--json']);
      expect(JSON.parse(past.stdout).logs[0]).toMatchObject({ service: 'talker', text: expect.any(String) });
      expect(told + past.stdout).not.toContain(user.secret('CRYOSTAT_PASS'));
    });
  });
}
