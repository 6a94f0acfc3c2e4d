// For what a pod waits, and how it calls itself.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { waitScript } from '../../../src/kubernetes/init.ts';
import type { ValueMap } from '../../../src/stack/manifest.ts';
import { objectsOf } from './stacks.ts';

const server = { image: 'server:1', restart: 'unless-stopped' };
const pod = 'spec.template.spec';

/** What `web` waits for. */
function awaitedBy(web: ValueMap, others: ValueMap): unknown {
  const { find } = objectsOf({ web: { ...server, depends_on: ['db'], ...web }, ...others });
  return find('Deployment', 'web', `${pod}.initContainers.0.env.0.value`);
}

describe('a service that waits', () => {
  const talker = { ...server, environment: { A: 'http://db', B: 'db:99' } };

  it('does so for the ports that the other one says itself, whoever calls it by others', () => {
    expect(awaitedBy({}, { db: { ...server, expose: ['5432', '5433'] }, talker })).toBe('db:5432,5433');
  });
  it('does so for the port that it uses itself, where the other one says none', () => {
    const environment = { URL: 'jdbc://db:3306/x' };
    expect(awaitedBy({ environment }, { db: server, talker })).toBe('db:3306');
  });
  it('does so for any port by which others call it, where it uses none', () => {
    expect(awaitedBy({}, { db: server, talker })).toBe('db:80,99');
  });
  it('takes no number after a slash for a port, unless a shell opens it', () => {
    const odd = { ...server, environment: { A: 'say db/12', B: '/dev/tcp/db/34' } };
    expect(awaitedBy({}, { db: server, odd })).toBe('db:34');
  });
});

const hasBash = ((): boolean => {
  try {
    execFileSync('bash', ['-c', 'true']);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasBash)('the script that waits', () => {
  it('goes on when any of the ports takes a connection, and not before', async () => {
    const listening = createServer().listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as { port: number };
    const run = (ADDRESSES: string) =>
      spawn('bash', ['-euc', waitScript], { env: { PATH: process.env['PATH'], ADDRESSES }, stdio: 'ignore' });
    const [code] = await once(run(`127.0.0.1:1,${port} 127.0.0.1:${port}`), 'exit');
    expect(code).toBe(0);
    const waiting = run('127.0.0.1:1');
    const ended = await Promise.race([
      once(waiting, 'exit'),
      new Promise((go) => setTimeout(go, 300, 'waits')),
    ]);
    waiting.kill('SIGKILL');
    listening.close();
    expect(ended).toBe('waits');
  });
});

describe('a service calls itself by its own name', () => {
  const data = { volumes: { data: { role: 'data', size: '1Gi' } } } as const;

  it('which is the host name of its pod', () => {
    const { find } = objectsOf({ web: server });
    expect(find('Deployment', 'web', `${pod}.hostname`)).toBe('web');
    expect(find('Deployment', 'web', `${pod}.hostAliases`)).toBeUndefined();
  });
  it('also where it has another host name, and where a set gives names: no Service leads to it before it is ready', () => {
    const { find } = objectsOf(
      { web: { ...server, hostname: 'other' }, db: { ...server, hostname: 'sql', volumes: ['data:/data'] } },
      data,
    );
    const here = (...hostnames: string[]) => [{ ip: '127.0.0.1', hostnames }];
    expect(find('Deployment', 'web', `${pod}.hostname`)).toBe('other');
    expect(find('Deployment', 'web', `${pod}.hostAliases`)).toEqual(here('web'));
    expect(find('StatefulSet', 'db', `${pod}.hostAliases`)).toEqual(here('db', 'sql'));
  });
});
