// The way to the server: signed requests, one answer each, nothing hidden. The SDK would mend, retry and translate what
// a check wants to see.

import {
  type ClientRequest,
  type IncomingMessage,
  Agent as PlainAgent,
  request as requestPlain,
} from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { trustContext } from '../../probes/trust.ts';
import type { S3Connection } from '../../stack/manifest.ts';
import { type Answer, accepted } from './answer.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Signer } from './signing.ts';

/** A body that depends on the signature of the head (aws-chunked). */
export type SignedBody = (headers: Readonly<Record<string, string>>, signer: Signer) => Buffer;

/** One request; without a bucket it is about the server. */
export interface Ask {
  readonly method?: 'GET' | 'PUT' | 'HEAD' | 'POST' | 'DELETE' | 'OPTIONS';
  readonly bucket?: string | undefined;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | SignedBody;
  /** In the headers by default; in the query (presigned), also with a spoiled signature; or not at all. */
  readonly sign?: 'headers' | 'query' | 'query-spoiled' | 'none';
  /** In place of the connection's own. */
  readonly as?: Partial<S3Connection>;
  /** Signs as if the clock stood elsewhere. */
  readonly clockShiftMs?: number;
  /** Connects to the endpoint itself, whatever host name the request is for. */
  readonly atEndpoint?: boolean;
  readonly timeoutMs?: number;
}

/** Sends requests over kept connections. */
export interface Wire {
  readonly connection: S3Connection;
  /** Any answer; throws only where there was none. */
  readonly ask: (ask: Ask) => Promise<Answer>;
  /** An answer of the 200s; a refusal is thrown. */
  readonly must: (ask: Ask) => Promise<Answer>;
  /** Requests so far. */
  readonly count: () => number;
  readonly close: () => void;
}

/** Bounds of every request. */
export interface WireOptions {
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
  /** Ends requests at once. */
  readonly signal: AbortSignal;
  /** Asked before each request; throws when no new one may begin. */
  readonly before?: () => void;
}

/** Code of the error for an answer that does not end. */
export const tooLong = 'SMOKE_TOO_LONG';
/** Nothing that is asked for is as long: the longest object is one of 5 MiB. */
const longestAnswer = 8 * 1024 * 1024;
const busy = new Set([429, 503]);
const pausesMs = [200, 600];

/** Opens nothing yet; the caller closes it. */
export function createWire(connection: S3Connection, options: WireOptions): Wire {
  const secureContext = trustContext(options.ca);
  const pool = { keepAlive: true, maxSockets: 64 };
  const agents = {
    plain: new PlainAgent(pool),
    tls: new TlsAgent({ ...pool, ...(secureContext && { secureContext }) }),
    freshPlain: new PlainAgent(),
    freshTls: new TlsAgent({ ...(secureContext && { secureContext }) }),
  };
  let requests = 0;
  const once = async (ask: Ask): Promise<Answer> => {
    options.before?.();
    requests += 1;
    const prepared = await prepare({ ...connection, ...ask.as }, ask);
    return await send(prepared, agents, { ...options, timeoutMs: ask.timeoutMs ?? options.timeoutMs });
  };
  const twice = async (asked: Ask): Promise<Answer> => {
    try {
      return await once(asked);
    } catch (error) {
      // Every SDK would try again; here, only what changes nothing by being asked twice.
      const isSafe = ['GET', 'HEAD', 'DELETE'].includes(asked.method ?? 'GET');
      if (!isSafe || (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
      return await once(asked);
    }
  };
  const ask = async (asked: Ask): Promise<Answer> => {
    for (const pauseMs of pausesMs) {
      const answer = await twice(asked);
      if (!busy.has(answer.status)) return answer;
      await sleep(pauseMs, undefined, { signal: options.signal });
    }
    return await twice(asked);
  };
  return {
    connection,
    ask,
    must: async (asked) => accepted(await ask(asked)),
    count: () => requests,
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** The fresh ones keep no connections. */
interface Agents {
  readonly plain: PlainAgent;
  readonly tls: TlsAgent;
  readonly freshPlain: PlainAgent;
  readonly freshTls: TlsAgent;
}

async function send(
  { request, headers, target, body, connectTo, isOnce }: Prepared,
  agents: Agents,
  { signal, timeoutMs }: WireOptions,
): Promise<Answer> {
  const isTls = request.protocol === 'https:';
  const { hostname } = request;
  const needsBody = body !== undefined || request.method === 'PUT' || request.method === 'POST';
  const options = {
    method: request.method,
    // URL writes IPv6 addresses in brackets, sockets want them without.
    host: connectTo.replace(/^\[|\]$/g, ''),
    port: request.port === '' ? (isTls ? 443 : 80) : Number(request.port),
    path: target,
    headers: { ...headers, ...(needsBody && { 'content-length': String(body?.byteLength ?? 0) }) },
    signal,
    ...(isTls && isIP(hostname) === 0 && { servername: hostname }),
  };
  const start = (): ClientRequest =>
    isTls
      ? requestTls({ ...options, agent: isOnce ? agents.freshTls : agents.tls })
      : requestPlain({ ...options, agent: isOnce ? agents.freshPlain : agents.plain });
  let sent = start();
  try {
    return await exchange(sent, body, timeoutMs);
  } catch (error) {
    // The server may close a kept connection at the moment in which it is used again; that is nobody's fault.
    if (!sent.reusedSocket || (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    sent = start();
    return await exchange(sent, body, timeoutMs);
  }
}

function exchange(sent: ClientRequest, body: Buffer | undefined, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => {
      fail(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
      sent.destroy();
    }, timeoutMs);
    sent.on('error', fail);
    sent.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        chunks.push(chunk);
        if (size <= longestAnswer) return;
        fail(
          Object.assign(new Error(`answers with more than ${longestAnswer / 1024 / 1024} MiB`), {
            code: tooLong,
          }),
        );
        sent.destroy();
      });
      response.on('error', fail);
      // The rest never came.
      response.once('aborted', () => fail(Object.assign(new Error('cut off'), { code: 'ECONNRESET' })));
      response.once('end', () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: flatten(response.headers),
          body: Buffer.concat(chunks),
          rawNames: response.rawHeaders.filter((_, index) => index % 2 === 0),
        });
      });
    });
    sent.end(body);
  });
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
