// Ports of a sample: its own HTTP, and those that speak something else.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import type { Application } from './settings.ts';

/** Why something the application needs is not there yet; undefined once it is. */
export type Explain = () => Promise<string | undefined>;

const retryMs = 1000;

/** Answers 200 on every path, and 503 with the reason until what it needs is there. */
export async function serveApplication(application: Application, explain?: Explain): Promise<void> {
  let problem = explain && 'starting';
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(problem === undefined ? 200 : 503, { 'content-type': 'text/plain' });
    response.end(problem === undefined ? 'a stand-in\n' : `${problem}\n`);
  });
  await listen(server, application.port, application.host);
  while (explain && problem !== undefined) {
    problem = await explain();
    if (problem !== undefined) await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** Says a line to whoever connects, and ends. */
export function serveText(text: string): Server {
  return createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(text);
  });
}

/** Listens, or throws. */
export async function listen(server: Server, port: number, host = '0.0.0.0'): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
  console.log(`sample stand-in listens on ${host}:${port}`);
}
