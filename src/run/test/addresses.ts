// Every URL of a stack, asked as a browser would ask: it answers as it should, and to nobody without the login.

import { explainConnection } from '../../probes/connection.ts';
import { exchange, exchangeAndFollow } from '../../probes/exchange.ts';
import type { ProbeContext, ProbeOutcome } from '../../probes/outcome.ts';
import { waitUntilReady } from '../../probes/wait.ts';
import type { StackUrl } from '../../stack/manifest.ts';
import type { CheckOutcome, Checks } from './checks.ts';

const patienceMs = 15_000;
const attemptMs = 20_000;
const refusals = [401, 403];

/** Checks them all, at once. */
export async function checkAddresses(
  urls: readonly StackUrl[],
  context: ProbeContext,
  checks: Checks,
  signal: AbortSignal,
): Promise<void> {
  const subject = (name: string, { service }: StackUrl) => ({ group: 'addresses' as const, name, service });
  await Promise.all(
    urls.flatMap((url) => {
      const isGuarded = url.login === true;
      const answers = checks.make(subject(`${url.name} answers at ${url.url}`, url), () =>
        patiently((limits) => askOnce(url, context, limits), signal),
      );
      if (!isGuarded) return [answers];
      const refuses = checks.make(subject(`${url.name} refuses without a login`, url), () =>
        patiently((limits) => askAsStranger(url, context, limits), signal),
      );
      return [answers, refuses];
    }),
  );
}

type Limits = { readonly signal: AbortSignal; readonly timeoutMs: number };

async function patiently(
  attempt: (limits: Limits) => Promise<ProbeOutcome>,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const { outcome } = await waitUntilReady(
    ({ signal: until }) => {
      const limited = AbortSignal.any([until, AbortSignal.timeout(attemptMs)]);
      return attempt({ signal: limited, timeoutMs: attemptMs }).catch(explained);
    },
    { timeoutMs: patienceMs, signal },
  );
  if (outcome.state === 'ready') return { state: 'passed', detail: outcome.detail };
  if (outcome.state === 'skipped') return { state: 'skipped', detail: outcome.reason };
  return { state: 'failed', detail: outcome.detail };
}

async function askOnce(
  { url, status, login: isGuarded }: StackUrl,
  { ca, login }: ProbeContext,
  limits: Limits,
): Promise<ProbeOutcome> {
  if (isGuarded && login === undefined)
    return { state: 'skipped', reason: 'the login of this stack is not known here' };
  const auth = isGuarded && login ? `${login.user}:${login.password}` : undefined;
  const headers = { accept: 'text/html, */*' };
  const answer = await exchangeAndFollow(new URL(url), { ...limits, ca, auth, headers });
  const isAsExpected = status === undefined ? answer.status < 500 : answer.status === status;
  if (isAsExpected) return { state: 'ready', detail: String(answer.status) };
  const expected = status ?? 'less than 500';
  return { state: 'waiting', detail: `${url} answered ${answer.status}, expected ${expected}` };
}

async function askAsStranger({ url }: StackUrl, { ca }: ProbeContext, limits: Limits): Promise<ProbeOutcome> {
  const answer = await exchange(new URL(url), { ...limits, ca });
  if (refusals.includes(answer.status)) return { state: 'ready', detail: String(answer.status) };
  return {
    state: 'waiting',
    detail: `${url} answered ${answer.status} to somebody who did not log in, expected ${refusals.join(' or ')}`,
  };
}

function explained(error: unknown): ProbeOutcome {
  const problem = explainConnection(error);
  if (problem === undefined) throw error;
  return { state: 'waiting', detail: problem.text };
}
