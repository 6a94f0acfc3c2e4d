import { describe, expect, it } from 'vitest';
import type { ProbeContext } from '../../../src/probes/outcome.ts';
import { runProbe } from '../../../src/probes/probe.ts';
import { makeAuthority, makeCertificate } from './certificates.ts';
import { closedPort, serveHttp, serveTcp } from './servers.ts';

const login = { user: 'user', password: 'p:ä' };

function probe(url: string, more: object = {}, context: ProbeContext = {}, timeoutMs = 2_000) {
  const limits = { signal: new AbortController().signal, timeoutMs };
  return runProbe({ kind: 'http', name: 'x', url, ...more }, context, limits);
}

describe('an http probe', () => {
  it('is ready on exactly the expected status', async () => {
    const port = await serveHttp((_, response) => response.writeHead(204).end());
    expect(await probe(`http://127.0.0.1:${port}/`, { status: 204 })).toMatchObject({ state: 'ready' });
    const url = `http://127.0.0.1:${port}/x`;
    expect(await probe(url)).toEqual({ state: 'waiting', detail: `${url} answered 204, expected 200` });
  });

  it('does not follow redirects', async () => {
    const port = await serveHttp((_, response) => response.writeHead(302, { location: '/other' }).end());
    expect(await probe(`http://127.0.0.1:${port}/`, { status: 302 })).toMatchObject({ state: 'ready' });
  });

  it('sends the login of the stack as Basic credentials, and only where asked', async () => {
    const seen: (string | undefined)[] = [];
    const port = await serveHttp((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    await probe(`http://127.0.0.1:${port}/`, { login: true }, { login });
    await probe(`http://127.0.0.1:${port}/`, {}, { login });
    expect(seen).toEqual([`Basic ${Buffer.from('user:p:ä').toString('base64')}`, undefined]);
  });

  it('is skipped, with the reason, when it needs a login that nobody knows', async () => {
    const outcome = await probe('http://127.0.0.1:1/', { login: true });
    expect(outcome).toEqual({ state: 'skipped', reason: 'the login of this stack is not known here' });
  });

  it.each([401, 403])('is fatal when the login gets a %i', async (status) => {
    const port = await serveHttp((_, response) => response.writeHead(status).end());
    const outcome = await probe(`http://127.0.0.1:${port}/`, { login: true }, { login });
    expect(outcome).toMatchObject({ state: 'fatal', hint: expect.stringContaining('user and password') });
    expect(JSON.stringify(outcome)).not.toContain(login.password);
  });

  it('waits for a server that answers 503', async () => {
    const port = await serveHttp((_, response) => response.writeHead(503).end());
    expect(await probe(`http://127.0.0.1:${port}/`)).toMatchObject({ state: 'waiting' });
  });

  it('waits where nobody listens yet', async () => {
    const outcome = await probe(`http://127.0.0.1:${await closedPort()}/`);
    expect(outcome).toMatchObject({
      state: 'waiting',
      detail: expect.stringContaining('connection refused'),
    });
  });

  it('waits when the server hangs up', async () => {
    const port = await serveTcp((socket) => socket.destroy());
    expect(await probe(`http://127.0.0.1:${port}/`)).toMatchObject({ state: 'waiting' });
  });

  it('waits when the server says nothing in time', async () => {
    const port = await serveTcp(() => {});
    const outcome = await probe(`http://127.0.0.1:${port}/`, {}, {}, 60);
    expect(outcome).toMatchObject({ state: 'waiting', detail: expect.stringContaining('no answer in time') });
  });

  it('waits when the body stops half way', async () => {
    const port = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      setTimeout(() => response.destroy(), 10);
    });
    expect(await probe(`http://127.0.0.1:${port}/`)).toMatchObject({ state: 'waiting' });
  });

  it('does not read a body without end', async () => {
    const port = await serveHttp((_, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', more);
      };
      more();
    });
    expect(await probe(`http://127.0.0.1:${port}/`)).toMatchObject({ state: 'ready' });
  });
});

describe('an http probe over TLS', () => {
  const authority = makeAuthority();
  const hello = (_: unknown, response: { end(): unknown }) => void response.end();

  it('trusts the CA of the stack', async () => {
    const port = await serveHttp(hello, makeCertificate(authority));
    expect(await probe(`https://127.0.0.1:${port}/`, {}, { ca: authority.cert })).toMatchObject({
      state: 'ready',
    });
    expect(await probe(`https://localhost:${port}/`, {}, { ca: authority.cert })).toMatchObject({
      state: 'ready',
    });
  });

  it.each([
    ['expired', { toDays: -0.5 }, 'has expired: it ended on 20'],
    ['not valid yet', { fromDays: 2 }, 'not valid yet'],
    ['for other hosts', { hosts: ['db', 'auth'] }, 'expected 127.0.0.1, it has DNS:db, DNS:auth'],
  ])('is fatal when the certificate is %s, and says so', async (_, options, words) => {
    const port = await serveHttp(hello, makeCertificate(authority, options));
    const outcome = await probe(`https://127.0.0.1:${port}/`, {}, { ca: authority.cert });
    expect(outcome).toMatchObject({ state: 'fatal', detail: expect.stringContaining(words) });
  });

  it.each([
    ['no CA', {}],
    ['another CA of the same name', { ca: makeAuthority().cert }],
  ])('is fatal when the server is signed by an authority unknown to %s', async (_, context) => {
    const port = await serveHttp(hello, makeCertificate(authority));
    const outcome = await probe(`https://127.0.0.1:${port}/`, {}, context);
    expect(outcome).toMatchObject({
      state: 'fatal',
      detail: expect.stringMatching(/certificate.*CN=smoke test CA/),
    });
  });

  it('is fatal when the port speaks plain HTTP', async () => {
    const port = await serveHttp(hello);
    const outcome = await probe(`https://127.0.0.1:${port}/`);
    expect(outcome).toMatchObject({ state: 'fatal', detail: expect.stringContaining('does not speak TLS') });
  });
});
