// Whether a port is free: by taking it for a moment. Opens sockets.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Whether something could listen there. An address that this machine does not have says nothing, and passes. */
export async function isFree(
  port: number,
  address: string | undefined,
  protocol: string | undefined,
): Promise<boolean> {
  const host = address ?? '0.0.0.0';
  try {
    await (protocol === 'udp' ? bindUdp(port, host) : bindTcp(port, host));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL';
  }
}

function bindTcp(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}

function bindUdp(port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', reject);
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve()));
  });
}
