import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { prove } from '../../../src/run/prove.ts';
import type { Probe } from '../../../src/stack/manifest.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serverOn(status: number): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
  closers.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = (name: string, url: string): Probe => ({ kind: 'http', name, url });
const run = (probes: readonly Probe[]) =>
  prove(probes, { buckets: [] }, { timeoutMs: 5000, signal: new AbortController().signal });

describe('many probes', () => {
  it('are proved side by side, in their order, without a warning of Node', async () => {
    const url = await serverOn(200);
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', note);
    const names = Array.from({ length: 30 }, (_, index) => `number ${index}`);
    const results = await run(names.map((name) => http(name, url)));
    // Node tells of it after the turn in which it happened.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(results.map(({ name, state }) => `${name} ${state}`)).toEqual(
      names.map((name) => `${name} passed`),
    );
    expect(warnings).toEqual([]);
  });
});
