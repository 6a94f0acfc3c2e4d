// A small S3 server on loopback: buckets and objects in memory, path style, no signatures, and faults on request.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { S3Connection } from '../../../src/stack/manifest.ts';
import { serveHttp } from '../probes/servers.ts';

/** An answer in place of the right one. */
export interface Fault {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly more?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Hangs up without an answer, after having done what was asked. */
  readonly hangUp?: boolean;
}

/** What tests see and steer. */
export interface LoopbackS3 {
  readonly connection: S3Connection;
  readonly buckets: Map<string, Map<string, Buffer>>;
  /** `METHOD bucket` and `METHOD bucket/key` of every request, unique names replaced by `*`. */
  readonly log: string[];
}

/** Starts a server; `fault` may answer any request (`METHOD bucket/key`, unique names replaced) in its place. */
export async function startLoopbackS3(
  given: readonly string[] = [],
  fault: (request: string) => Fault | undefined = () => undefined,
): Promise<LoopbackS3> {
  const buckets = new Map(given.map((name) => [name, new Map<string, Buffer>()]));
  const log: string[] = [];
  const port = await serveHttp(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://s3');
    const line = `${request.method} ${pathname.slice(1)}`.replace(/[0-9a-f]{20}/, '*').replace(/\/$/, '');
    log.push(line);
    const body = await readAll(request);
    const found = fault(line);
    if (found !== undefined && found.hangUp !== true) return refuse(response, found);
    if (found?.hangUp) {
      serve(buckets, request.method, pathname, body);
      return void response.destroy();
    }
    const { status, content = '' } = serve(buckets, request.method, pathname, body);
    if (typeof content === 'string' && status >= 400) return refuse(response, { status, code: content });
    response
      .writeHead(status, { 'content-length': content.length })
      .end(request.method === 'HEAD' ? '' : content);
  });
  const connection = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    pathStyle: true,
    accessKeyId: 'the-key-id',
    secretAccessKey: 'the-secret-key',
  };
  return { connection, buckets, log };
}

function serve(
  buckets: Map<string, Map<string, Buffer>>,
  method: string | undefined,
  pathname: string,
  body: Buffer,
): { status: number; content?: string | Buffer } {
  const [, name = '', ...rest] = pathname.split('/');
  const key = rest.join('/');
  const bucket = buckets.get(name);
  if (key === '' && method === 'PUT') {
    buckets.set(name, new Map());
    return { status: 200 };
  }
  if (bucket === undefined) return { status: 404, content: 'NoSuchBucket' };
  if (key === '' && method === 'HEAD') return { status: 200 };
  if (key === '' && method === 'GET') return { status: 200, content: listOf(name, bucket) };
  if (key === '') {
    if (bucket.size > 0) return { status: 409, content: 'BucketNotEmpty' };
    buckets.delete(name);
    return { status: 204 };
  }
  if (method === 'PUT') bucket.set(key, body);
  if (method === 'DELETE') bucket.delete(key);
  if (method === 'PUT' || method === 'DELETE') return { status: method === 'PUT' ? 200 : 204 };
  const object = bucket.get(key);
  return object === undefined ? { status: 404, content: 'NoSuchKey' } : { status: 200, content: object };
}

function listOf(name: string, objects: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...objects.keys()].map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  const count = `<KeyCount>${objects.size}</KeyCount><IsTruncated>false</IsTruncated>`;
  return Buffer.from(`<ListBucketResult><Name>${name}</Name>${count}${entries}</ListBucketResult>`);
}

function refuse(response: ServerResponse, { status, code, message = '', more = '', headers }: Fault): void {
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
  response
    .writeHead(status, { 'content-type': 'application/xml', ...headers })
    .end(code === undefined ? 'no' : xml);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
