import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkStorage } from '../../../../src/s3/check/check.ts';
import type { CheckOptions } from '../../../../src/s3/check/run.ts';
import { createJournal } from '../../../../src/s3/journal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type Asked, type FakeS3, type Fault, startFakeS3 } from './fake-s3.ts';

const file = () => join(temporaryFolder({}), 's3-leftovers.json');

function check(server: FakeS3, options: CheckOptions & { readonly path?: string } = {}) {
  const { path = file(), ...more } = options;
  return checkStorage(server.connection, { timeoutMs: 5_000, journal: createJournal(path), ...more });
}

const stateOf = (report: Awaited<ReturnType<typeof check>>, id: string) =>
  report.features.find((feature) => feature.id === id);

const isCreate = ({ method, bucket, key, query }: Asked) =>
  method === 'PUT' && bucket !== '' && key === '' && query.size === 0;

describe('a check of a storage', { timeout: 20_000 }, () => {
  it('tries everything, says what works, and leaves nothing behind', async () => {
    const server = await startFakeS3();
    const path = file();
    const report = await check(server, { path });
    expect(report.verdict).toMatchObject({ mode: 'tagging', settings: {} });
    expect(report).toMatchObject({ left: [], region: 'us-east-1', clockSkew: 0 });
    expect(report.features.filter(({ state }) => state === 'untried')).toEqual([]);
    expect(stateOf(report, 'put-object')).toMatchObject({ state: 'works', group: 'objects' });
    expect(server.buckets.size).toBe(0);
    expect(existsSync(path)).toBe(false);
    expect(report.requests).toBe(server.asked.length);
  });

  it('finds out what is taken and ignored', async () => {
    const server = await startFakeS3(({ query, method }) =>
      query.has('versioning')
        ? { status: 200, body: method === 'GET' ? '<VersioningConfiguration/>' : '' }
        : undefined,
    );
    const report = await check(server);
    const details = Object.fromEntries(
      report.features.map(({ id, state, detail }) => [id, `${state}: ${detail}`]),
    );
    expect(details).toMatchObject({
      'put-if-none-match': 'unsupported: ignored: the object is overwritten',
      'get-range': 'unsupported: ignored: the whole object comes back',
      'checksum-crc32': 'unsupported: ignored: a wrong checksum is taken',
      versioning: 'unsupported: taken and ignored: it reads back as off',
      lifecycle: expect.stringContaining('unsupported: answers 501 NotImplemented'),
      credentials: expect.stringContaining('does not look at signatures'),
    });
    expect(report.verdict.lacks).toEqual(
      expect.arrayContaining(['versioning', 'conditional-writes', 'lifecycle']),
    );
  });

  it('asks in the short form only for what the application needs', async () => {
    const server = await startFakeS3();
    const report = await check(server, { scope: 'application' });
    expect(report.verdict).toMatchObject({ usable: true, mode: 'tagging' });
    expect(report.requests).toBeLessThan(60);
    expect(server.buckets.size).toBe(0);
  });

  it('chooses the mode without tags where they do not work', async () => {
    const server = await startFakeS3(({ query }) =>
      query.has('tagging') ? { status: 501, code: 'NotImplemented' } : undefined,
    );
    const { verdict } = await check(server, { scope: 'application' });
    expect(verdict).toMatchObject({
      usable: true,
      mode: 'bucket',
      lacks: expect.arrayContaining(['object-tagging']),
    });
    expect(verdict.why).toContain('object tags do not work here');
  });

  it('sees that deleting tags took the object along', async () => {
    const server: FakeS3 = await startFakeS3(({ method, bucket, key, query }) => {
      if (!query.has('tagging') || method === 'PUT') return undefined;
      const objects = server.buckets.get(bucket);
      if (method === 'DELETE') return { status: objects?.delete(key) ? 204 : 404 };
      return objects?.has(key) ? undefined : { status: 404, code: 'NoSuchKey' };
    });
    const report = await check(server, { scope: 'application' });
    expect(stateOf(report, 'object-tags')).toMatchObject({
      state: 'broken',
      detail: 'deleting them took the object along (404 NoSuchKey)',
    });
  });

  it('keeps in a given bucket to a prefix of its own, and changes no setting', async () => {
    const server = await startFakeS3(undefined, ['mine']);
    server.buckets.get('mine')?.set('theirs', Buffer.from('x'));
    const report = await check(server, { bucket: 'mine' });
    expect(report).toMatchObject({ left: [], bucket: 'mine', verdict: { mode: 'tagging' } });
    expect([...(server.buckets.get('mine')?.keys() ?? [])]).toEqual(['theirs']);
    const changes = server.asked.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(changes.filter(({ bucket, query }) => bucket !== 'mine' || query.has('versioning'))).toEqual([]);
    expect(
      changes.filter(({ key, query }) => !query.has('delete') && !/^smoke-check-[0-9a-f]{20}\//.test(key)),
    ).toEqual([]);
    expect(stateOf(report, 'create-bucket')).toMatchObject({ state: 'untried' });
  });

  it('says what to do when the key may create no bucket, and takes one of the application’s where there is one', async () => {
    const refuse = (asked: Asked): Fault | undefined =>
      isCreate(asked) ? { status: 403, code: 'AccessDenied' } : undefined;
    const alone = await check(await startFakeS3(refuse));
    expect(alone).toMatchObject({ problem: { kind: 'denied', hint: expect.stringContaining('--bucket') } });
    const server = await startFakeS3(refuse, ['archives']);
    const report = await check(server, { buckets: ['none-such', 'archives'], scope: 'application' });
    expect(report).toMatchObject({ bucket: 'archives', left: [], verdict: { usable: true } });
    expect(stateOf(report, 'create-bucket')).toMatchObject({ state: 'denied' });
    expect(server.buckets.get('archives')?.size).toBe(0);
  });

  it.each([3, 9, 40, 120])('leaves nothing behind when it is interrupted at request %i', async (at) => {
    const interrupt = new AbortController();
    const server = await startFakeS3((_, count) => {
      if (count === at) interrupt.abort();
      return undefined;
    });
    const report = await check(server, { signal: interrupt.signal });
    expect(report.left).toEqual([]);
    expect(server.buckets.size).toBe(0);
    expect(report.features.filter(({ detail }) => detail === 'interrupted').length).toBeGreaterThan(5);
  });

  it('ends in time when the server stops answering, and says what was not tried', async () => {
    let isCleaning = false;
    const server = await startFakeS3(({ method }, count) => {
      isCleaning ||= method === 'DELETE' && count > 200;
      return count > 60 && !isCleaning && method === 'GET' ? 'hang' : undefined;
    });
    const began = performance.now();
    const report = await check(server, { budgetMs: 800, timeoutMs: 200 });
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(report.verdict.usable).toBe(false);
    expect(
      report.features.some(({ state, detail }) => state === 'untried' && detail === 'no time left'),
    ).toBe(true);
  });

  it('says what is left when the server does not delete, and the next run removes it', async () => {
    let isStubborn = true;
    const server = await startFakeS3(({ method, key }) =>
      isStubborn && method === 'DELETE' && key === '' ? { status: 500, code: 'InternalError' } : undefined,
    );
    const path = file();
    const report = await check(server, { scope: 'application', path });
    const [bucket] = server.buckets.keys();
    expect(report.left).toEqual([`s3://${bucket}`]);
    expect(stateOf(report, 'delete-bucket')).toMatchObject({ state: 'broken' });
    isStubborn = false;
    // As if that run had been killed: no process has this start.
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"started": ".*"/, '"started": "never"'));
    const next = await check(server, { scope: 'application', path });
    expect(next.swept).toEqual([`s3://${bucket}`]);
    expect(server.buckets.size).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it('writes nothing where it may not delete', async () => {
    const server = await startFakeS3(
      ({ method }) => (method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : undefined),
      ['mine'],
    );
    const report = await check(server, { bucket: 'mine' });
    expect(report).toMatchObject({ left: [], verdict: { usable: false } });
    expect(stateOf(report, 'delete-object')).toMatchObject({ state: 'denied' });
    expect(stateOf(report, 'put-object')).toMatchObject({
      state: 'untried',
      detail: expect.stringContaining('would stay'),
    });
    expect(server.asked.filter(({ method }) => method === 'PUT' || method === 'POST')).toEqual([]);
  });

  it('shows no secret that the server repeats', async () => {
    const server = await startFakeS3(({ query }) =>
      query.has('tagging')
        ? {
            status: 400,
            body: '<Error><Code>Odd</Code><Message>the-secret-key of the-key-id</Message></Error>',
          }
        : undefined,
    );
    const report = await check(server, { scope: 'application' });
    expect(stateOf(report, 'object-tags')?.detail).toBe('answers 400 Odd: *** of ***');
    expect(JSON.stringify(report)).not.toContain('the-secret-key');
  });
});
