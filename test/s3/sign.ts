// Signature V4 by hand, for the proxy that changes requests on their way. Shares no code with smoke.

import { createHash, createHmac } from 'node:crypto';
import type { ProxyRequest } from './fault-proxy.ts';
import type { S3Server } from './servers/server.ts';

/** The request with the same date and headers, signed anew for its changed contents. */
export function signAgain(request: ProxyRequest, server: S3Server): ProxyRequest {
  const { authorization: _, 'x-amz-content-sha256': __, ...kept } = request.headers;
  const sum = createHash('sha256').update(request.body).digest('hex');
  const headers: Record<string, string> = { ...kept, 'x-amz-content-sha256': sum };
  const date = headers['x-amz-date'] ?? '';
  const names = Object.keys(headers)
    .filter((name) => name === 'host' || name.startsWith('x-amz-'))
    .sort();
  const query = [...request.url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const canonical = [
    request.method,
    // S3 signs the path as it is sent.
    request.url.pathname,
    query.join('&'),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    sum,
  ].join('\n');
  const scope = [date.slice(0, 8), server.region, 's3', 'aws4_request'];
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${server.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), hashed].join('\n')).toString('hex');
  const credential = `Credential=${server.accessKeyId}/${scope.join('/')}`;
  headers['authorization'] =
    `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...request, headers };
}

/** The buckets of the key, by a bare request. */
export async function bucketNames(server: S3Server): Promise<readonly string[]> {
  const url = new URL('/', server.endpoint);
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const bare = {
    method: 'GET',
    url,
    headers: { host: url.host, 'x-amz-date': date },
    body: Buffer.alloc(0),
    index: 0,
  };
  const { host: _, ...headers } = signAgain(bare, server).headers;
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${server.name} answers ${answer.status}: ${text}`);
  return [...text.matchAll(/<Bucket>.*?<Name>([^<]*)<\/Name>/gs)].map(([, name = '']) => name);
}

const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
