// Stacks side by side: --ports auto gives each ports of its own, and every address in it follows.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targets } from './targets.ts';
import { createUser, type Ended, images, type User } from './user.ts';

const tried = targets().filter(({ name }) => /Docker with Docker Compose 5|podman-compose/.test(name));

/** A file that nobody wrote for smoke; it serves a page of the folder that it is in. */
const foreign = `
services:
  web:
    image: ${images.CRYOSTAT_IMAGE}
    entrypoint: ["sleep", "60"]
    stop_signal: SIGKILL
    ports: ["127.0.0.1:8080:8080", "9000"]
    volumes: ["./page:/page"]
`;

interface Report {
  readonly urls: readonly { readonly name: string; readonly url: string }[];
  readonly probes: readonly { readonly name: string; readonly state: string }[];
}

const reportOf = ({ exitCode, stdout, stderr }: Ended): Report => {
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as Report;
};
const portsOf = ({ urls }: Report): string[] => urls.map(({ url }) => new URL(url).port);

for (const target of tried) {
  describe.skipIf(target.missing)(`--ports auto on ${target.name}`, () => {
    let users: readonly [User, User];
    let env: Record<string, string>;
    const up = ['up', '-s', 'minio', '-G', '--ports', 'auto', '--json'];

    beforeEach(() => {
      users = [createUser(target, 'smoke-side-a'), createUser(target, 'smoke-side-b')];
      // The same user in two shells.
      env = { XDG_STATE_HOME: join(users[0].folder, 'state') };
    });
    afterEach(async () => {
      for (const user of users) {
        await user.smoke(['down', '--volumes'], env);
        user.leave();
      }
    });

    it('brings up two stacks at once, each proved, which stay as they are when they are brought up again', async () => {
      const reports = (await Promise.all(users.map((user) => user.smoke(up, env)))).map(reportOf);
      const ports = reports.flatMap(portsOf);
      expect(new Set(ports).size).toBe(4);
      for (const { probes } of reports) expect(probes.filter(({ state }) => state !== 'passed')).toEqual([]);
      const running = users[0].running();
      const again = reportOf(await users[0].smoke(up, env));
      expect([portsOf(again), users[0].running()]).toEqual([portsOf(reports[0] as Report), running]);
      // What is printed is what runs.
      const { stdout } = await users[0].smoke(['-s', 'minio', '-G', '--ports', 'auto'], env);
      const cryostat = again.urls.find(({ name }) => name === 'Cryostat')?.url;
      expect(stdout).toContain(`OAUTH2_PROXY_REDIRECT_URL: "${cryostat}/oauth2/callback"`);
      expect((await users[0].smoke(['probe', '--json'], env)).exitCode).toBe(0);
    });

    it('moves the ports of any other file, whose relative paths still start from its folder', async () => {
      const [user] = users;
      mkdirSync(join(user.folder, 'page'));
      writeFileSync(join(user.folder, 'page', 'hello'), 'hello\n');
      writeFileSync(join(user.folder, 'compose.yml'), foreign);
      const { exitCode, stderr } = await user.smoke(['up', '-f', 'compose.yml', '--ports', 'auto'], env);
      if (/podman-compose/.test(target.name)) {
        expect(exitCode).toBe(2);
        expect(stderr).toContain('the relative path ./page, which podman-compose would look for');
        return;
      }
      expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
      // Without an address it is published for IPv4 and IPv6.
      const published = [...new Set(user.published('web'))];
      expect(published).toHaveLength(2);
      for (const port of published) expect(port).toBeLessThan(32_768);
      expect(published).not.toContain(8080);
      expect(user.inside('web', ['cat', '/page/hello'])).toBe('hello\n');
    });
  });
}
