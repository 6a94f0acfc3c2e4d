// One request and its whole answer. Talks HTTP and HTTPS.

import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { trustContext } from './trust.ts';

/** What is sent, and what is trusted. */
export interface Exchange {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** PEM of an authority to trust as well. */
  readonly ca?: string | undefined;
  /** `user:password` for Basic authentication. */
  readonly auth?: string | undefined;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The answer; a body beyond the limit is cut. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const maxBodyBytes = 8 * 1024 * 1024;
const mostRedirects = 5;

/** Sends a request on a connection of its own: one kept from before says nothing about the server now. */
export async function exchange(url: URL, wanted: Exchange): Promise<Answer> {
  const { method = 'GET', headers = {}, body, ca, auth, signal, timeoutMs } = wanted;
  const secureContext = trustContext(ca);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestTls : requestPlain;
    const request = send(url, {
      method,
      agent: false,
      signal,
      timeout: timeoutMs,
      headers: {
        accept: 'application/json, */*',
        ...headers,
        ...(body && { 'content-length': body.byteLength }),
      },
      ...(auth !== undefined && { auth }),
      ...(secureContext && { secureContext }),
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.on('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await readBody(response) };
}

/** The same, and on to where the answer points; the login goes along to the same origin only. */
export async function exchangeAndFollow(url: URL, wanted: Exchange): Promise<Answer> {
  let at = url;
  let answer = await exchange(at, wanted);
  for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
    const { location } = answer.headers;
    if (answer.status < 300 || answer.status > 399 || location === undefined) return answer;
    at = new URL(location, at);
    answer = await exchange(at, at.origin === url.origin ? wanted : { ...wanted, auth: undefined });
  }
  return answer;
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) break;
  }
  return Buffer.concat(chunks);
}
