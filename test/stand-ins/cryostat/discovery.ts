// Agents that registered: each is called back before it is taken. Talks HTTP and HTTPS.

import { randomUUID } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { rootCertificates } from 'node:tls';

/** An agent as the API lists it. */
export interface Plugin {
  readonly id: string;
  readonly realm: string;
  readonly callback: string;
}

/** The agents that Cryostat knows. */
export interface Discovery {
  /** Takes an agent that answers at its callback; the reason why not, otherwise. */
  register(realm: unknown, callback: unknown): Promise<Plugin | string>;
  plugins(): readonly Plugin[];
}

const timeoutMs = 5000;

/** Trusts callbacks by the certificates of the truststore. With `tlsRequired`, plain ones are refused. */
export function openDiscovery(truststore: readonly string[], tlsRequired: boolean): Discovery {
  const known = new Map<string, Plugin>();
  return {
    async register(realm, callback) {
      if (typeof realm !== 'string' || typeof callback !== 'string' || !URL.canParse(callback)) {
        return 'realm and callback are needed';
      }
      const url = new URL(callback);
      if (tlsRequired && url.protocol !== 'https:') return `${callback} is without TLS`;
      const problem = await explainCallback(url, truststore);
      if (problem !== undefined) return `${callback}: ${problem}`;
      const plugin = { id: randomUUID(), realm, callback };
      known.set(callback, plugin);
      return plugin;
    },
    plugins: () => [...known.values()],
  };
}

async function explainCallback(url: URL, truststore: readonly string[]): Promise<string | undefined> {
  const send = url.protocol === 'https:' ? requestTls : requestPlain;
  const options = { agent: false, timeout: timeoutMs, ca: [...rootCertificates, ...truststore] };
  return new Promise((resolve) => {
    const request = send(url, options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 300 ? undefined : `answered ${status}`);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error) => resolve(error.message));
    request.end();
  });
}
