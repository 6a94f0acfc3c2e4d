// A small S3 server in memory for the verbs about buckets: versions, uploads, lifecycle rules, pages, faults on request.

import type { IncomingMessage } from 'node:http';
import type { S3Connection } from '../../../src/stack/manifest.ts';
import { serveHttp } from '../probes/servers.ts';

/** A bucket; the newest version of an object is the last. */
export interface MemoryBucket {
  readonly objects: Map<string, { body: string; version: string; isMark?: boolean; locked?: boolean }[]>;
  readonly uploads: Map<string, string>;
  versioned?: boolean;
  lifecycle?: string;
}

/** An answer in place of the right one, as status and code. */
export type Fault = readonly [status: number, code: string];

/** What tests see and steer. */
export interface MemoryS3 {
  readonly connection: S3Connection;
  readonly buckets: Map<string, MemoryBucket>;
  /** `METHOD bucket/key?query` of every request. */
  readonly log: string[];
  /** Buckets of somebody else: they exist, and are closed. */
  readonly foreign: Set<string>;
  readonly put: (bucket: string, keys: readonly string[]) => void;
}

const pageSize = 4;
let versions = 0;

/** Starts a server; `fault` may answer a request (`METHOD bucket/key?query`) in its place. */
export async function startMemoryS3(
  fault: (request: string) => Fault | undefined = () => undefined,
): Promise<MemoryS3> {
  const buckets = new Map<string, MemoryBucket>();
  const foreign = new Set<string>();
  const log: string[] = [];
  const port = await serveHttp(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    url.searchParams.delete('x-id');
    const line = `${request.method} ${bucket}/${rest.join('/')}${url.search}`;
    log.push(line);
    const body = await readAll(request);
    const found = fault(line);
    const [status, content] = found
      ? error(...found)
      : serve(
          { buckets, foreign },
          { method: request.method ?? '', bucket, key: rest.join('/'), query: url.searchParams, body },
        );
    response
      .writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(content) })
      .end(request.method === 'HEAD' ? '' : content);
  });
  const connection = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    pathStyle: true,
    accessKeyId: 'the-key-id',
    secretAccessKey: 'the-secret-key',
  };
  const put = (bucket: string, keys: readonly string[]): void => {
    for (const key of keys) write(buckets.get(bucket) ?? makeBucket(buckets, bucket), key, 'body');
  };
  return { connection, buckets, log, foreign, put };
}

