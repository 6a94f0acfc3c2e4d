// Servers on loopback ports, closed after each test.

import { once } from 'node:events';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificates.ts';

/** An HTTP server, over TLS with a certificate; resolves to its port. */
export function serveHttp(listener: RequestListener, certificate?: Certificate): Promise<number> {
  const server: HttpServer =
    certificate === undefined
      ? createServer(listener)
      : (createTlsServer(certificate, listener) as unknown as HttpServer);
  return listen(server, () => server.closeAllConnections());
}

/** A TCP server; resolves to its port. */
export function serveTcp(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: Server | HttpServer, end: () => void): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    end();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
