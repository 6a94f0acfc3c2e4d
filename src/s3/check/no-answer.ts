// Why a server gave no answer, with a second look where the error alone does not tell.

import { connect } from 'node:tls';
import { explainServerCertificate } from '../../probes/tls.ts';
import type { S3Connection } from '../../stack/manifest.ts';
import { explainS3Error, type S3Problem } from '../explain.ts';
import { tooLong } from './wire.ts';

/** Bounds of the second look. */
interface Look {
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The problem, and settings that would mend it. */
export interface Diagnosis {
  readonly problem: S3Problem;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Explains an error of the first request. */
export async function explainSilence(
  error: unknown,
  connection: S3Connection,
  look: Look,
): Promise<Diagnosis> {
  const url = new URL(connection.endpoint);
  if ((error as NodeJS.ErrnoException).code === tooLong) {
    const text = `${url.host} ${(error as Error).message}, not as an S3 server does`;
    const hint = 'is this the endpoint of the S3 API?';
    return { problem: { kind: 'not-s3', passing: false, text, hint } };
  }
  const problem = explainS3Error(error, connection);
  if (problem.kind === 'certificate') {
    const at = { host: url.hostname, port: Number(url.port || 443) };
    const seen = await explainServerCertificate(at, look.ca, look).catch(() => undefined);
    return {
      problem: seen === undefined ? problem : { ...problem, text: seen.detail, hint: certificateHint(seen) },
    };
  }
  if (/does not speak TLS/.test(problem.text)) {
    const plain = connection.endpoint.replace(/^https:/, 'http:');
    return { problem: { ...problem, hint: `try ${plain}` }, settings: { S3_ENDPOINT: plain } };
  }
  const isCut = /closed|reset|not HTTP|hang up/i.test(problem.text);
  return (isCut ? await explainPlain(connection, look) : undefined) ?? { problem };
}

/** Whether plain HTTP was sent to a server of TLS; undefined when not. */
export async function explainPlain({ endpoint }: S3Connection, look: Look): Promise<Diagnosis | undefined> {
  const url = new URL(endpoint);
  if (url.protocol !== 'http:' || !(await speaksTls(url, look))) return undefined;
  const tls = endpoint.replace(/^http:/, 'https:');
  const text = `${url.host}: the server speaks TLS on this port`;
  return {
    problem: { kind: 'connection', passing: false, text, hint: `try ${tls}` },
    settings: { S3_ENDPOINT: tls },
  };
}

function certificateHint({ detail, hint }: { readonly detail: string; readonly hint: string }): string {
  return /unknown authority|self-signed/.test(detail)
    ? 'give smoke the certificate of the authority that signed it: --ca FILE, or NODE_EXTRA_CA_CERTS=FILE'
    : hint;
}

/** Whether a TLS handshake succeeds there, whatever the certificate. */
export async function speaksTls({ hostname, port }: URL, { timeoutMs, signal }: Look): Promise<boolean> {
  return await new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(port || 80), rejectUnauthorized: false, timeout: timeoutMs });
    const end = (speaks: boolean) => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(speaks);
    };
    const stop = () => end(false);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('secureConnect', () => end(true));
    socket.on('timeout', stop);
    // No TLS there is an answer, too.
    socket.on('error', stop);
    socket.on('close', stop);
  });
}
