import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { ImageReference } from '../../../src/images/reference.ts';
import { parseReference } from '../../../src/images/reference.ts';
import { openRegistry } from '../../../src/registry/registry.ts';
import {
  digestOf,
  type LoopbackRegistry,
  type RegistryOptions,
  startRegistry,
} from '../../loopback-registry.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const one = digestOf('one platform');
const index = JSON.stringify({ schemaVersion: 2, manifests: [{ digest: one }, { digest: 'sha256:odd' }] });

let server: LoopbackRegistry;
const going = new AbortController().signal;

afterEach(async () => await server.close());

async function registry(options: RegistryOptions = {}): Promise<ImageReference> {
  server = await startRegistry(options);
  server.put('team/app', '1', indexType, index);
  server.put('team/app', 'plain', manifestType, '{}');
  const reference = parseReference(`${server.host}/team/app:1`);
  if (!reference) throw new Error('the test names no image');
  return reference;
}

type Instead = NonNullable<RegistryOptions['instead']>;

/** Answers everything alike. */
const always =
  (status: number, headers: Record<string, string> = {}, body = ''): Instead =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
    return true;
  };

const find = async (options: RegistryOptions, wanted = '1') =>
  await openRegistry(going).find(await registry(options), wanted);

describe('a registry', () => {
  it('tells the digest of a tag without a download', async () => {
    expect(await find({})).toEqual({ digest: digestOf(index), isIndex: true, members: [] });
    expect(server.requests).toEqual(['HEAD /v2/team/app/manifests/1']);
  });

  it('tells which tags are for one platform only, and which are not there', async () => {
    const reference = await registry();
    const client = openRegistry(going);
    expect(await client.find(reference, 'plain')).toMatchObject({ digest: digestOf('{}'), isIndex: false });
    expect(await client.find(reference, 'other')).toBeUndefined();
  });

  it('tells the members of an index when it is asked for them', async () => {
    const reference = await registry();
    const found = await openRegistry(going).find(reference, '1', { members: true });
    expect(found).toEqual({ digest: digestOf(index), isIndex: true, members: [one] });
  });

  it('gets a token without an account, once for each repository', async () => {
    const reference = await registry({ token: true });
    const client = openRegistry(going);
    await client.find(reference, '1');
    await client.find(reference, 'plain');
    expect(server.requests.map((line) => line.split('?')[0])).toEqual([
      'HEAD /v2/team/app/manifests/1',
      'GET /token',
      'HEAD /v2/team/app/manifests/1',
      'HEAD /v2/team/app/manifests/plain',
    ]);
    expect(server.requests[1]).toContain('service=loopback&scope=repository%3Ateam%2Fapp%3Apull');
  });

  it.each<[string, Instead]>([
    ['that does not know HEAD', ({ method }, response) => method === 'HEAD' && end(response, 405)],
    ['that tells no digest', (_, response) => end(response, 200, { 'content-type': indexType }, index)],
  ])('%s is asked for the manifest itself, and its bytes are counted', async (_, instead) => {
    expect(await find({ instead })).toMatchObject({ digest: digestOf(index), isIndex: true });
  });

  it.each<[string, Instead, RegExp]>([
    ['401 without a realm', always(401), /without an account \(401\)/],
    ['401 for Basic alone', always(401, { 'www-authenticate': 'Basic realm="x"' }), /without an account/],
    [
      '429 with a time',
      always(429, { 'retry-after': '30' }),
      /more requests for now \(429\), and asks to wait 30 s/,
    ],
    ['500', always(500), /answered 500, expected 200/],
    [
      'a login page',
      always(200, { 'content-type': 'text/html' }, '<html>'),
      /answered with text\/html, expected an image manifest/,
    ],
    [
      'a digest that is none',
      always(200, { 'content-type': indexType, 'docker-content-digest': 'sha256:../../etc' }),
      /a digest that is none/,
    ],
    ['a closed connection', (_, response) => Boolean(response.destroy()), /connection closed by the server/],
    [
      'a token from an address without TLS elsewhere',
      always(401, { 'www-authenticate': 'Bearer realm="http://192.0.2.1/token"' }),
      /a token from an address that is not https/,
    ],
    [
      'a token that would break the header',
      ({ url }, response) =>
        url?.startsWith('/token') ? end(response, 200, {}, JSON.stringify({ token: 'a\r\nb: c' })) : false,
      /answered without a token/,
    ],
    [
      'an endless redirect',
      (request, response) => redirect(request, response, '/again'),
      /redirects more than 5 times/,
    ],
    [
      'a redirect to another scheme',
      (request, response) => redirect(request, response, 'ftp://192.0.2.1/x'),
      /redirects to .*, expected an https address/,
    ],
    [
      'a redirect to a server without TLS elsewhere',
      (request, response) => redirect(request, response, 'http://192.0.2.1/x'),
      /redirects to http:\/\/192.0.2.1, expected an https address/,
    ],
  ])('that answers with %s is an error in words', async (name, instead, expected) => {
    const token = name.includes('break the header');
    await expect(find({ instead, token })).rejects.toMatchObject({
      code: 'PROVISION_FAILED',
      message: expect.stringMatching(expected),
    });
  });

  it('that sends other bytes than it says is not believed', async () => {
    const instead: Instead = ({ method }, response) =>
      method === 'GET' &&
      end(response, 200, { 'content-type': indexType, 'docker-content-digest': one }, index);
    const reference = await registry({ instead });
    const finding = openRegistry(going).find(reference, '1', { members: true });
    await expect(finding).rejects.toThrow('does not fit what it sent');
  });

  it('that answers a digest with another one is not believed', async () => {
    const instead = always(200, { 'content-type': indexType, 'docker-content-digest': digestOf('other') });
    await expect(find({ instead }, one)).rejects.toThrow('does not fit what it sent');
  });

  it('that sends without end is left', async () => {
    const instead: Instead = (_, response) => {
      response.writeHead(200, { 'content-type': indexType });
      const more = () => response.write(Buffer.alloc(512 * 1024), (error) => (error ? undefined : more()));
      more();
      return true;
    };
    const reference = await registry({ instead });
    const finding = openRegistry(going).find(reference, '1', { members: true });
    await expect(finding).rejects.toThrow('answered with more than 4194304 bytes');
  });

  it('that says nothing is left in time, with advice where a proxy is set', async () => {
    const reference = await registry({ instead: () => true });
    const client = openRegistry(going, { timeoutMs: 50, aboutProxy: 'mind the proxy' });
    await expect(client.find(reference, '1')).rejects.toMatchObject({
      message: `${server.host}: no answer in 0.05 s`,
      hint: 'mind the proxy',
    });
  });

  it('is left at once when the run is interrupted', async () => {
    const stop = new AbortController();
    const reference = await registry({ instead: () => true });
    const finding = openRegistry(stop.signal).find(reference, '1');
    stop.abort(new Error('interrupted'));
    await expect(finding).rejects.toThrow('interrupted');
  });

  it('gets no token that is for another server', async () => {
    const elsewhere = await startRegistry();
    const seen: (string | undefined)[] = [];
    const instead: Instead = (request, response) => {
      if (!request.headers.authorization) return false;
      seen.push(request.headers.authorization);
      return redirect(request, response, `http://${elsewhere.host}/v2/team/app/manifests/1`);
    };
    const reference = await registry({ token: true, instead });
    elsewhere.put('team/app', '1', indexType, index);
    try {
      expect(await openRegistry(going).find(reference, '1')).toMatchObject({ digest: digestOf(index) });
      expect(seen).toHaveLength(1);
    } finally {
      await elsewhere.close();
    }
  });
});

function end(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): true {
  response.writeHead(status, headers).end(body);
  return true;
}

function redirect(_: IncomingMessage, response: ServerResponse, location: string): true {
  return end(response, 307, { location });
}
