// Whether anything answers at an address. Talks HTTP and HTTPS.

import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { explainConnection } from './connection.ts';
import { trustContext } from './trust.ts';

/** What an address needs to be asked. */
export interface Asking {
  /** PEM of the stack's CA. */
  readonly ca?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks once; undefined when something answers that is not broken (a status below 500), else what is wrong. */
export async function whyNoAnswer(
  url: string,
  { ca, timeoutMs, signal }: Asking,
): Promise<string | undefined> {
  const secureContext = trustContext(ca);
  const limits = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const send = url.startsWith('https:') ? requestTls : requestPlain;
      const read = (response: IncomingMessage): void => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      };
      send(url, { agent: false, signal: limits, ...(secureContext && { secureContext }) })
        .once('response', read)
        .once('error', reject)
        .end();
    });
    return status < 500 ? undefined : `it answers ${status}`;
  } catch (error) {
    return explainConnection(error)?.text ?? (error as Error).message;
  }
}
