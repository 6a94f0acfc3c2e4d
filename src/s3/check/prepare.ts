// A request as it goes over the wire: address, signature, body.

import type { S3Connection } from '../../stack/manifest.ts';
import { addressOf, encodeQuery } from './address.ts';
import { type Signer, sha256, signHeaders, signQuery, type Unsigned } from './signing.ts';
import type { Ask } from './wire.ts';

/** Everything that is sent. */
export interface Prepared {
  readonly request: Unsigned;
  readonly headers: Readonly<Record<string, string>>;
  readonly target: string;
  readonly body: Buffer | undefined;
  readonly connectTo: string;
  /** Making a bucket or an upload twice would make two: such a request gets a connection of its own. */
  readonly isOnce: boolean;
}

/** Addresses, signs and writes a request. */
export async function prepare(connection: S3Connection, ask: Ask): Promise<Prepared> {
  const address = addressOf(connection.endpoint, { ...ask, pathStyle: connection.pathStyle });
  const given = typeof ask.body === 'string' ? Buffer.from(ask.body) : ask.body;
  const plainBody = typeof given === 'function' ? undefined : given;
  const request: Unsigned = {
    ...address,
    method: ask.method ?? 'GET',
    query: ask.query ?? {},
    headers: { host: address.host, ...ask.headers },
    body: plainBody,
  };
  const signer: Signer = { ...connection, date: new Date(Date.now() + (ask.clockShiftMs ?? 0)) };
  const { headers, query } = await signAs(ask.sign ?? 'headers', request, signer);
  return {
    request,
    headers,
    target: `${address.path}${encodeQuery(query)}`,
    body: typeof given === 'function' ? given(headers, signer) : given,
    isOnce: request.method === 'POST' || (request.method === 'PUT' && ask.key === undefined),
    connectTo: ask.atEndpoint ? new URL(connection.endpoint).hostname : address.hostname,
  };
}

async function signAs(how: NonNullable<Ask['sign']>, request: Unsigned, signer: Signer) {
  const { headers, query, body } = request;
  if (how === 'none') return { headers, query };
  if (how === 'headers') {
    const hash = headers['x-amz-content-sha256'] ?? sha256(body ?? '');
    const hashed = { ...request, headers: { ...headers, 'x-amz-content-sha256': hash } };
    return { headers: await signHeaders(hashed, signer), query };
  }
  const signed = await signQuery(request, signer);
  const signature = signed['X-Amz-Signature'] ?? '';
  const other = `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`;
  return {
    headers,
    query: how === 'query' ? signed : { ...signed, 'X-Amz-Signature': other },
  };
}
