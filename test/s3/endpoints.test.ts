// The endpoint itself is wrong: the check tells what is there instead, and what to write.

import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../unit/temporary-folder.ts';
import { authority, makeCertificate } from './certificates.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { cannotStart, startServers, stopServers } from './servers/all.ts';
import { freePorts } from './servers/child.ts';
import { garage } from './servers/garage.ts';
import type { S3Server } from './servers/server.ts';
import { checkStorage } from './smoke.ts';
import { mustTellInWords } from './told.ts';

describe.skipIf(cannotStart('endpoints of storages', [garage]))('storage check of a wrong endpoint', () => {
  let servers: readonly S3Server[] = [];
  const server = (): S3Server => {
    const [first] = servers;
    if (first === undefined) throw new Error('no server runs');
    return first;
  };
  beforeAll(async () => {
    servers = await startServers([garage]);
  });
  afterAll(() => stopServers(servers));

  it('finds the region of a real server that insists on its own, and takes it when none was set', async () => {
    const strict = server();
    const wrong = await checkStorage(strict, { env: { S3_REGION: 'us-east-1' } });
    expect(wrong.exitCode).toBe(4);
    mustTellInWords(
      wrong,
      { kind: 'region', words: /garage/, settings: { S3_REGION: 'garage' } },
      server().secretAccessKey,
    );
    const open = await checkStorage(strict, { env: { S3_REGION: '' } });
    expect([open.exitCode, open.report.region]).toEqual([0, 'garage']);
  });

  it.each([
    ['a name that nobody knows', 'http://no-such-host.invalid', /name|host/],
    ['the address of a bucket', 'bucket', /bucket/],
    ['https where nobody speaks TLS', 'https', /TLS|http:/],
  ])('tells that the endpoint is %s', async (_, kind, words) => {
    const { endpoint } = server();
    const wrong =
      { bucket: `${endpoint}/recordings`, https: endpoint.replace('http:', 'https:') }[kind] ?? kind;
    const checked = await checkStorage({ ...server(), endpoint: wrong });
    expect(checked.exitCode).toBe(4);
    mustTellInWords(checked, { words }, server().secretAccessKey);
  });

  it('tells that nobody listens there', async () => {
    const [port] = await freePorts(1);
    const checked = await checkStorage({ ...server(), endpoint: `http://127.0.0.1:${port}` });
    expect(checked.exitCode).toBe(4);
    mustTellInWords(
      checked,
      { kind: 'connection', words: /refused|nobody|nothing/ },
      server().secretAccessKey,
    );
  });

  it('tells that the server speaks TLS where http was asked for', async () => {
    const proxy = await startFaultProxy(server(), { tls: makeCertificate() });
    onTestFinished(() => proxy.stop());
    const checked = await checkStorage({
      ...server(),
      endpoint: proxy.endpoint.replace('https:', 'http:'),
    });
    expect(checked.exitCode).toBe(4);
    mustTellInWords(checked, { words: /https:/ }, server().secretAccessKey);
  });

  it('tells that something listens there that does not speak HTTP', async () => {
    const mute = createServer((socket) =>
      socket.end('220 mail.example.net ESMTP\r\n').on('error', () => undefined),
    );
    onTestFinished(() => void mute.close());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const checked = await checkStorage({ ...server(), endpoint: `http://127.0.0.1:${port}` });
    expect(checked.exitCode).toBe(4);
    mustTellInWords(checked, { words: /HTTP/ }, server().secretAccessKey);
  });
  it('trusts an authority that is named with --ca', async () => {
    const proxy = await startFaultProxy(server(), { tls: makeCertificate() });
    onTestFinished(() => proxy.stop());
    const file = join(temporaryFolder({ 'ca.pem': authority }), 'ca.pem');
    const checked = await checkStorage({ ...server(), endpoint: proxy.endpoint }, { words: ['--ca', file] });
    expect([checked.exitCode, checked.report.problem]).toEqual([0, undefined]);
  });
});
