// The storage outside of the stack, asked for nothing but an answer. Talks HTTP.

import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { StorageFacts } from '../../doctor/facts.ts';

/** Sends HEAD without credentials: any answer will do, and its date tells the clock. */
export async function readStorage(
  endpoint: string | undefined,
  now: () => Date,
  withinMs: number,
): Promise<StorageFacts | undefined> {
  if (endpoint === undefined) return undefined;
  const shown = endpoint.replace(/\/\/[^/@]*@/, '//');
  try {
    const sent = now().getTime();
    const date = await askDate(new URL(endpoint), withinMs);
    // The header has whole seconds, cut off: half a second is the fairest guess.
    const middle = (sent + now().getTime()) / 2;
    const server = date === undefined ? Number.NaN : Date.parse(date) + 500;
    const skew = Number.isNaN(server) ? undefined : Math.round((server - middle) / 1000) || 0;
    return { endpoint: shown, ...(skew !== undefined && { skewSeconds: skew }) };
  } catch (error) {
    return { endpoint: shown, problem: reason(error as NodeJS.ErrnoException, withinMs) };
  }
}

function askDate(url: URL, withinMs: number): Promise<string | undefined> {
  const isTls = url.protocol === 'https:';
  const options = {
    method: 'HEAD',
    signal: AbortSignal.timeout(withinMs),
    agent: false as const,
    // Whom to trust is what smoke storage check is for; nothing secret is sent here.
    ...(isTls && { rejectUnauthorized: false }),
  };
  return new Promise((resolve, reject) => {
    const asked = (isTls ? requestTls : requestPlain)(url, options, (answer) => {
      answer.resume();
      resolve(answer.headers.date);
      asked.destroy();
    });
    asked.once('error', reject).end();
  });
}

function reason({ code, message }: NodeJS.ErrnoException, withinMs: number): string {
  if (code === 'ENOTFOUND') return 'no such host is known';
  if (code === 'EAI_AGAIN') return 'the name of the host cannot be looked up';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ABORT_ERR') return `no answer in ${withinMs / 1000} s`;
  return message || String(code);
}
