// One HTTP request with bounds: size, time, and where redirects may lead. Talks to servers.

import { SmokeError } from '../error.ts';
import { explainConnection } from '../probes/connection.ts';
import { version } from '../version.ts';

/** What a server answered, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What bounds requests. */
export interface Bounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Ends everything; its reason is thrown as it is. */
  readonly signal: AbortSignal;
  /** Advice for when a server cannot be reached. */
  readonly aboutProxy?: string | undefined;
}

const maxRedirects = 5;

/** Sends a request and follows redirects, never from https to anything else; refusals are errors in words. */
export async function request(
  url: URL,
  method: 'GET' | 'HEAD',
  headers: Readonly<Record<string, string>>,
  bounds: Bounds,
): Promise<Answer> {
  const inTime = AbortSignal.timeout(bounds.timeoutMs);
  const signal = AbortSignal.any([bounds.signal, inTime]);
  let from = url;
  let sent: Readonly<Record<string, string>> = { ...headers, 'user-agent': `smoke/${version}` };
  try {
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const response = await fetch(from, { method, headers: sent, redirect: 'manual', signal });
      const location = response.headers.get('location');
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
        const { status, headers: received } = response;
        return { status, headers: received, body: await readBody(response, from, bounds.maxBytes) };
      }
      await response.body?.cancel();
      const to = redirectTarget(from, location);
      // A token is for the server that asked for it.
      if (to.origin !== from.origin) sent = without(sent, 'authorization');
      from = to;
    }
    throw failed(`${url.host} redirects more than ${maxRedirects} times`);
  } catch (error) {
    if (bounds.signal.aborted) throw bounds.signal.reason;
    if (error instanceof SmokeError) throw error;
    const problem = inTime.aborted ? `no answer in ${bounds.timeoutMs / 1000} s` : reasonOf(error);
    const hint = bounds.aboutProxy === undefined ? {} : { hint: bounds.aboutProxy };
    throw new SmokeError('PROVISION_FAILED', `${from.host}: ${problem}`, { cause: error, ...hint });
  }
}

/** Whether an address is this machine, where a registry may do without TLS. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

async function readBody(response: Response, url: URL, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw failed(`${url.host} answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function redirectTarget(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isAllowed =
    to?.protocol === 'https:' ||
    (to?.protocol === 'http:' && from.protocol === 'http:' && isLoopback(to.hostname));
  if (to && isAllowed && !to.username && !to.password) return to;
  throw failed(
    `${from.host} redirects to ${to ? to.origin : 'what is no address'}, expected an https address`,
  );
}

function without(headers: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** Codes of Node's fetch, which Node's other clients do not have. */
const fetchCodes: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'connection closed by the server',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
};

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const text = fetchCodes[(cause as { code?: string } | undefined)?.code ?? ''];
  return (
    text ?? explainConnection(error)?.text ?? (cause instanceof Error ? cause : (error as Error)).message
  );
}

function failed(problem: string): SmokeError {
  return new SmokeError('PROVISION_FAILED', problem);
}
