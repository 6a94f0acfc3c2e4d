import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../src/s3/journal.ts';
import { proveSharing } from '../../../src/s3/share-proof.ts';
import type { ProofSide } from '../../../src/s3/share-side.ts';
import type { ProofBucket } from '../../../src/share/proof.ts';
import type { S3Connection } from '../../../src/stack/manifest.ts';
import { serveHttp } from '../probes/servers.ts';
import { startLoopbackS3 } from './loopback-s3.ts';

const journal: Journal = { add: async () => 'id', remove: async () => {}, left: () => [] };
const keys = { region: 'us-east-1', pathStyle: true, accessKeyId: 'the-key-id', secretAccessKey: 'the-key' };

const bucketsOf = (...names: readonly string[]): ProofBucket[] =>
  names.map((name) => ({ name, kinds: ['archivedRecordings'], how: 'write', hasLabels: false }));

const side = (label: string, connection: S3Connection, more: Partial<ProofSide> = {}): ProofSide => ({
  label,
  connection,
  mode: 'bucket',
  ...more,
});

const prove = (one: ProofSide, other: ProofSide, buckets: readonly ProofBucket[] = bucketsOf('one', 'two')) =>
  proveSharing([one, other], buckets, { journal, signal: new AbortController().signal });

/** Answers the same to everything. */
async function web(status: number, body: string, type = 'text/plain'): Promise<S3Connection> {
  const port = await serveHttp((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': type });
    response.end(request.method === 'HEAD' ? '' : body);
  });
  return { ...keys, endpoint: `http://127.0.0.1:${port}` };
}

describe('a proof by objects', () => {
  it('is made where both sides are one server', async () => {
    const { connection, buckets } = await startLoopbackS3(['one', 'two']);
    const { steps } = await prove(side('a', connection), side('b', connection));
    expect(steps.map(({ state }) => state)).toEqual(Array(4).fill('proven'));
    expect([...buckets.values()].every(({ size }) => size === 0)).toBe(true);
  });

  it.each([
    [404, 'Not Found'],
    [404, '<!doctype html><title>Nothing here</title>'],
    [200, 'hello'],
    [200, '<html><title>Console</title></html>'],
  ])('tells an address that answers %i and is no S3 server (%s)', async (status, body) => {
    const connection = await web(status, body);
    const { steps } = await prove(side('a', connection), side('b', connection));
    expect(steps.map(({ state }) => state)).toEqual(Array(4).fill('refused'));
    for (const { text, hint } of steps) {
      expect(text).toMatch(new RegExp(`^[ab]: .*answers ${status}.*not as an S3 server does`));
      expect(hint).toContain('endpoint of the S3 API');
    }
  });

  it.each([
    [404, 'no'],
    [200, 'yes'],
  ])('tells which of two servers is none of S3: it answers %i', async (status, body) => {
    const { connection, log } = await startLoopbackS3(['one', 'two']);
    const { steps } = await prove(side('good', connection), side('bad', await web(status, body)));
    expect(steps).toHaveLength(2);
    for (const step of steps)
      expect(step).toMatchObject({ state: 'refused', writer: 1, text: expect.stringMatching(/^bad: /) });
    expect(log.filter((line) => line.startsWith('PUT'))).toEqual([]);
  });

  it('takes no S3 server without buckets for something else: none is made yet', async () => {
    const { connection } = await startLoopbackS3();
    const { steps } = await prove(side('a', connection), side('b', connection));
    expect([...new Set(steps.map(({ state }) => state))]).toEqual(['absent']);
    expect(steps.filter(({ bucket }) => bucket.name === 'one').map(({ writer }) => writer)).toEqual([0, 1]);
  });

  it('tells of a wrong region in the same words for each bucket, with the cure of the side', async () => {
    const region = { status: 400, code: 'AuthorizationHeaderMalformed', more: '<Region>garage</Region>' };
    const { connection } = await startLoopbackS3(['one', 'two'], () => region);
    const good = await startLoopbackS3(['one', 'two']);
    const bad = side('values.yaml', connection, { cure: (hint) => `${hint} in the file` });
    const { steps } = await prove(bad, side('b', good.connection));
    expect(steps.map(({ bucket }) => bucket.name)).toEqual(['one', 'two']);
    expect(new Set(steps.map(({ text, hint }) => `${text}|${hint}`)).size).toBe(1);
    expect(steps[0]).toMatchObject({
      state: 'refused',
      writer: 0,
      hint: 'set S3_REGION=garage in the file',
    });
  });

  it('calls other bytes what they are', async () => {
    const { connection } = await startLoopbackS3(['one']);
    const port = await serveHttp((request, response) => {
      request.resume();
      const isList = request.url?.includes('list-type');
      if (request.method === 'PUT') response.statusCode = 403;
      response.end(isList ? '<ListBucketResult><Name>one</Name></ListBucketResult>' : 'other');
    });
    const other = { ...keys, endpoint: `http://127.0.0.1:${port}` };
    const { steps } = await prove(side('a', connection), side('b', other), bucketsOf('one'));
    expect(steps[0]).toMatchObject({ state: 'other', seen: 'other bytes', writer: 0 });
  });

  it('listens to an interrupt once, however many requests there are: Node warns of more than ten', async () => {
    const { signal } = new AbortController();
    const counts: number[] = [];
    const { connection } = await startLoopbackS3([], () => {
      counts.push(getEventListeners(signal, 'abort').length);
      return undefined;
    });
    const buckets = bucketsOf(...Array.from({ length: 9 }, (_, index) => `bucket-${index}`));
    await proveSharing([side('a', connection), side('b', connection)], buckets, { journal, signal });
    expect(counts.length).toBeGreaterThan(18);
    expect(Math.max(...counts)).toBeLessThanOrEqual(1);
  });

  it('ends at an interrupt', async () => {
    const interrupt = new AbortController();
    const reason = new Error('interrupted');
    const { connection } = await startLoopbackS3(['one', 'two'], (line) => {
      if (line.startsWith('PUT')) interrupt.abort(reason);
      return undefined;
    });
    const sides = [side('a', connection), side('b', connection)] as const;
    const proof = proveSharing(sides, bucketsOf('one', 'two'), { journal, signal: interrupt.signal });
    await expect(proof).rejects.toBe(reason);
  });
});