interface Asked {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

type Answered = readonly [status: number, content: string | Buffer];

function serve({ buckets, foreign }: Pick<MemoryS3, 'buckets' | 'foreign'>, asked: Asked): Answered {
  const { method, bucket: name, key, query, body } = asked;
  if (name === '') {
    const own = [...buckets.keys()].map((each) => `<Bucket><Name>${each}</Name></Bucket>`);
    return xml(`<ListAllMyBucketsResult><Buckets>${own.join('')}</Buckets></ListAllMyBucketsResult>`);
  }
  if (foreign.has(name))
    return method === 'PUT' && key === '' ? error(409, 'BucketAlreadyExists') : error(403, 'AccessDenied');
  const bucket = buckets.get(name);
  if (key === '' && method === 'PUT' && query.size === 0) {
    if (bucket) return error(409, 'BucketAlreadyOwnedByYou');
    makeBucket(buckets, name);
    return [200, ''];
  }
  if (!bucket) return error(404, 'NoSuchBucket');
  if (key !== '') return serveObject(bucket, asked);
  if (method === 'HEAD') return [200, ''];
  if (query.has('versioning'))
    return xml(
      `<VersioningConfiguration>${bucket.versioned ? '<Status>Enabled</Status>' : ''}</VersioningConfiguration>`,
    );
  if (query.has('lifecycle')) return serveLifecycle(bucket, method, body);
  if (query.has('delete')) return deleteMany(bucket, body);
  if (query.has('uploads')) {
    const all = [...bucket.uploads].map(
      ([id, of]) => `<Upload><Key>${of}</Key><UploadId>${id}</UploadId></Upload>`,
    );
    return xml(`<ListMultipartUploadsResult>${all.join('')}</ListMultipartUploadsResult>`);
  }
  if (method === 'DELETE') {
    if (bucket.objects.size > 0 || bucket.uploads.size > 0) return error(409, 'BucketNotEmpty');
    buckets.delete(name);
    return [204, ''];
  }
  return query.has('versions') ? listVersions(bucket) : list(bucket, query);
}

function serveObject(bucket: MemoryBucket, { method, key, query, body }: Asked): Answered {
  const upload = query.get('uploadId');
  if (upload !== null) return [bucket.uploads.delete(upload) ? 204 : 404, ''];
  if (method === 'PUT') write(bucket, key, body);
  if (method === 'DELETE')
    return remove(bucket, key, query.get('versionId')) ? [204, ''] : error(403, 'AccessDenied');
  const newest = bucket.objects.get(key)?.at(-1);
  return newest && !newest.isMark
    ? [200, method === 'GET' ? Buffer.from(newest.body, 'latin1') : '']
    : error(404, 'NoSuchKey');
}

function serveLifecycle(bucket: MemoryBucket, method: string, body: string): Answered {
  if (method === 'PUT') bucket.lifecycle = body;
  if (method === 'DELETE') delete bucket.lifecycle;
  if (method === 'GET' && bucket.lifecycle === undefined) return error(404, 'NoSuchLifecycleConfiguration');
  return [200, method === 'GET' ? (bucket.lifecycle ?? '') : ''];
}

function list(bucket: MemoryBucket, query: URLSearchParams): Answered {
  const prefix = query.get('prefix') ?? '';
  const keys = [...bucket.objects]
    .filter(([key, all]) => !all.at(-1)?.isMark && key.startsWith(prefix))
    .map(([key]) => key)
    .sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const next = from + pageSize < keys.length ? from + pageSize : undefined;
  const found = keys
    .slice(from, from + pageSize)
    .map((key) => `<Contents><Key>${encode(key)}</Key><Size>4</Size></Contents>`);
  const more =
    next === undefined
      ? ''
      : `<IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>`;
  const coded = query.has('encoding-type') ? '<EncodingType>url</EncodingType>' : '';
  return xml(`<ListBucketResult><MaxKeys>1000</MaxKeys>${coded}${more}${found.join('')}</ListBucketResult>`);
}

function listVersions(bucket: MemoryBucket): Answered {
  const all = [...bucket.objects].flatMap(([key, each]) =>
    each.map(({ version, isMark }, index) => {
      const tag = isMark ? 'DeleteMarker' : 'Version';
      return `<${tag}><Key>${encode(key)}</Key><VersionId>${version}</VersionId><IsLatest>${index === each.length - 1}</IsLatest><Size>4</Size></${tag}>`;
    }),
  );
  return xml(
    `<ListVersionsResult><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType>${all.join('')}</ListVersionsResult>`,
  );
}

function deleteMany(bucket: MemoryBucket, body: string): Answered {
  const text = Buffer.from(body, 'latin1').toString('utf8');
  const failed = [...text.matchAll(/<Key>([^<]*)<\/Key>(?:<VersionId>([^<]*)<\/VersionId>)?/g)].flatMap(
    ([, key = '', version]) =>
      remove(
        bucket,
        key.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
        version ?? null,
      )
        ? []
        : [`<Error><Key>${key}</Key><Code>AccessDenied</Code><Message>object lock</Message></Error>`],
  );
  return xml(`<DeleteResult>${failed.join('')}</DeleteResult>`);
}

function write(bucket: MemoryBucket, key: string, body: string): void {
  versions += 1;
  const version = { body, version: bucket.versioned ? `v${versions}` : 'null' };
  bucket.objects.set(key, bucket.versioned ? [...(bucket.objects.get(key) ?? []), version] : [version]);
}

function remove(bucket: MemoryBucket, key: string, version: string | null): boolean {
  const all = bucket.objects.get(key) ?? [];
  if (version === null && bucket.versioned) {
    versions += 1;
    bucket.objects.set(key, [...all, { body: '', version: `v${versions}`, isMark: true }]);
    return true;
  }
  if (all.some((each) => each.locked)) return false;
  const rest = version === null ? [] : all.filter((each) => each.version !== version);
  if (rest.length > 0) bucket.objects.set(key, rest);
  else bucket.objects.delete(key);
  return true;
}

function makeBucket(buckets: Map<string, MemoryBucket>, name: string): MemoryBucket {
  const bucket: MemoryBucket = { objects: new Map(), uploads: new Map() };
  buckets.set(name, bucket);
  return bucket;
}

const encode = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+');
const xml = (content: string): Answered => [200, `<?xml version="1.0"?>${content}`];
const error = (status: number, code: string): Answered => [
  status,
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
];

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
