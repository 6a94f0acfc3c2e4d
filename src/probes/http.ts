// Probe: a URL answers with the expected status. Talks HTTP and HTTPS.

import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Probe } from '../stack/manifest.ts';
import { explainConnection } from './connection.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';
import { explainServerCertificate } from './tls.ts';
import { trustContext } from './trust.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

const maxBodyBytes = 64 * 1024;

/** Sends one request and compares the status; redirects are not followed. */
export async function probeHttp(
  probe: HttpProbe,
  context: ProbeContext,
  attempt: Attempt,
): Promise<ProbeOutcome> {
  if (probe.login && context.login === undefined) {
    return { state: 'skipped', reason: 'the login of this stack is not known here' };
  }
  const url = new URL(probe.url);
  const expected = probe.status ?? 200;
  try {
    const startedAt = performance.now();
    const status = await requestStatus(probe, url, context, attempt);
    if (status === expected) {
      return { state: 'ready', detail: `${status} in ${Math.round(performance.now() - startedAt)} ms` };
    }
    const detail = `${probe.url} answered ${status}, expected ${expected}`;
    if (probe.login && (status === 401 || status === 403)) {
      return {
        state: 'fatal',
        detail,
        hint: 'the server does not accept the user and password of this stack',
      };
    }
    return { state: 'waiting', detail };
  } catch (error) {
    return explainFailure(error, url, context, attempt);
  }
}

async function requestStatus(
  probe: HttpProbe,
  url: URL,
  context: ProbeContext,
  attempt: Attempt,
): Promise<number> {
  const secureContext = trustContext(context.ca);
  const { login } = context;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestTls : requestPlain;
    const request = send(url, {
      method: probe.method ?? 'GET',
      // A connection of its own: one kept from before says nothing about the server now.
      agent: false,
      signal: attempt.signal,
      timeout: attempt.timeoutMs,
      headers: { accept: 'application/json, */*' },
      ...(probe.login && login !== undefined ? { auth: `${login.user}:${login.password}` } : {}),
      ...(secureContext === undefined ? {} : { secureContext }),
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.on('response', resolve);
    request.on('error', reject);
    request.end();
  });
  await drain(response);
  return response.statusCode ?? 0;
}

// The answer counts when it came whole, or was larger than anyone wants to read.
async function drain(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) break;
  }
}

async function explainFailure(
  error: unknown,
  url: URL,
  context: ProbeContext,
  attempt: Attempt,
): Promise<ProbeOutcome> {
  const problem = explainConnection(error);
  if (problem === undefined) throw error;
  const detail = `${url.origin}: ${problem.text}`;
  if (problem.passing) return { state: 'waiting', detail };
  if (problem.kind !== 'certificate') return { state: 'fatal', detail };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const seen = await explainServerCertificate(
    { host, port: Number(url.port || 443) },
    context.ca,
    attempt,
  ).catch(
    // The second look is for better words only.
    () => undefined,
  );
  return { state: 'fatal', detail, ...seen };
}
