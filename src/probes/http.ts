// Probe: a URL answers with the expected status. Talks HTTP and HTTPS.

import type { Probe } from '../stack/manifest.ts';
import { explainConnection } from './connection.ts';
import { exchange } from './exchange.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';
import { explainServerCertificate } from './tls.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

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
    const { login, ca } = context;
    const auth = probe.login && login ? `${login.user}:${login.password}` : undefined;
    const { status, body } = await exchange(url, { method: probe.method ?? 'GET', ca, auth, ...attempt });
    const { contains } = probe;
    if (status === expected && contains !== undefined && !body.includes(contains))
      return { state: 'waiting', detail: `the answer of ${probe.url} lacks ${contains}` };
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
