// A proxy before a real S3 server that breaks one thing at a time. Requests stay validly signed for the server.

import {
  createServer as createPlainServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { S3Server } from './servers/server.ts';
import { signAgain } from './sign.ts';

/** A request as it came. */
export interface ProxyRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How many came before it. */
  readonly index: number;
}

/** An answer as it goes. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** What a fault may do with one request. */
export interface Exchange extends ProxyRequest {
  /** What the server answers: to the request as it is, or to another, which is signed again. */
  readonly forward: (changed?: Partial<ProxyRequest>) => Promise<ProxyAnswer>;
  /** Ends the connection without a word. */
  readonly cut: () => void;
  /** Sends the head and half of the body, then ends the connection. */
  readonly cutWithin: (answer: ProxyAnswer) => void;
}

/** Takes one thing wrong; undefined means that it has done with the connection what it wanted. */
export interface Fault {
  readonly handle?: (exchange: Exchange) => Promise<ProxyAnswer | undefined>;
  /** Ends every connection before it can say a word. */
  readonly refusesTalk?: boolean;
  /** Speaks TLS with this. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A proxy that runs. */
export interface FaultProxy {
  readonly endpoint: string;
  /** `METHOD /path?query` of all that was asked. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts the proxy on a free port of loopback. */
export async function startFaultProxy(server: S3Server, fault: Fault): Promise<FaultProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const received = await receive(incoming, asked.length);
    asked.push(`${received.method} ${incoming.url}`);
    const exchange: Exchange = {
      ...received,
      forward: async (changed) =>
        await send(server, changed ? signAgain({ ...received, ...changed }, server) : received),
      cut: () => outgoing.socket?.destroy(),
      cutWithin: (answer) => {
        const body = Buffer.from(answer.body);
        outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': Math.max(body.length, 2) });
        outgoing.flushHeaders();
        outgoing.write(body.subarray(0, Math.floor(body.length / 2)));
        setTimeout(() => outgoing.socket?.destroy(), 10);
      },
    };
    const answer = await (fault.handle ?? (({ forward }) => forward()))(exchange);
    if (answer !== undefined && !outgoing.destroyed) reply(received, answer, outgoing);
  };
  const listen = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // A client that goes away amid a request is no matter for the proxy.
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  };
  const proxy = fault.tls ? createTlsServer(fault.tls, listen) : createPlainServer(listen);
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    if (fault.refusesTalk) socket.destroy();
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const { port } = proxy.address() as AddressInfo;
  return {
    endpoint: `${fault.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      const closed = new Promise((resolve) => proxy.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function receive(incoming: IncomingMessage, index: number): Promise<ProxyRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  const url = new URL(incoming.url ?? '/', `http://${headers['host']}`);
  return { method: incoming.method ?? 'GET', url, headers, body: Buffer.concat(chunks), index };
}

// Host stays as the client signed it.
function send(server: S3Server, { method, url, headers, body }: ProxyRequest): Promise<ProxyAnswer> {
  const { 'transfer-encoding': _, connection: __, expect: ___, ...kept } = headers;
  const { hostname, port } = new URL(server.endpoint);
  const length = body.length > 0 || 'content-length' in kept ? { 'content-length': String(body.length) } : {};
  const options = { method, hostname, port, path: `${url.pathname}${url.search}`, agent: false as const };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { ...kept, ...length } }, (answer) => {
      receive(answer, 0).then(
        (received) =>
          resolve({ status: answer.statusCode ?? 500, headers: received.headers, body: received.body }),
        reject,
      );
    });
    sent.on('error', reject).end(body);
  });
}

function reply(
  { method }: ProxyRequest,
  { status, headers, body }: ProxyAnswer,
  outgoing: ServerResponse,
): void {
  const { 'transfer-encoding': _, connection: __, 'content-length': length, ...kept } = headers;
  const bytes = Buffer.from(body);
  // HEAD tells the length of what it does not send.
  const told = method === 'HEAD' && length !== undefined ? length : String(bytes.length);
  outgoing.writeHead(status, status === 204 || status === 304 ? kept : { ...kept, 'content-length': told });
  outgoing.end(method === 'HEAD' ? undefined : bytes);
}
