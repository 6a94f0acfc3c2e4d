import { describe, expect, it } from 'vitest';
import { runProbe } from '../../../src/probes/probe.ts';
import { proveStorage } from '../../../src/s3/proof.ts';
import type { S3Connection } from '../../../src/stack/manifest.ts';
import { makeAuthority, makeCertificate } from '../probes/certificates.ts';
import { closedPort, serveHttp, serveTcp } from '../probes/servers.ts';
import { type Fault, startLoopbackS3 } from './loopback-s3.ts';

const probe = { kind: 's3', name: 'S3 answers with our key' } as const;

function prove(
  s3: S3Connection,
  more: { buckets?: string[]; ca?: string; signal?: AbortSignal; timeoutMs?: number } = {},
) {
  const { signal = new AbortController().signal, timeoutMs = 2_000, ...context } = more;
  return runProbe(probe, { s3, ...context }, { signal, timeoutMs });
}

const denied: Fault = { status: 403, code: 'AccessDenied' };
const on = (request: string, fault: Fault) => (line: string) => (line === request ? fault : undefined);

describe('the proof of an S3 server', () => {
  it('puts, heads, gets and deletes an object in a bucket of its own, and removes the bucket', async () => {
    const { connection, buckets, log } = await startLoopbackS3(['archives']);
    expect(await prove(connection, { buckets: ['archives'] })).toMatchObject({ state: 'ready' });
    const object = 'smoke-*/smoke/probe';
    const bucket = 'smoke-*';
    expect(log).toEqual([
      `PUT ${bucket}`,
      `PUT ${object}`,
      `HEAD ${object}`,
      `GET ${object}`,
      `DELETE ${object}`,
      `DELETE ${bucket}`,
    ]);
    expect([...buckets.keys()]).toEqual(['archives']);
  });

  it('takes a name below smoke/ in a given bucket where it may not create one, and removes it', async () => {
    const { connection, buckets, log } = await startLoopbackS3(['archives'], on('PUT smoke-*', denied));
    const outcome = await prove(connection, { buckets: ['missing', 'archives'] });
    expect(outcome).toMatchObject({ state: 'ready' });
    expect(log.slice(1)).toEqual([
      'PUT missing/smoke/*',
      ...['PUT', 'HEAD', 'GET', 'DELETE'].map((method) => `${method} archives/smoke/*`),
    ]);
    expect(buckets.get('archives')?.size).toBe(0);
  });

  it('is fatal when there is no bucket to write to', async () => {
    const { connection } = await startLoopbackS3([], on('PUT smoke-*', denied));
    const outcome = await prove(connection, { buckets: ['archives'] });
    expect(outcome).toMatchObject({
      state: 'fatal',
      hint: 'create the buckets, or allow the key to create buckets',
    });
  });

  it('names the bucket it may not write to', async () => {
    const faults = (line: string) => (line.startsWith('PUT') ? denied : undefined);
    const { connection } = await startLoopbackS3(['archives'], faults);
    const outcome = await prove(connection, { buckets: ['archives'] });
    expect(outcome).toMatchObject({
      state: 'fatal',
      detail: expect.stringContaining('writing to bucket archives'),
    });
  });

  it('deletes the version it wrote where the bucket keeps versions', async () => {
    const versions: (string | null)[] = [];
    const port = await serveHttp((request, response) => {
      const url = new URL(request.url ?? '/', 'http://s3');
      if (request.method === 'DELETE' && url.pathname.includes('/smoke/'))
        versions.push(url.searchParams.get('versionId'));
      request.resume();
      response.writeHead(request.method === 'PUT' ? 200 : 204, { 'x-amz-version-id': 'v7' }).end();
    });
    await prove({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'r',
      pathStyle: true,
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
    expect(versions).toEqual(['v7']);
  });

  it.each([
    ['loses its bytes', 'GET smoke-*/smoke/probe', { status: 200 }, 'other bytes'],
    ['does not delete the object', 'DELETE smoke-*/smoke/probe', denied, 'smoke-'],
    ['does not delete the bucket', 'DELETE smoke-*', denied, 'removing bucket smoke-'],
  ])('is fatal when the server %s', async (_, request, fault, words) => {
    const { connection } = await startLoopbackS3([], on(request, fault));
    const options = { buckets: [], signal: new AbortController().signal, timeoutMs: 2_000, againAfterMs: 10 };
    const outcome = await proveStorage(connection, options);
    expect(outcome).toMatchObject({ state: 'fatal', detail: expect.stringContaining(words) });
  });

  it.each(['PUT smoke-*', 'PUT smoke-*/smoke/probe', 'HEAD smoke-*/smoke/probe', 'GET smoke-*/smoke/probe'])(
    'leaves nothing behind when the server hangs up on %s, having done it',
    async (request) => {
      const { connection, buckets } = await startLoopbackS3([], on(request, { status: 200, hangUp: true }));
      expect(await prove(connection)).toMatchObject({ state: 'waiting' });
      expect(buckets.size).toBe(0);
    },
  );

  it.each(['PUT smoke-*', 'PUT smoke-*/smoke/probe', 'HEAD smoke-*/smoke/probe', 'GET smoke-*/smoke/probe'])(
    'leaves nothing behind when called off during %s',
    async (request) => {
      const controller = new AbortController();
      const { connection, buckets } = await startLoopbackS3([], (line) => {
        if (line === request) controller.abort();
        return undefined;
      });
      await prove(connection, { signal: controller.signal });
      expect(buckets.size).toBe(0);
    },
  );

  it.each([
    ['503', { status: 503, code: 'SlowDown' }],
    ['500', { status: 500, code: 'InternalError' }],
    ['502 of something in front', { status: 502 }],
  ])('waits for a server that answers %s', async (_, fault) => {
    const { connection } = await startLoopbackS3([], () => fault);
    expect(await prove(connection)).toMatchObject({
      state: 'waiting',
      detail: expect.stringContaining('not ready yet'),
    });
  });

  it('waits where nobody listens, and where nobody answers', async () => {
    const { connection } = await startLoopbackS3();
    const refused = { ...connection, endpoint: `http://127.0.0.1:${await closedPort()}` };
    expect(await prove(refused)).toMatchObject({
      state: 'waiting',
      detail: expect.stringContaining('refused'),
    });
    const silent = { ...connection, endpoint: `http://127.0.0.1:${await serveTcp(() => {})}` };
    const outcome = await prove(silent, { timeoutMs: 100 });
    expect(outcome).toMatchObject({ state: 'waiting', detail: expect.stringContaining('no answer in time') });
  });

  it('trusts the CA of the stack, and names what is wrong with a certificate', async () => {
    const authority = makeAuthority();
    const { connection } = await startLoopbackS3();
    const serve = (hosts: string[]) =>
      serveHttp((_, response) => void response.writeHead(503).end(), makeCertificate(authority, { hosts }));
    const good = { ...connection, endpoint: `https://127.0.0.1:${await serve(['127.0.0.1'])}` };
    expect(await prove(good, { ca: authority.cert })).toMatchObject({ state: 'waiting' });
    expect(await prove(good)).toMatchObject({
      state: 'fatal',
      detail: expect.stringContaining('unknown authority'),
    });
    const other = { ...connection, endpoint: `https://127.0.0.1:${await serve(['s3'])}` };
    const detail = expect.stringContaining('expected 127.0.0.1, it has DNS:s3');
    expect(await prove(other, { ca: authority.cert })).toMatchObject({ state: 'fatal', detail });
  });

  it('is fatal when the endpoint is no URL', async () => {
    const { connection } = await startLoopbackS3();
    const outcome = await prove({ ...connection, endpoint: 'localhost' });
    expect(outcome).toMatchObject({
      state: 'fatal',
      detail: expect.stringContaining('not a URL: localhost'),
    });
  });

  it('is skipped without credentials', async () => {
    const limits = { signal: new AbortController().signal };
    expect(await runProbe(probe, {}, limits)).toMatchObject({ state: 'skipped' });
  });
});
