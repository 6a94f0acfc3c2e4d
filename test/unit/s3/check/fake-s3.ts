// An S3 server in memory, as far as a check of it needs one: it keeps what it is told and does what it says.
// Faults come in front of it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { S3Connection } from '../../../../src/stack/manifest.ts';
import { serveHttp } from '../../probes/servers.ts';
import { readBody } from './read-body.ts';

/** What was asked, in short. */
export interface Asked {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** Another answer than the right one; `hang` never answers, `cut` hangs up. */
export type Fault =
  | 'hang'
  | 'cut'
  | {
      readonly status: number;
      readonly code?: string;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    };

/** The server, and what tests see of it. */
export interface FakeS3 {
  readonly connection: S3Connection;
  readonly buckets: Map<string, Map<string, Buffer>>;
  readonly asked: Asked[];
}

type Answer = {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
};

/** Starts it; `fault` may answer in its place. */
export async function startFakeS3(
  fault: (asked: Asked, count: number) => Fault | undefined = () => undefined,
  given: readonly string[] = [],
): Promise<FakeS3> {
  const buckets = new Map(given.map((name) => [name, new Map<string, Buffer>()]));
  const tags = new Map<string, string>();
  const uploads = new Map<string, Map<string, Buffer>>();
  const asked: Asked[] = [];
  const port = await serveHttp(async (request, response) => {
    const one = describe(request);
    asked.push(one);
    const body = await readBody(request);
    const found = fault(one, asked.length);
    if (found === 'hang') return;
    if (found === 'cut') return void response.destroy();
    const right = found === undefined ? serve({ buckets, tags, uploads }, one, body) : undefined;
    write(request, response, right ?? refusal(found as Exclude<Fault, string>));
  });
  const connection = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    pathStyle: true,
    accessKeyId: 'the-key-id',
    secretAccessKey: 'the-secret-key',
  };
  return { connection, buckets, asked };
}

