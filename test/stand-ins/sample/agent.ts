// Where Cryostat calls the agent back: plain, or over TLS with the keystore. Opens a port.

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { listen } from './listeners.ts';
import type { AgentSettings } from './settings.ts';

/** Serves the callback on the host and port of the agent; a keystore that does not open ends it. */
export async function serveCallback({ keystore, host, port }: AgentSettings): Promise<void> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    // The real agent wants credentials here that it has told Cryostat before.
    response.writeHead(204).end();
  };
  if (keystore === undefined) return listen(createServer(answer), port, host);
  const pfx = readFileSync(keystore.file);
  // The real agent takes the last character off, whatever it is.
  const passphrase = readFileSync(keystore.passwordFile, 'utf8').slice(0, -1);
  createSecureContext({ pfx, passphrase });
  checkCertificate(keystore.certificateFile);
  await listen(createTlsServer({ pfx, passphrase }, answer), port, host);
}

function checkCertificate(file: string): void {
  try {
    new X509Certificate(readFileSync(file));
  } catch (cause) {
    throw new Error(`${file} is not a certificate`, { cause });
  }
}
