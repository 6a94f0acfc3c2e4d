// What doctor finds on real engines: nothing is started, and nothing is left.

import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

const bound = '127.0.0.5';

interface Answer {
  readonly engine: {
    readonly name: string;
    readonly version: string;
    readonly compose: { readonly name: string };
  };
  readonly findings: readonly {
    readonly id: string;
    readonly level: string;
    readonly subject: string;
    readonly seen: string;
    readonly cure?: string;
  }[];
}

for (const target of targets()) {
  describe.skipIf(target.missing)(`doctor on ${target.name}`, () => {
    let user: User;

    beforeAll(() => {
      user = createUser(target, `smoke-doctor-${process.pid}`);
    });
    afterAll(() => user.leave());

    async function doctor(words: readonly string[] = [], env: Record<string, string> = {}) {
      const given = ['doctor', '-s', 'garage', '-G', '--bind', bound, '--json', ...words];
      const { exitCode, stdout } = await user.smoke(given, env);
      const answer = JSON.parse(stdout) as Answer;
      return { ...answer, exitCode, of: (id: string) => answer.findings.filter((found) => found.id === id) };
    }

    it('finds the engine and its provider, and nothing that would stop a stack whose images are there', async () => {
      const { exitCode, engine, findings, of } = await doctor();
      expect(findings.filter(({ level }) => level === 'stops')).toEqual([]);
      expect(exitCode).toBe(0);
      expect(engine.name).toBe(target.engine);
      expect(engine.compose.name).toMatch(/compose/);
      expect(of('image-missing').map(({ level }) => level)).toEqual(['fine']);
      expect(of('disk-space')[0]?.seen).toMatch(/ free in \//);
      expect(user.inventory()).toEqual([]);
    });

    it('names an image that is missing', async () => {
      const image = 'registry.example.net/none/such:1';
      const { exitCode, of } = await doctor([], { GARAGE_IMAGE: image });
      expect(exitCode).toBe(0);
      expect(of('image-missing')[0]).toMatchObject({
        level: 'warns',
        subject: `image ${image} of s3`,
        cure: `${target.engine} pull ${image}`,
      });
    });

    it('is stopped by a local image that nobody has', async () => {
      const { exitCode, of } = await doctor([], { GARAGE_IMAGE: 'localhost/none-such:1' });
      expect([exitCode, of('image-missing')[0]?.level]).toEqual([1, 'stops']);
    });

    it('names who holds a port', async () => {
      const server = await listen(8443);
      const { exitCode, of } = await doctor().finally(() => server.close());
      expect(exitCode).toBe(1);
      expect(of('port-taken').filter(({ level }) => level === 'stops')).toEqual([
        expect.objectContaining({
          subject: `port ${bound}:8443 of auth`,
          seen: expect.stringContaining(`(process ${process.pid})`),
          cure: `kill ${process.pid}`,
        }),
      ]);
    });

    it('ends with 1 where the engine cannot be reached', async () => {
      const nowhere = {
        DOCKER_HOST: 'unix:///nonexistent/a.sock',
        CONTAINER_HOST: 'unix:///nonexistent/b.sock',
      };
      const { exitCode, engine, of } = await doctor([], nowhere);
      expect([exitCode, engine]).toEqual([1, null]);
      expect(of('engine-missing').some(({ cure }) => cure?.startsWith('unset '))).toBe(true);
    });
  });
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, bound, done));
  return server;
}
