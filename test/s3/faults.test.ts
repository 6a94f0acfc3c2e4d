// One thing is wrong at a time: the check tells the cause in its own words, quickly, and leaves nothing behind.

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { causes } from './fault-causes.ts';
import { cells } from './fault-cells.ts';
import { type Fault, type ProxyAnswer, type ProxyRequest, startFaultProxy } from './fault-proxy.ts';
import {
  changed,
  clockAhead,
  instead,
  isAboutObject,
  listsObjects,
  putsObject,
  refusal,
  slow,
} from './faults.ts';
import { oracleMissing, removeBuckets } from './oracle.ts';
import { cannotStart, startServers, stopServers } from './servers/all.ts';
import { garage } from './servers/garage.ts';
import { minio } from './servers/minio.ts';
import type { S3Server } from './servers/server.ts';
import { bucketNames } from './sign.ts';
import { type Checked, checkStorage } from './smoke.ts';
import { type Case, mustTellInWords } from './told.ts';

async function checkSlowly(server: S3Server): Promise<Checked & { readonly unlike: Checked['cells'] }> {
  const { cells } = await checkStorage(server);
  const proxy = await startFaultProxy(server, slow(5_000));
  const checked = await checkStorage({ ...server, endpoint: proxy.endpoint }).finally(() => proxy.stop());
  return { ...checked, unlike: cells };
}

describe.skipIf(cannotStart('faults of storages', [minio, garage], [oracleMissing()]))(
  'storage check with a fault',
  () => {
    let servers: readonly S3Server[] = [];
    let undisturbed: Checked['cells'] = {};
    /** It takes as long as a check may take, so it goes on beside the other tests, on a server of its own. */
    let slowest: ReturnType<typeof checkSlowly>;
    const server = (): S3Server => {
      const [first] = servers;
      if (first === undefined) throw new Error('no server runs');
      return first;
    };
    beforeAll(async () => {
      servers = await startServers([minio, garage]);
      undisturbed = (await checkStorage(server())).cells;
      slowest = checkSlowly(servers[1] ?? server());
    });
    afterAll(() => stopServers(servers));

    const checkBehind = async ({ fault = {}, env = {} }: Pick<Case, 'fault' | 'env'>): Promise<Checked> => {
      const proxy = await startFaultProxy(server(), fault);
      onTestFinished(() => proxy.stop());
      return await checkStorage({ ...server(), endpoint: proxy.endpoint }, { env });
    };
    it.each(causes)('tells the cause: $title', async (one) => {
      const checked = await checkBehind(one);
      expect(checked.exitCode).toBe(4);
      expect(checked.report.verdict.usable).toBe(false);
      mustTellInWords(checked, one, server().secretAccessKey);
      expect(checked.cells).toMatchObject(one.cells ?? {});
      expect(checked.report.left).toEqual([]);
      expect(await bucketNames(server())).toEqual([]);
    });

    it.each(cells)('sees it where it is, and nowhere else: $title', async (one) => {
      const checked = await checkBehind(one);
      expect(checked.cells).toEqual({ ...undisturbed, ...one.cells });
      expect(checked.report.problem).toBeUndefined();
      if (one.exitCode !== undefined) expect(checked.exitCode).toBe(one.exitCode);
      if (one.mode !== undefined) expect(checked.report.verdict.mode).toBe(one.mode);
      expect(await bucketNames(server())).toEqual([]);
    });

    it('tells how far the clock is off, as long as the server bears it', async () => {
      const { report } = await checkBehind({ fault: clockAhead(180) });
      expect(report.clockSkew).toBeGreaterThan(170);
      expect(report.clockSkew).toBeLessThan(190);
    });

    it('does not call a storage usable that refuses lists, or takes no more bytes', async () => {
      const lists = await checkBehind({ fault: instead(listsObjects, refusal(403, 'AccessDenied')) });
      expect(lists.cells).toMatchObject({ 'list-objects': 'denied' });
      expect([lists.exitCode, lists.report.verdict.usable]).toEqual([1, false]);
      for (const answer of [refusal(507, 'XMinioStorageFull'), refusal(403, 'QuotaExceeded')]) {
        const full = await checkBehind({ fault: instead(putsObject, answer) });
        expect([full.exitCode, full.report.verdict.usable]).toEqual([1, false]);
        expect(full.report.problem?.text ?? full.report.verdict.why).toMatch(/quota|space|full/);
      }
      expect(await bucketNames(server())).toEqual([]);
    });

    it('sees bytes that change on their way', async () => {
      const damaged = (answer: ProxyAnswer, request: ProxyRequest): ProxyAnswer => {
        const body = Buffer.from(answer.body);
        const isRead = request.method === 'GET' && request.url.search === '' && isAboutObject(request);
        if (!isRead || body.length === 0) return answer;
        body.writeUInt8(body.readUInt8(0) ^ 1, 0);
        return { ...answer, body };
      };
      const { cells, exitCode, report } = await checkBehind({ fault: changed(damaged) });
      expect(cells).toMatchObject({ 'put-object': 'broken', 'get-object': 'broken' });
      expect([exitCode, report.verdict.usable, report.left]).toEqual([1, false, []]);
    });

    it('ends in time when every answer takes five seconds, says what it did not try, and leaves nothing', async () => {
      const { cells, report, unlike } = await slowest;
      expect(report.took).toBeLessThan(30_000);
      for (const [id, state] of Object.entries(cells)) expect([unlike[id], 'untried']).toContain(state);
      expect(report.left).toEqual([]);
      expect(await bucketNames(servers[1] ?? server())).toEqual([]);
    });

    it('survives connections that break now and then, and leaves nothing', async () => {
      const flaky: Fault = {
        handle: async ({ index, forward, cut }) => {
          const answer = await forward();
          if (index % 11 !== 10) return answer;
          cut();
          return undefined;
        },
      };
      const checked = await checkBehind({ fault: flaky });
      expect(checked.report.left).toEqual([]);
      expect(await bucketNames(server())).toEqual([]);
    });

    it('says what it could not remove, where the server does not let it', async () => {
      await removeBuckets(server());
      const keeps = instead(({ method }) => method === 'DELETE', refusal(403, 'AccessDenied'));
      const { report, exitCode } = await checkBehind({ fault: keeps });
      const kept = (await bucketNames(server())).map((bucket) => `s3://${bucket}`);
      expect(kept).not.toEqual([]);
      expect([...report.left].sort()).toEqual(kept.sort());
      expect(exitCode).toBe(1);
      await removeBuckets(server());
    });
  },
);
