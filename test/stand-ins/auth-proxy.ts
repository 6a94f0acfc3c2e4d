// A stand-in for oauth2-proxy where its image cannot be had: the alpha configuration, the htpasswd file, Basic
// credentials on any request, the certificate from the volume. Run as `node stand-in.cjs --alpha-config=FILE`.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { parseArgs } from 'node:util';
import { compare } from 'bcryptjs';
import { forward, route } from './auth-proxy/forward.ts';
import { type ProxySettings, readProxySettings } from './auth-proxy/settings.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'alpha-config': { type: 'string' } } });
  const file = values['alpha-config'];
  if (file === undefined) throw new Error('expected --alpha-config=FILE');
  const settings = readProxySettings(file, process.env);
  // bcrypt is slow by design: a password that was right once is remembered for the life of the process.
  const known = new Set<string>();
  const handler = (request: IncomingMessage, response: ServerResponse) =>
    void handle(settings, known, request, response);
  for (const { host, port, tls } of settings.listeners) {
    const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
    server.listen(port, host);
    await once(server, 'listening');
    console.log(
      `auth proxy stand-in listens on ${tls === undefined ? 'http' : 'https'}://${host ?? '*'}:${port}`,
    );
  }
  const stop = () => process.exit(0);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function handle(
  settings: ProxySettings,
  known: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? '/';
  const path = url.split('?', 1)[0] ?? '/';
  if (path === '/ping' || path === '/ready') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('OK');
    return;
  }
  if (!mayPass(settings, request.method ?? 'GET', path) && !(await isLoggedIn(settings, known, request))) {
    request.resume();
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"Unauthorized"}');
    return;
  }
  const found = route(settings.upstreams, url);
  if (found === undefined) response.writeHead(404).end();
  else forward(found.upstream, found.url, request, response, settings.authorities);
}

function mayPass(settings: ProxySettings, method: string, path: string): boolean {
  return settings.skipRoutes.some((skip) => (skip.method ?? method) === method && skip.path.test(path));
}

async function isLoggedIn(
  settings: ProxySettings,
  known: Set<string>,
  request: IncomingMessage,
): Promise<boolean> {
  const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return false;
  if (known.has(encoded)) return true;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const hash = settings.hashes.get(user);
  if (hash === undefined || !(await compare(password.join(':'), hash))) return false;
  known.add(encoded);
  return true;
}

main().catch((error: unknown) => {
  console.error(
    `auth proxy stand-in cannot start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
});
