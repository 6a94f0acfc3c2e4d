import { describe, expect, it } from 'vitest';
import { checkAddresses } from '../../../../src/run/test/addresses.ts';
import { createChecks } from '../../../../src/run/test/checks.ts';
import type { StackUrl } from '../../../../src/stack/manifest.ts';
import { serveHttp } from '../../probes/servers.ts';

const login = { user: 'user', password: 'secret' };

/** A server behind a login, unless it lets everybody in. */
async function serve({ isOpen = false, status = 200 } = {}) {
  return await serveHttp((request, response) => {
    const isKnown =
      request.headers.authorization === `Basic ${Buffer.from('user:secret').toString('base64')}`;
    if (!isOpen && !isKnown) return void response.writeHead(401).end();
    if (request.url === '/') return void response.writeHead(302, { location: '/home' }).end();
    response.writeHead(status).end();
  });
}

async function check(url: Partial<StackUrl> & { url: string }, context: object = { login }) {
  const signal = new AbortController().signal;
  const checks = createChecks(
    () => {},
    (text) => text,
    { next: '', signal },
  );
  await checkAddresses([{ name: 'App', service: 'app', ...url }], context, checks, signal);
  return checks
    .reports()
    .map(({ name, state, detail }) => `${state}: ${name.replace(/:\d+/, '')} (${detail})`);
}

describe('an address', () => {
  it('answers with its status behind redirects and the login, and refuses strangers', async () => {
    const url = `http://127.0.0.1:${await serve()}/`;
    expect((await check({ url, status: 200, login: true })).sort()).toEqual([
      'passed: App answers at http://127.0.0.1/ (200)',
      'passed: App refuses without a login (401)',
    ]);
  });

  it('may answer as it likes where no status is expected, unless its server is broken', async () => {
    const port = await serve({ isOpen: true, status: 404 });
    expect(await check({ url: `http://127.0.0.1:${port}/x` })).toEqual([
      'passed: App answers at http://127.0.0.1/x (404)',
    ]);
  });

  it('is skipped where the login is not known here', async () => {
    const url = `http://127.0.0.1:${await serve()}/`;
    expect(await check({ url, login: true }, {})).toContain(
      'skipped: App answers at http://127.0.0.1/ (the login of this stack is not known here)',
    );
  });
});
