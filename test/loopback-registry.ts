// A registry on loopback that engines can push to and pull from, kept in memory, with a token flow where it is wanted.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running registry. */
export interface LoopbackRegistry {
  /** `localhost:port`, as it stands before the name of an image. */
  readonly host: string;
  /** Requests so far, as `METHOD /path`. */
  readonly requests: readonly string[];
  /** Stores a manifest under a tag, and gives its digest. */
  readonly put: (name: string, tag: string, type: string, body: string) => string;
  /** A manifest that is there. */
  readonly found: (name: string, tag: string) => { readonly type: string; readonly body: string };
  readonly close: () => Promise<void>;
}

/** How it deviates from the usual one. */
export interface RegistryOptions {
  /** Asks for a token, which its own /token gives for the scope of a pull. */
  readonly token?: boolean;
  /** Answers instead of the registry where it returns true. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Starts a registry on a port of its own. */
export async function startRegistry(options: RegistryOptions = {}): Promise<LoopbackRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, { readonly type: string; readonly body: Buffer }>();
  const uploads = new Map<string, Buffer[]>();
  const requests: string[] = [];
  const put = (name: string, wanted: string, type: string, body: Buffer): string => {
    const digest = digestOf(body);
    for (const key of [wanted, digest]) manifests.set(`${name} ${key}`, { type, body });
    return digest;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.push(`${request.method} ${request.url}`);
    if (options.instead?.(request, response)) return;
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.pathname === '/token') {
      const token = `token for ${url.searchParams.get('scope')}`.replaceAll(' ', '-');
      return send(response, 200, {}, JSON.stringify({ token }));
    }
    const [, name = '', kind = '', what = ''] =
      /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests)\/(.*)$/.exec(url.pathname) ?? [];
    if (options.token && request.headers.authorization !== `Bearer token-for-repository:${name}:pull`) {
      const realm = `Bearer realm="${url.origin}/token",service="loopback",scope="repository:${name}:pull"`;
      return send(response, 401, { 'www-authenticate': realm });
    }
    const body = await readAll(request);
    if (kind === 'blobs/uploads') return upload(request.method ?? '', name, what, url, body, response);
    if (kind === 'blobs') return sendFound(response, blobs.get(what), 'application/octet-stream');
    if (kind !== 'manifests') return send(response, 200, {}, '{}');
    if (request.method === 'PUT') {
      const digest = put(name, what, request.headers['content-type'] ?? '', body);
      return send(response, 201, { 'docker-content-digest': digest, location: url.pathname });
    }
    const found = manifests.get(`${name} ${what}`);
    return sendFound(response, found?.body, found?.type ?? '');
  };
  const upload = (
    method: string,
    name: string,
    id: string,
    url: URL,
    body: Buffer,
    response: ServerResponse,
  ): void => {
    const known = id === '' ? `${uploads.size + 1}` : id;
    const chunks = [...(uploads.get(known) ?? []), body];
    uploads.set(known, chunks);
    const location = `${url.origin}/v2/${name}/blobs/uploads/${known}`;
    const size = Buffer.concat(chunks).length;
    const digest = method === 'PUT' ? url.searchParams.get('digest') : null;
    if (digest === null) {
      send(response, 202, { location, range: `0-${Math.max(0, size - 1)}` });
      return;
    }
    blobs.set(digest, Buffer.concat(chunks));
    send(response, 201, { location: `/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest });
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    requests,
    put: (name, tag, type, body) => put(name, tag, type, Buffer.from(body)),
    found: (name, tag) => {
      const found = manifests.get(`${name} ${tag}`);
      if (!found) throw new Error(`the registry has no ${name}:${tag}`);
      return { type: found.type, body: found.body.toString('utf8') };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The digest of a manifest or a blob. */
export function digestOf(body: Buffer | string): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sendFound(response: ServerResponse, body: Buffer | undefined, type: string): void {
  if (body === undefined) send(response, 404, {}, '{"errors":[{"code":"NOT_FOUND"}]}');
  else send(response, 200, { 'content-type': type, 'docker-content-digest': digestOf(body) }, body);
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer | string = '',
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  // Node leaves the body of an answer to HEAD out by itself.
  response.end(body);
}
