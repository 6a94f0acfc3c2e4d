// Probe: a server shows a certificate that is trusted, is for its host, and lasts. Talks TLS.

import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import type { Probe } from '../stack/manifest.ts';
import { explainCertificate, explainConnection } from './connection.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';
import { trustContext } from './trust.ts';

type TlsProbe = Extract<Probe, { kind: 'tls' }>;

/** Shakes hands and looks at the certificate; nothing is sent. */
export async function probeTls(
  probe: TlsProbe,
  context: ProbeContext,
  attempt: Attempt,
): Promise<ProbeOutcome> {
  const name = probe.serverName ?? probe.host;
  try {
    const { problem, certificate } = await shakeHands({ ...probe, name }, context.ca, attempt);
    if (problem === undefined) return { state: 'ready', detail: describeCertificate(certificate) };
    return {
      state: 'fatal',
      detail: describeProblem(problem, name, certificate),
      hint: certificateHint(problem),
    };
  } catch (error) {
    const problem = explainConnection(error);
    if (problem === undefined) throw error;
    const detail = `${probe.host}:${probe.port}: ${problem.text}`;
    return problem.passing ? { state: 'waiting', detail } : { state: 'fatal', detail };
  }
}

/** Why the certificate that a server shows is not accepted, in words, with what it says about itself. */
export async function explainServerCertificate(
  at: { readonly host: string; readonly port: number },
  ca: string | undefined,
  attempt: Attempt,
): Promise<{ detail: string; hint: string } | undefined> {
  const { problem, certificate } = await shakeHands({ ...at, name: at.host }, ca, attempt);
  if (problem === undefined) return undefined;
  return { detail: describeProblem(problem, at.host, certificate), hint: certificateHint(problem) };
}

interface Handshake {
  /** OpenSSL's or Node's code; undefined when all is well. */
  readonly problem: string | undefined;
  readonly certificate: PeerCertificate;
}

function shakeHands(
  { host, port, name }: { readonly host: string; readonly port: number; readonly name: string },
  ca: string | undefined,
  { signal, timeoutMs }: Attempt,
): Promise<Handshake> {
  const { promise, resolve, reject } = promiseParts<Handshake>();
  const secureContext = trustContext(ca);
  const socket = connect({
    host,
    port,
    ...(secureContext === undefined ? {} : { secureContext }),
    ...(isIP(name) === 0 ? { servername: name } : {}),
    // Refusing would hide the certificate; what is wrong with it is read from the socket.
    rejectUnauthorized: false,
    timeout: timeoutMs,
  });
  const stop = () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  socket.on('timeout', stop);
  socket.on('error', reject);
  socket.on('close', () => {
    signal.removeEventListener('abort', stop);
    reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
  });
  socket.on('secureConnect', () => {
    // A code string at run time, whatever the type says.
    const code: unknown = socket.authorizationError;
    resolve({
      problem: socket.authorized ? undefined : String(code),
      certificate: socket.getPeerCertificate(),
    });
    socket.destroy();
  });
  return promise;
}

function describeCertificate(certificate: PeerCertificate): string {
  const until = new Date(certificate.valid_to);
  const days = Math.floor((until.getTime() - Date.now()) / 86_400_000);
  return `CN=${certificate.subject?.CN ?? '?'}, valid until ${isoDay(until)} (${days} days)`;
}

function describeProblem(code: string, name: string, certificate: PeerCertificate): string {
  const text = explainCertificate(code) ?? `the certificate is not accepted (${code})`;
  const names = certificate.subjectaltname ?? `CN=${certificate.subject?.CN ?? '?'}`;
  const about: Readonly<Record<string, string>> = {
    ERR_TLS_CERT_ALTNAME_INVALID: `expected ${name}, it has ${names}`,
    CERT_HAS_EXPIRED: `it ended on ${isoDay(new Date(certificate.valid_to))}`,
    CERT_NOT_YET_VALID: `it begins on ${isoDay(new Date(certificate.valid_from))}`,
  };
  return `${name}: ${text}: ${about[code] ?? `issued by CN=${certificate.issuer?.CN ?? '?'} for ${names}`}`;
}

function certificateHint(code: string): string {
  if (code === 'CERT_NOT_YET_VALID')
    return 'compare this machine’s clock with the one that made the certificate';
  if (code === 'CERT_HAS_EXPIRED')
    return 'renew the certificate; those of smoke’s own are renewed by the next smoke up';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'use a host name that the certificate is for';
  return 'is another server on this port, or a stack with another identity?';
}

function isoDay(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);
}

function promiseParts<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
