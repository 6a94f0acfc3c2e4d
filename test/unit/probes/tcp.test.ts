import { describe, expect, it } from 'vitest';
import { runProbe } from '../../../src/probes/probe.ts';
import { closedPort, serveTcp } from './servers.ts';

function probe(port: number, host = '127.0.0.1') {
  return runProbe({ kind: 'tcp', name: 'x', host, port }, {}, { signal: new AbortController().signal });
}

describe('a tcp probe', () => {
  it.each([
    ['waits to be spoken to', () => {}],
    ['speaks first', (socket: { write(text: string): unknown }) => void socket.write('220 ready')],
  ])('is ready when the server %s', async (_, onConnection) => {
    expect(await probe(await serveTcp(onConnection))).toMatchObject({ state: 'ready' });
  });

  it('waits when the port forwarder hangs up at once', async () => {
    const port = await serveTcp((socket) => void setTimeout(() => socket.end(), 10));
    expect(await probe(port)).toEqual({
      state: 'waiting',
      detail: `127.0.0.1:${port}: connection closed by the server`,
    });
  });

  it('waits where nobody listens', async () => {
    const port = await closedPort();
    expect(await probe(port)).toEqual({ state: 'waiting', detail: `127.0.0.1:${port}: connection refused` });
  });
});
