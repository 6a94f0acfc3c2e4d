// Signs requests as S3 wants it: AWS Signature Version 4, path taken as it is. Pure but for the clock that it is given.

import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { S3Connection } from '../../stack/manifest.ts';

/** A request before it is signed. */
export interface Unsigned {
  readonly method: string;
  readonly hostname: string;
  readonly port: string;
  readonly protocol: string;
  /** Already encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** Who signs, for which region, and when. */
export type Signer = Pick<S3Connection, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'region'> & {
  readonly date: Date;
};

/** The headers of the signed request. */
export async function signHeaders(request: Unsigned, signer: Signer): Promise<Record<string, string>> {
  const signed = await signatureFor(signer).sign(mutable(request), { signingDate: signer.date });
  return signed.headers;
}

/** The query of the presigned request, good for a minute. */
export async function signQuery(request: Unsigned, signer: Signer): Promise<Record<string, string>> {
  const payload = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const unsigned = mutable({ ...request, headers: { ...request.headers, ...payload } });
  const signed = await signatureFor(signer).presign(unsigned, { expiresIn: 60, signingDate: signer.date });
  return signed.query as Record<string, string>;
}

/** Signs the chunks of a body one after the other, each with the signature before it (aws-chunked). */
export function chunkSigner(
  headers: Readonly<Record<string, string>>,
  signer: Signer,
): (kind: 'PAYLOAD' | 'TRAILER', content: Buffer) => string {
  const date = headers['x-amz-date'] ?? '';
  let before = /Signature=([0-9a-f]+)/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const scope = `${date.slice(0, 8)}/${signer.region}/s3/aws4_request`;
  const steps = [date.slice(0, 8), signer.region, 's3', 'aws4_request'];
  const start: Buffer = Buffer.from(`AWS4${signer.secretAccessKey}`);
  const key = steps.reduce((known, step) => createHmac('sha256', known).update(step).digest(), start);
  return (kind, content) => {
    const hashes = kind === 'PAYLOAD' ? [sha256(''), sha256(content)] : [sha256(content)];
    const text = [`AWS4-HMAC-SHA256-${kind}`, date, scope, before, ...hashes].join('\n');
    before = createHmac('sha256', key).update(text).digest('hex');
    return before;
  };
}

/** In hexadecimal. */
export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function signatureFor({ accessKeyId, secretAccessKey, sessionToken, region }: Signer): SignatureV4 {
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service: 's3',
    sha256: Sha256,
    // S3 alone takes the path as it stands in the request.
    uriEscapePath: false,
  });
}

function mutable({ port, ...request }: Unsigned) {
  return {
    ...request,
    ...(port === '' ? {} : { port: Number(port) }),
    query: { ...request.query },
    headers: { ...request.headers },
  };
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

// The shape in which the signer wants its hash.
class Sha256 {
  readonly #key: Buffer | undefined;
  #hash: Hash | Hmac;

  constructor(key?: Bytes) {
    this.#key = key === undefined ? undefined : toBuffer(key);
    this.#hash = this.#start();
  }

  update(content: Bytes): void {
    this.#hash.update(toBuffer(content));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start(): Hash | Hmac {
    return this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key);
  }
}

function toBuffer(content: Bytes): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return ArrayBuffer.isView(content)
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content);
}

/** In base64, as Content-MD5 wants it. */
export function md5(content: Buffer | string): string {
  return createHash('md5').update(content).digest('base64');
}