/** An error as S3 writes it. */
export function errorXml(code: string, more = ''): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>of the fake</Message>${more}</Error>`;
}

function describe(request: IncomingMessage): Asked {
  const [path = '', search] = (request.url ?? '/').split('?');
  const [, bucket = '', ...rest] = path.split('/');
  return {
    method: request.method ?? 'GET',
    bucket,
    key: rest.map(decodeURIComponent).join('/'),
    query: new URLSearchParams(search),
    headers: request.headers,
  };
}

interface Memory {
  readonly buckets: Map<string, Map<string, Buffer>>;
  readonly tags: Map<string, string>;
  readonly uploads: Map<string, Map<string, Buffer>>;
}

function serve(memory: Memory, asked: Asked, body: Buffer): Answer {
  const { method, bucket: name, key, query } = asked;
  const { buckets } = memory;
  if (asked.headers.authorization === undefined && !query.has('X-Amz-Signature'))
    return error(403, 'AccessDenied');
  if (name === '') {
    const list = [...buckets.keys()].map((one) => `<Bucket><Name>${one}</Name></Bucket>`);
    return {
      status: 200,
      body: `<ListAllMyBucketsResult><Buckets>${list.join('')}</Buckets></ListAllMyBucketsResult>`,
    };
  }
  const bucket = buckets.get(name);
  if (key === '') {
    if (method === 'PUT' && query.size === 0) {
      buckets.set(name, new Map());
      return { status: 200 };
    }
    if (bucket === undefined) return error(404, 'NoSuchBucket');
    return serveBucket(memory, asked, bucket);
  }
  if (bucket === undefined) return error(404, 'NoSuchBucket');
  if (query.has('uploads') || query.has('uploadId')) return serveUpload(memory, asked, bucket, body);
  if (query.has('tagging')) return serveTags(memory, asked, body);
  return serveObject(memory, asked, bucket, body);
}

function serveBucket(
  { buckets, uploads }: Memory,
  { method, bucket: name, query }: Asked,
  bucket: Map<string, Buffer>,
): Answer {
  if (method === 'HEAD') return { status: 200 };
  if (method === 'DELETE') {
    if (bucket.size > 0) return error(409, 'BucketNotEmpty');
    buckets.delete(name);
    return { status: 204 };
  }
  if (method !== 'GET') return error(501, 'NotImplemented');
  if (query.has('uploads')) {
    const list = [...uploads.keys()].map(
      (id) => `<Upload><Key>${id.split(' ')[1]}</Key><UploadId>${id}</UploadId></Upload>`,
    );
    return { status: 200, body: `<ListMultipartUploadsResult>${list.join('')}</ListMultipartUploadsResult>` };
  }
  const known = ['list-type', 'prefix', 'max-keys', 'continuation-token', 'encoding-type', 'delimiter'];
  if ([...query.keys()].some((one) => !known.includes(one))) return error(501, 'NotImplemented');
  return { status: 200, body: list(name, bucket, query) };
}

function list(name: string, bucket: Map<string, Buffer>, query: URLSearchParams): string {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
  const delimiter = query.get('delimiter');
  const isEncoded = query.get('encoding-type') === 'url';
  const all = [...bucket.keys()].sort().filter((key) => key.startsWith(prefix) && key > after);
  const folders = new Set<string>();
  const files = all.filter((key) => {
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    if (end >= 0) folders.add(key.slice(0, end + 1));
    return end < 0;
  });
  const size = Number(query.get('max-keys') ?? 1000);
  const write = (key: string) =>
    isEncoded ? encodeURIComponent(key) : key.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const page = files.slice(0, size);
  const isMore = files.length > size;
  return [
    `<ListBucketResult><Name>${name}</Name><IsTruncated>${isMore}</IsTruncated>`,
    isEncoded ? '<EncodingType>url</EncodingType>' : '',
    isMore ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '',
    ...page.map(
      (key) => `<Contents><Key>${write(key)}</Key><Size>${bucket.get(key)?.byteLength}</Size></Contents>`,
    ),
    ...[...folders].map((folder) => `<CommonPrefixes><Prefix>${write(folder)}</Prefix></CommonPrefixes>`),
    '</ListBucketResult>',
  ].join('');
}

function serveUpload(
  { uploads }: Memory,
  { method, key, query }: Asked,
  bucket: Map<string, Buffer>,
  body: Buffer,
): Answer {
  const id = query.get('uploadId') ?? `${uploads.size + 1} ${key}`;
  if (query.has('uploads')) {
    uploads.set(id, new Map());
    return {
      status: 200,
      body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    };
  }
  const parts = uploads.get(id);
  if (parts === undefined) return error(404, 'NoSuchUpload');
  if (method === 'PUT') parts.set(query.get('partNumber') ?? '', body);
  if (method === 'POST') bucket.set(key, Buffer.concat([...parts.entries()].sort().map(([, part]) => part)));
  if (method === 'POST' || method === 'DELETE') uploads.delete(id);
  return { status: method === 'DELETE' ? 204 : 200, headers: { etag: '"part"' } };
}

function serveTags({ tags }: Memory, { method, bucket, key }: Asked, body: Buffer): Answer {
  const id = `${bucket}/${key}`;
  if (method === 'PUT') tags.set(id, body.toString());
  if (method === 'DELETE') tags.delete(id);
  return { status: method === 'DELETE' ? 204 : 200, body: tags.get(id) ?? '<Tagging><TagSet/></Tagging>' };
}

function serveObject(
  { tags }: Memory,
  { method, bucket: name, key, headers }: Asked,
  bucket: Map<string, Buffer>,
  body: Buffer,
): Answer {
  if (method === 'PUT') {
    bucket.set(key, body);
    const given = new URLSearchParams(String(headers['x-amz-tagging'] ?? ''));
    const set = [...given].map(([tag, value]) => `<Tag><Key>${tag}</Key><Value>${value}</Value></Tag>`);
    tags.set(`${name}/${key}`, `<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`);
    return { status: 200, headers: { etag: `"${body.byteLength}"` } };
  }
  if (method === 'DELETE') {
    bucket.delete(key);
    return { status: 204 };
  }
  const object = bucket.get(key);
  if (object === undefined) return error(404, 'NoSuchKey');
  return { status: 200, body: object, headers: { etag: `"${object.byteLength}"` } };
}

function error(status: number, code: string): Answer {
  return { status, body: errorXml(code), headers: { 'content-type': 'application/xml' } };
}

function refusal({ status, code, body, headers = {} }: Exclude<Fault, string>): Answer {
  const type: Record<string, string> = code === undefined ? {} : { 'content-type': 'application/xml' };
  return {
    status,
    body: body ?? (code === undefined ? '' : errorXml(code)),
    headers: { ...type, ...headers },
  };
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body = '', headers = {} }: Answer,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? '' : body);
}
