import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type S3Server, s3ServerMissing, startS3Server } from './s3-server.ts';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

const root = join(import.meta.dirname, '..', '..');
const noServer = s3ServerMissing();

for (const target of targets()) {
  describe.skipIf(target.missing)(`what goes wrong on ${target.name}`, () => {
    let user: User;
    let before: string[];

    beforeEach(() => {
      user = createUser(target);
      before = user.inventory();
    });
    afterEach(async () => {
      await user.smoke(['down', '--volumes']);
      user.leave();
    });

    it('is told when a health check never passes: the service, the check and its last words, exit 1', async () => {
      const garage = readFileSync(join(root, 'compose', 'storage', 'garage.yml'), 'utf8');
      writeFileSync(
        join(user.folder, 'mine.yml'),
        garage
          .replace('[CMD, /garage, status]', '[CMD, /garage, nonsense]')
          .replace('retries: 60', 'retries: 3'),
      );
      cpSync(join(root, 'volumes'), join(user.folder, 'volumes'), { recursive: true });
      const { exitCode, stdout } = await user.smoke(['up', '-s', './mine.yml']);
      expect(exitCode, stdout).toBe(1);
      expect(stdout).toMatch(/^s3: its health check did not pass/m);
      expect(stdout).toContain('nonsense');
      expect(stdout).toMatch(/next: \w+ logs /);
    });

    it('leaves nothing when it is interrupted', async () => {
      const child = user.start(['up', '-s', 'garage']);
      let told = '';
      await new Promise<void>((resolve, reject) => {
        child.once('close', () => reject(new Error(`ended before it was interrupted: ${told}`)));
        child.stderr?.on('data', (chunk: Buffer) => {
          told += chunk.toString();
          if (/db: (running|starting|healthy)/.test(told)) resolve();
        });
      });
      const ended = new Promise((resolve) => child.removeAllListeners('close').once('close', resolve));
      child.kill('SIGINT');
      expect(await ended).toBe(130);
      expect(user.inventory()).toEqual(before);
    });

    it('says which image cannot be had', async () => {
      const { exitCode, stdout } = await user.smoke(['up', '-s', 'garage'], {
        GARAGE_IMAGE: 'localhost:1/nobody/has-this:1',
      });
      expect(exitCode, stdout).toBe(3);
      expect(stdout).toContain('localhost:1');
    });
  });

  describe.skipIf(target.missing ?? noServer)(`an external S3 server on ${target.name}`, () => {
    let user: User;
    let server: S3Server;
    let env: Record<string, string>;

    beforeAll(async () => {
      server = await startS3Server();
      user = createUser(target);
      env = {
        S3_ENDPOINT: server.endpoint,
        S3_PATH_STYLE_ACCESS: 'true',
        AWS_ACCESS_KEY_ID: server.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      };
    });
    afterAll(async () => {
      await user.smoke(['down', '--volumes']);
      user.leave();
      await server.stop();
    });

    it.each([[[]], [['--no-check']]])(
      'is refused with a wrong secret before anything starts, and why, exit 4 (%j)',
      async (more) => {
        const { exitCode, stdout, stderr } = await user.smoke(['up', '-s', 'ext', ...more], {
          ...env,
          AWS_SECRET_ACCESS_KEY: 'wrong-secret',
        });
        expect([exitCode, stdout], stderr).toEqual([4, '']);
        expect(stderr).toMatch(/^smoke: .*secret access key is wrong/m);
        expect(stderr).not.toContain('wrong-secret');
        expect(user.running()).toEqual({});
      },
    );

    it('works with the right one, and comes down in a shell without credentials', async () => {
      const { exitCode, stdout, stderr } = await user.smoke(['up', '-s', 'ext'], env);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stdout).toContain('S3 answers with your key');
      expect(stdout + stderr).not.toContain(server.secretAccessKey);
      const probed = await user.smoke(['probe']);
      expect(probed.stdout).toContain('skipped, the credentials of the storage are not known here');
      expect(probed.exitCode, probed.stdout).toBe(0);
      const down = await user.smoke(['down', '--volumes']);
      expect(down.exitCode, down.stderr).toBe(0);
      expect(user.running()).toEqual({});
    });

    it('is printed as a manifest that the provider takes, without a credential in it', async () => {
      const file = join(user.folder, 'compose.yml');
      const printed = await user.smoke(['-s', 'ext', '-o', file], env);
      expect(printed.exitCode, printed.stderr).toBe(0);
      expect(readFileSync(file, 'utf8')).not.toContain(server.accessKeyId);
      const provider =
        process.env[
          target.name.endsWith('podman-compose')
            ? 'SMOKE_TEST_PODMAN_COMPOSE'
            : target.name.endsWith('5')
              ? 'SMOKE_TEST_COMPOSE_5'
              : 'SMOKE_TEST_COMPOSE_2'
        ];
      const config = execFileSync(provider ?? '', ['-f', file, 'config'], {
        encoding: 'utf8',
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      expect(config).toContain(server.accessKeyId);
    });
  });
}
