import { describe, expect, it } from 'vitest';
import { openUrls, urlsOf } from '../../../src/run/open-urls.ts';
import type { Manifest, StackUrl } from '../../../src/stack/manifest.ts';
import { makeAuthority, makeCertificate } from '../probes/certificates.ts';
import { closedPort, serveHttp } from '../probes/servers.ts';

const manifest = (urls: unknown, ca?: string) =>
  ({ name: 'p', services: {}, 'x-smoke': { urls, ca } }) as unknown as Manifest;

const named = (url: string): StackUrl => ({ name: 'App', url, service: 'app' });

function opening(urls: readonly StackUrl[], ca?: string, patienceMs = 0) {
  const opened: string[] = [];
  const open = async (url: string) => void opened.push(url);
  const { signal } = new AbortController();
  const result = openUrls(urls, manifest(urls, ca), { env: {}, signal, patienceMs, browser: { open } });
  return { opened, result };
}

describe('the URLs of a manifest', () => {
  it.each([['javascript:alert(1)'], ['file:///etc/passwd'], ['--version'], ['not a URL'], [42]])(
    'never give %s to a browser',
    (url) => {
      expect(urlsOf(manifest([{ name: 'x', url, service: 's' }]))).toEqual([]);
    },
  );

  it('are none in a foreign file', () => {
    expect(urlsOf({ name: 'p', services: {} })).toEqual([]);
    expect(urlsOf(manifest('http://x'))).toEqual([]);
  });
});

describe('opening', () => {
  it.each([200, 302, 401, 404])('takes an answer of %i for an answer', async (status) => {
    const port = await serveHttp((_, response) => response.writeHead(status).end());
    const { opened, result } = opening([named(`http://127.0.0.1:${port}/`)]);
    await result;
    expect(opened).toHaveLength(1);
  });

  it('trusts the CA of the stack', async () => {
    const authority = makeAuthority();
    const port = await serveHttp((_, response) => response.end(), makeCertificate(authority));
    const url = named(`https://localhost:${port}/`);
    const { opened, result } = opening([url], authority.cert);
    expect(await result).toEqual([url]);
    expect(opened).toEqual([url.url]);
    expect(await opening([url]).result).toMatchObject([{ problem: expect.stringContaining('authority') }]);
  });

  it('waits until there is an answer', async () => {
    let asked = 0;
    const port = await serveHttp((_, response) => response.writeHead(++asked > 1 ? 200 : 503).end());
    const { opened, result } = opening([named(`http://127.0.0.1:${port}/`)], undefined, 5000);
    await result;
    expect([asked, opened.length]).toEqual([2, 1]);
  });

  it('opens the others when one does not answer, and says why', async () => {
    const port = await serveHttp((_, response) => response.end());
    const urls = [named(`http://127.0.0.1:${await closedPort()}/`), named(`http://127.0.0.1:${port}/`)];
    const { opened, result } = opening(urls);
    expect(await result).toMatchObject([{ problem: 'connection refused' }, {}]);
    expect(opened).toEqual([urls[1]?.url]);
  });

  it('asks nobody where there is no browser', async () => {
    const { signal } = new AbortController();
    const options = { env: {}, signal, patienceMs: 60_000, browser: { missing: 'no display' } };
    const url = named('http://127.0.0.1:1/');
    expect(await openUrls([url], manifest([url]), options)).toEqual([{ ...url, problem: 'no display' }]);
  });
});
