import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openJourney } from '../../../src/probes/journey.ts';
import type { Journey } from '../../../src/stack/manifest.ts';
import { type LoopbackS3, startLoopbackS3 } from '../s3/loopback-s3.ts';
import { serveHttp } from './servers.ts';

const signal = new AbortController().signal;
const journey: Omit<Journey, 'url'> = {
  kind: 'journey',
  name: 'a file lies in the bucket',
  service: 'app',
  bucket: 'files',
  values: { key: 'uploads/{name}.bin' },
  steps: [
    { request: 'POST /files', upload: { field: 'file', as: '{name}.bin' } },
    { object: '{key}', is: 'sent' },
  ],
  again: [
    { request: 'GET /files', contains: '{name}.bin' },
    { request: 'GET /files/{key:base64url}', is: 'sent' },
  ],
  cleanup: [
    { request: 'DELETE /files/{key}', status: 204 },
    { object: '{key}', is: 'gone' },
    { request: 'GET /files', lacks: '{name}' },
  ],
};

/** An application that keeps files in the bucket; `odd` may spoil what it does. */
async function startApp(storage: LoopbackS3, odd: (line: string, response: ServerResponse) => boolean) {
  const files = storage.buckets.get('files') ?? new Map<string, Buffer>();
  const seen: { line: string; authorization: string | undefined }[] = [];
  const port = await serveHttp(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    seen.push({ line, authorization: request.headers.authorization });
    const body = await readAll(request);
    if (odd(line, response)) return;
    const key = decodeURIComponent((request.url ?? '').replace('/files/', ''));
    if (request.method === 'POST') {
      const type = { 'content-type': request.headers['content-type'] ?? '' };
      const form = await new Response(new Uint8Array(body), { headers: type }).formData();
      const file = form.get('file') as File;
      files.set(`uploads/${file.name}`, Buffer.from(await file.arrayBuffer()));
      response.end('{}');
    } else if (request.method === 'DELETE') {
      files.delete(key);
      response.writeHead(204).end();
    } else if (request.url === '/files') response.end(JSON.stringify([...files.keys()]));
    else response.end(files.get(Buffer.from(key, 'base64url').toString()));
  });
  return { url: `http://127.0.0.1:${port}`, seen };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function start(
  more: Partial<Journey> = {},
  odd: (line: string, response: ServerResponse) => boolean = () => false,
) {
  const storage = await startLoopbackS3(['files']);
  const app = await startApp(storage, odd);
  const login = { user: 'user', password: 'secret' };
  const open = openJourney({ ...journey, url: app.url, ...more }, { s3: storage.connection, login });
  return { storage, app, open };
}

describe('a journey', () => {
  it('goes through the API into the bucket, back out, and is gone in the end', async () => {
    const { storage, app, open } = await start();
    expect(await open.steps(signal)).toEqual({ state: 'passed', steps: 2 });
    expect([...(storage.buckets.get('files')?.keys() ?? [])]).toEqual([`uploads/${open.name}.bin`]);
    expect(await open.again(signal)).toEqual({ state: 'passed', steps: 2 });
    expect(await open.cleanup(signal)).toEqual({ state: 'passed', steps: 3 });
    expect(storage.buckets.get('files')?.size).toBe(0);
    const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect(new Set(app.seen.map(({ authorization }) => authorization))).toEqual(new Set([basic]));
  });

  it('has another name each time', async () => {
    const [one, other] = [await start(), await start()];
    expect(one.open.name).not.toBe(other.open.name);
    expect(one.open.name).toMatch(/^smoke-[0-9a-f]{12}$/);
  });

  it('fails with the step and the difference when the bytes in the bucket are others', async () => {
    const { storage, open } = await start();
    await open.steps(signal);
    storage.buckets.get('files')?.set(`uploads/${open.name}.bin`, Buffer.from('other'));
    expect(await open.again(signal)).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(
        /^GET \/files\/\w+: 5 bytes came back that are not the 65536 that were sent$/,
      ),
    });
  });

  it.each([
    [
      'a wrong status',
      (_: string, response: ServerResponse) => !!response.writeHead(502).end(),
      'POST /files: answered 502, expected 200',
    ],
    [
      'an API that stores nothing',
      (line: string, response: ServerResponse) => line.startsWith('POST') && !!response.end('{}'),
      'it is not in the bucket files',
    ],
  ])('fails on %s', async (_, odd, detail) => {
    const { open } = await start({}, odd as (line: string, response: ServerResponse) => boolean);
    const outcome = await open.steps(signal);
    expect(outcome).toMatchObject({ state: 'failed', detail: expect.stringContaining(detail) });
  });

  it('fails when what was deleted is still listed', async () => {
    const { open } = await start(
      {},
      (line, response) => line.startsWith('DELETE') && !!response.writeHead(204).end(),
    );
    await open.steps(signal);
    expect(await open.cleanup(signal)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('it is still in the bucket files'),
    });
  });

  it.each([2, 12.5, 30])('looks again for %d seconds after a restart', async (seconds) => {
    let isBack = false;
    const { open } = await start({ again: [{ request: 'GET /files' }] }, (line, response) => {
      if (line !== 'GET /files' || isBack) return false;
      isBack = true;
      return !!response.writeHead(503).end();
    });
    expect(await open.steps(signal)).toMatchObject({ state: 'passed' });
    expect(await open.again(signal, seconds)).toEqual({ state: 'passed', steps: 1 });
  });

  it('waits for what may take a while, and takes values for later steps', async () => {
    let asked = 0;
    const { open, app } = await start(
      {
        steps: [
          {
            request: 'GET /targets',
            take: { id: { field: 'id', where: { url: '//(a|b):' } } },
            // Between the most and the least that one attempt may take: what is left is no whole number.
            within: 15,
          },
          { request: 'POST /targets/{id}/recordings', form: { name: '{name}' }, status: 201 },
        ],
      },
      (line, response) => {
        if (line === 'GET /targets') {
          asked += 1;
          response.end(asked < 3 ? '[]' : '[{"id":1,"url":"http://x:1"},{"id":2,"url":"http://b:1"}]');
        } else response.writeHead(201).end();
        return true;
      },
    );
    expect(await open.steps(signal)).toMatchObject({ state: 'passed' });
    expect(app.seen.at(-1)?.line).toBe('POST /targets/2/recordings');
  });

  it('leaves out of its cleanup what was never made', async () => {
    const cleanup = [{ request: 'DELETE /targets/{id}', status: 204 }];
    const { open, app } = await start({ cleanup });
    expect(await open.cleanup(signal)).toEqual({ state: 'passed', steps: 0 });
    expect(app.seen).toEqual([]);
  });

  it('finds an object whose key it knows a part of', async () => {
    const steps = [{ object: 'uploads/*{name}*', is: 'there' as const }];
    const { storage, open } = await start({ steps });
    storage.buckets.get('files')?.set(`uploads/x-${open.name}.json`, Buffer.from('{}'));
    expect(await open.steps(signal)).toMatchObject({ state: 'passed' });
  });
});
