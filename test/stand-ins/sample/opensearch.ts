// OpenSearch's port with its password, over TLS with a certificate that it makes itself, and how dashboards ask it.

import { createServer, request, type ServerOptions } from 'node:https';
import forge from 'node-forge';
import { listen } from './listeners.ts';
import type { Dashboards } from './settings.ts';

/** Answers with 200 to the administrator, and with 401 to everybody else. */
export async function serveSearch({ password }: { readonly password: string }): Promise<void> {
  const expected = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  const server = createServer(selfSigned(), (incoming, response) => {
    incoming.resume();
    const status = incoming.headers.authorization === expected ? 200 : 401;
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await listen(server, 9200);
}

/** Whether OpenSearch takes the user and the password. Its certificate is not looked at, as in the published configuration. */
export async function explainSearch({ url, user, password }: Dashboards): Promise<string | undefined> {
  const options = { auth: `${user}:${password}`, rejectUnauthorized: false, agent: false };
  const status = await new Promise<number | string>((resolve) => {
    const sent = request(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', (error) => resolve(error.message));
    sent.end();
  });
  if (status === 401) throw new Error(`${url.href} does not take the password`);
  return status === 200 ? undefined : `no OpenSearch: ${status}`;
}

function selfSigned(): ServerOptions {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  const name = [{ name: 'commonName', value: 'opensearch-node' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return { key: forge.pki.privateKeyToPem(keys.privateKey), cert: forge.pki.certificateToPem(certificate) };
}
