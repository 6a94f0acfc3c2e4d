// Passes a request on to its upstream, both bodies streamed.

import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Upstream } from './settings.ts';

/** The upstream for a path, and the path it gets. */
export function route(
  upstreams: readonly Upstream[],
  url: string,
): { upstream: Upstream; url: string } | undefined {
  const path = url.split('?', 1)[0] ?? '/';
  for (const upstream of upstreams) {
    if (upstream.rewriteTarget !== undefined) {
      const pattern = new RegExp(upstream.path);
      if (pattern.test(path)) return { upstream, url: url.replace(pattern, upstream.rewriteTarget) };
    } else if (upstream.path.endsWith('/') ? path.startsWith(upstream.path) : path === upstream.path) {
      return { upstream, url };
    }
  }
  return undefined;
}

/** Sends the request on; an upstream that does not answer is a 502. */
export function forward(
  upstream: Upstream,
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  authorities?: string,
): void {
  const target = new URL(upstream.uri);
  const isTls = 'encrypted' in incoming.socket;
  const headers: NodeJS.Dict<string | string[]> = {
    ...incoming.headers,
    'x-forwarded-for': incoming.socket.remoteAddress,
    'x-forwarded-host': incoming.headers.host,
    'x-forwarded-proto': isTls ? 'https' : 'http',
    'x-forwarded-port': String(incoming.socket.localPort),
  };
  if (upstream.passHostHeader === false) headers['host'] = target.host;
  const open = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = open(
    new URL(url, target),
    {
      method: incoming.method,
      headers,
      rejectUnauthorized: upstream.insecureSkipTLSVerify !== true,
      ...(authorities !== undefined && { ca: authorities }),
    },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      pipeline(response, outgoing).catch(() => outgoing.destroy());
    },
  );
  const fail = (error: Error) => {
    console.error(`${incoming.method} ${url}: upstream ${upstream.id} failed: ${error.message}`);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502, { 'content-type': 'text/plain' }).end('Bad Gateway\n');
  };
  request.on('error', fail);
  pipeline(incoming, request).catch(() => request.destroy());
}
