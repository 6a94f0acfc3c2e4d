// All samples and aids at once, and how an agent reaches Cryostat in every form of the proxy.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

interface Plugin {
  readonly realm: string;
  readonly callback: string;
}

const chosenTargets = targets().filter(({ name }) =>
  ['Docker with Docker Compose 2', 'Podman with podman-compose'].includes(name),
);

/** Agents that register, each of which Cryostat has called back; the others are found by labels or by multicast. */
const agents = [
  'gameserver',
  'micronaut-cryostat-agent',
  'quarkus-cryostat-agent',
  'spring-boot-2-7',
  'spring-boot-3',
  'temurin-jre-cryostat-agent',
  'vertx-cryostat-agent-1',
  'vertx-cryostat-agent-2',
  'vertx-cryostat-agent-3',
  'wildfly-23',
  'wildfly-28',
];

/** What Cryostat knows of agents. They try again every second, and may do so after everything is healthy. */
async function registered(
  user: User,
  base: string,
  auth: string,
  isComplete: (plugins: readonly Plugin[]) => boolean,
): Promise<readonly Plugin[]> {
  const kept = readFileSync(join(user.folder, 'state', 'smoke', `${user.project}.yml`), 'utf8');
  const { ca } = (parse(kept) as { 'x-smoke': { ca: string } })['x-smoke'];
  for (let attempt = 1; ; attempt++) {
    const plugins = await askPlugins(`${base}/api/v4/discovery_plugins`, auth, ca);
    if (isComplete(plugins) || attempt === 20) return plugins;
    await pause(500);
  }
}

function askPlugins(url: string, auth: string, ca: string): Promise<readonly Plugin[]> {
  const send = url.startsWith('https:') ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = send(url, { auth, ca, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(body) as readonly Plugin[]);
        else reject(new Error(`${url} answered ${response.statusCode}: ${body}`));
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

for (const target of chosenTargets) {
  describe.skipIf(target.missing)(`samples on ${target.name}`, () => {
    let user: User;
    let before: string[];

    beforeAll(() => {
      user = createUser(target);
      before = user.inventory();
    });
    afterAll(async () => {
      await user.smoke(['down', '--volumes']);
      user.leave();
    });

    const auth = () => `user:${user.secret('CRYOSTAT_PASS')}`;

    it('all start together with every tool, healthy, every probe green and every agent registered', async () => {
      const { exitCode, stdout, stderr } = await user.smoke('up -s garage -t all -r 2 -X'.split(' '));
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stdout).not.toMatch(/✘|skipped/);
      const plugins = await registered(
        user,
        'https://localhost:8443',
        auth(),
        ({ length }) => length >= agents.length,
      );
      expect(plugins.map(({ realm }) => realm).sort()).toEqual(agents);
    });

    it('leave nothing behind', async () => {
      const { exitCode, stderr } = await user.smoke(['down', '--volumes']);
      expect(exitCode, stderr).toBe(0);
      expect(user.inventory()).toEqual(before);
    });

    // MinIO ends at once when it is told to; Garage takes ten seconds.
    const one = ['-s', 'minio', '-G', '-t', 'quarkus-cryostat-agent'];
    const chosen = { CRYOSTAT_USER: 'zoe', CRYOSTAT_PASS: 'my: own $word' };
    it.each([
      ['over TLS both ways', '', 'https://localhost:8443', 'https', {}],
      ['without TLS of its own', '-A', 'https://localhost:8443', 'http', {}],
      ['through the proxy without TLS', '-k', 'http://localhost:8080', 'https', {}],
      ['without a proxy', '-A -p', 'http://localhost:8080', 'http', {}],
      ['with the user and the password that were chosen', '', 'https://localhost:8443', 'https', chosen],
    ])('an agent registers %s (%s)', async (_, flags, base, scheme, env) => {
      const words = ['up', ...one, ...flags.split(' ').filter(Boolean)];
      const { exitCode, stdout, stderr } = await user.smoke(words, env);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stdout + stderr).not.toContain(chosen.CRYOSTAT_PASS);
      const login = 'CRYOSTAT_USER' in env ? `${chosen.CRYOSTAT_USER}:${chosen.CRYOSTAT_PASS}` : auth();
      const callback = `${scheme}://quarkus-cryostat-agent:9977/`;
      const isNew = (plugin: Plugin): boolean => plugin.callback === callback;
      const plugins = await registered(user, base, login, (all) => all.some(isNew));
      // The agent of the run before may have come back to the new Cryostat until it was replaced itself.
      expect(plugins.filter(isNew)).toMatchObject([{ realm: 'quarkus-cryostat-agent', callback }]);
    });

    // One on each engine: it is the manifest that is proved here.
    const [name, damage, reason]: readonly [string, (text: string) => string, string] =
      target.engine === 'docker'
        ? [
            'a wrong password',
            (text: string) => text.replace(auth(), 'user:wrong'),
            'answered 401 to the agent',
          ]
        : [
            'another CA',
            (text: string) => text.replace(/"CRYOSTAT.*CERT\[0\]_PATH"/, 'NOTHING'),
            'is not trusted',
          ];
    it(`an agent with ${name} is refused`, async () => {
      const file = join(user.folder, 'damaged.yml');
      const printed = await user.smoke([...one, '-o', file]);
      expect(printed.exitCode, printed.stderr).toBe(0);
      const text = readFileSync(file, 'utf8');
      expect(damage(text)).not.toBe(text);
      writeFileSync(file, damage(text));
      // Whether it comes to this before or after everything else is healthy is chance, and so is the exit code.
      await user.smoke(['up', '-f', file]);
      const log = await logOf(user, target.engine, 'quarkus-cryostat-agent', reason);
      expect(log).toContain(reason);
      expect((await user.smoke(['down'])).exitCode).toBe(0);
    });
  });
}

/** The log of a service, running or not, once it has the text, or after ten seconds. */
async function logOf(user: User, engine: string, service: string, text: string): Promise<string> {
  const label = (name: string, value: string) => ['--filter', `label=com.docker.compose.${name}=${value}`];
  const find = ['ps', '--all', '--quiet', ...label('project', user.project), ...label('service', service)];
  for (let attempt = 1; ; attempt++) {
    const [id = service] = spawnSync(engine, find, { encoding: 'utf8' }).stdout.split('\n');
    const { stdout, stderr } = spawnSync(engine, ['logs', id], { encoding: 'utf8' });
    if ((stdout + stderr).includes(text) || attempt === 20) return stdout + stderr;
    await pause(500);
  }
}
