// Probe: a port takes connections. Talks TCP.

import { connect } from 'node:net';
import type { Probe } from '../stack/manifest.ts';
import { explainConnection } from './connection.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';

type TcpProbe = Extract<Probe, { kind: 'tcp' }>;

// An engine's port forwarder takes the connection itself, and hangs up when nobody listens in the container.
const settleMs = 50;

/** Connects and hangs up; nothing is sent. */
export async function probeTcp(
  probe: TcpProbe,
  _context: ProbeContext,
  attempt: Attempt,
): Promise<ProbeOutcome> {
  const where = `${probe.host}:${probe.port}`;
  try {
    await connectAndSettle(probe, attempt);
    return { state: 'ready', detail: `${where} takes connections` };
  } catch (error) {
    const problem = explainConnection(error);
    if (problem === undefined) throw error;
    const detail = `${where}: ${problem.text}`;
    return problem.passing ? { state: 'waiting', detail } : { state: 'fatal', detail };
  }
}

async function connectAndSettle({ host, port }: TcpProbe, { signal, timeoutMs }: Attempt): Promise<void> {
  const socket = connect({ host, port, signal, timeout: timeoutMs });
  let settled: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (code: string) => reject(Object.assign(new Error(code), { code }));
      socket.on('connect', () => {
        settled = setTimeout(resolve, settleMs);
      });
      socket.on('timeout', () => fail('ETIMEDOUT'));
      socket.on('error', reject);
      socket.on('close', () => fail('ECONNRESET'));
      // A server that speaks first is there; reading also shows a connection that ends.
      socket.on('data', () => resolve());
    });
  } finally {
    clearTimeout(settled);
    socket.destroy();
  }
}
