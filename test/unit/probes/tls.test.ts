import { describe, expect, it } from 'vitest';
import { runProbe } from '../../../src/probes/probe.ts';
import { makeAuthority, makeCertificate } from './certificates.ts';
import { closedPort, serveHttp, serveTcp } from './servers.ts';

const authority = makeAuthority();
const hello = (_: unknown, response: { end(): unknown }) => void response.end();

function probe(
  port: number,
  more: { host?: string; serverName?: string } = {},
  ca: string | undefined = authority.cert,
) {
  const limits = { signal: new AbortController().signal, timeoutMs: 500 };
  return runProbe(
    { kind: 'tls', name: 'x', host: '127.0.0.1', port, ...more },
    ca === '' ? {} : { ca },
    limits,
  );
}

describe('a tls probe', () => {
  it('is ready with the name and the days left', async () => {
    const port = await serveHttp(hello, makeCertificate(authority, { toDays: 10.5 }));
    const until = new Date(Date.now() + 10.5 * 86_400_000).toISOString().slice(0, 10);
    expect(await probe(port)).toEqual({
      state: 'ready',
      detail: `CN=localhost, valid until ${until} (10 days)`,
    });
  });

  it('checks the server name where one is given', async () => {
    const port = await serveHttp(hello, makeCertificate(authority, { hosts: ['auth'] }));
    expect(await probe(port, { serverName: 'auth' })).toMatchObject({ state: 'ready' });
    expect(await probe(port, { serverName: 'db' })).toMatchObject({
      state: 'fatal',
      detail: 'db: the certificate is for another host: expected db, it has DNS:auth',
    });
  });

  it('is fatal for an expired certificate, with the day', async () => {
    const port = await serveHttp(hello, makeCertificate(authority, { fromDays: -9, toDays: -2 }));
    const ended = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    const detail = `127.0.0.1: the certificate has expired: it ended on ${ended}`;
    expect(await probe(port)).toMatchObject({ state: 'fatal', detail });
  });

  it('is fatal for an unknown authority, with its name', async () => {
    const port = await serveHttp(hello, makeCertificate(authority));
    const outcome = await probe(port, {}, '');
    expect(outcome).toMatchObject({
      state: 'fatal',
      detail: expect.stringContaining('issued by CN=smoke test CA'),
    });
  });

  it('is fatal where plain HTTP is spoken', async () => {
    const port = await serveHttp(hello);
    expect(await probe(port)).toMatchObject({
      state: 'fatal',
      detail: expect.stringContaining('does not speak TLS'),
    });
  });

  it.each([
    ['nobody listens', () => closedPort(), 'connection refused'],
    ['the server hangs up', () => serveTcp((socket) => socket.destroy()), 'closed by the server'],
    ['the server is silent', () => serveTcp(() => {}), 'no answer in time'],
  ])('waits while %s', async (_, serve, words) => {
    const outcome = await probe(await serve());
    expect(outcome).toMatchObject({ state: 'waiting', detail: expect.stringContaining(words) });
  });
});
