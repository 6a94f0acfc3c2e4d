// The faults that servers and the ways to them have, one thing at a time.

import type { Exchange, Fault, ProxyAnswer, ProxyRequest } from './fault-proxy.ts';

/** The answer of an S3 server that refuses. */
export function refusal(
  status: number,
  code: string,
  more = '',
  headers: Record<string, string> = {},
): ProxyAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>The fault proxy made this up.</Message>${more}<RequestId>0123</RequestId></Error>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': '0123', ...headers },
    body,
  };
}

/** Whether a request is about a bucket itself, such as `PUT /bucket`. */
const isAboutBucket = ({ url }: ProxyRequest) => /^\/[^/]+\/?$/.test(url.pathname);
/** `/bucket/key`, whatever is asked of it. */
export const isAboutObject = ({ url }: ProxyRequest) => /^\/[^/]+\/./.test(url.pathname);
const isPlain = ({ url }: ProxyRequest) => [...url.searchParams.keys()].every((name) => name === 'x-id');

/** `PUT /bucket` and nothing besides. */
export const createsBucket = (exchange: ProxyRequest) =>
  exchange.method === 'PUT' && isAboutBucket(exchange) && isPlain(exchange);
/** `GET /`. */
export const listsBuckets = ({ method, url }: ProxyRequest) => method === 'GET' && url.pathname === '/';
/** `GET /bucket`, in either version of the call. */
export const listsObjects = (exchange: ProxyRequest) =>
  exchange.method === 'GET' &&
  isAboutBucket(exchange) &&
  (exchange.url.searchParams.has('list-type') || isPlain(exchange));
/** `PUT /bucket/key` with the bytes of an object. */
export const putsObject = (exchange: ProxyRequest) =>
  exchange.method === 'PUT' && isAboutObject(exchange) && !exchange.url.searchParams.has('tagging');
/** Anything about tags of objects. */
export const isAboutTags = ({ url }: ProxyRequest) => url.searchParams.has('tagging');

/** Answers some requests with something else. */
export function instead(
  which: (request: ProxyRequest) => boolean,
  answer: ProxyAnswer | ((request: ProxyRequest) => ProxyAnswer),
): Fault {
  return {
    handle: async (exchange) => {
      if (!which(exchange)) return await exchange.forward();
      return typeof answer === 'function' ? answer(exchange) : answer;
    },
  };
}

/** Every request waits first. */
export function slow(delayMs: number): Fault {
  return {
    handle: async ({ forward }) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      return await forward();
    },
  };
}

/** Changes what the server answered. */
export function changed(change: (answer: ProxyAnswer, request: ProxyRequest) => ProxyAnswer): Fault {
  return { handle: async (exchange) => change(await exchange.forward(), exchange) };
}

/** The clock of the server goes ahead; beyond a quarter of an hour it refuses us. */
export function clockAhead(seconds: number): Fault {
  return {
    handle: async ({ forward }) => {
      const now = new Date(Date.now() + seconds * 1000);
      const date = now.toUTCString();
      if (Math.abs(seconds) <= 900) {
        const answer = await forward();
        return { ...answer, headers: { ...answer.headers, date } };
      }
      const times = `<ServerTime>${now.toISOString()}</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>`;
      return refusal(403, 'RequestTimeTooSkewed', times, { date });
    },
  };
}

/** Checksums of objects are neither heard nor told: what came as a trailer is cut off. */
export const dropsChecksums: Fault = {
  handle: async (exchange) => {
    const { forward, headers, body } = exchange;
    const isChecksum = (name: string) => /^x-amz-(checksum-|sdk-checksum-|trailer$)/.test(name);
    const isChunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-');
    const kept = Object.entries(headers).filter(
      ([name]) => !isChecksum(name) && !(isChunked && /^(content-encoding|x-amz-decoded-)/.test(name)),
    );
    const isTouched = putsObject(exchange) && kept.length < Object.keys(headers).length;
    const request = { headers: Object.fromEntries(kept), body: isChunked ? unchunk(body) : body };
    const answer = await forward(isTouched ? request : undefined);
    const told = Object.entries(answer.headers).filter(([name]) => !isChecksum(name));
    return { ...answer, headers: Object.fromEntries(told) };
  },
};

// `SIZE[;…]\r\nBYTES\r\n`, again and again, until a size of nought; what follows are trailers.
function unchunk(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

/** Every third of the requests meets a server that has too much to do; asked again, it answers. */
export function busy(): Fault {
  const met = new Set<string>();
  return {
    handle: async ({ method, url, headers, forward }) => {
      const request = `${method} ${url.pathname}${url.search} ${headers['x-amz-content-sha256']}`;
      if (met.has(request)) return await forward();
      met.add(request);
      return met.size % 3 === 0 ? refusal(503, 'SlowDown') : await forward();
    },
  };
}

/** Breaks connections, at the moment named. */
export const cuts: Readonly<Record<'connect' | 'request' | 'answer', Fault>> = {
  connect: { refusesTalk: true },
  request: { handle: async ({ cut }) => cutNow(cut) },
  answer: {
    handle: async ({ forward, cutWithin }: Exchange) => {
      cutWithin(await forward());
      return undefined;
    },
  },
};

async function cutNow(cut: () => void): Promise<undefined> {
  cut();
  return undefined;
}

/** Takes requests and never answers. */
export const hangs: Fault = { handle: () => new Promise(() => undefined) };

/** Headers that get lost on the way. */
export function withoutHeader(...names: readonly string[]): Fault {
  return {
    handle: async ({ forward, headers }) => {
      const kept = Object.entries(headers).filter(([name]) => !names.includes(name));
      const isTouched = kept.length < Object.keys(headers).length;
      return await forward(isTouched ? { headers: Object.fromEntries(kept) } : undefined);
    },
  };
}
