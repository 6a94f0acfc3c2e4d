// One thing is wrong at a time: the check tells the cause in its own words, quickly, and leaves nothing behind.

import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from './certificates.ts';
import { type Fault, type ProxyAnswer, type ProxyRequest, startFaultProxy } from './fault-proxy.ts';
import {
  busy,
  changed,
  clockAhead,
  createsBucket,
  cuts,
  dropsChecksums,
  hangs,
  instead,
  isAboutTags,
  listsBuckets,
  listsObjects,
  putsObject,
  refusal,
  slow,
} from './faults.ts';
import { oracleMissing, removeBuckets } from './oracle.ts';
import { cannotStart, startServers, stopServers } from './servers/all.ts';
import { freePorts } from './servers/child.ts';
import { garage } from './servers/garage.ts';
import { minio } from './servers/minio.ts';
import type { S3Server } from './servers/server.ts';
import { bucketNames } from './sign.ts';
import { type Checked, checkStorage } from './smoke.ts';

/** Words of clients and of systems that say nothing to a user. */
const jargon =
  /UnknownError|socket hang up|\bE[A-Z]{4,}\b|getaddrinfo|signature we calculated|\$metadata|\$response|[Dd]eseriali|AggregateError|fetch failed|DEPTH_ZERO|CERT_|UNABLE_TO|ERR_|TimeoutError|undefined|\[object|\n\s+at /;

interface Expected {
  readonly exitCode?: number;
  readonly kind?: string;
  readonly words?: RegExp;
  readonly cells?: Readonly<Record<string, string>>;
  readonly mode?: 'tagging' | 'bucket';
  readonly settings?: Readonly<Record<string, string>>;
}

interface Case extends Expected {
  readonly title: string;
  readonly fault?: Fault;
  readonly env?: Readonly<Record<string, string>>;
  readonly words?: RegExp;
}

const all = () => true;
const html: ProxyAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><head><title>Console</title></head><body>Log in</body></html>',
};
const empty: ProxyAnswer = { status: 200, headers: {}, body: '' };
const json: ProxyAnswer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: '{"errors":[]}',
};
const noTags: ProxyAnswer = {
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: '<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet></TagSet></Tagging>',
};
const elsewhere = (status: number, code: string, region: string, headers = {}) =>
  refusal(status, code, `<Region>${region}</Region>`, headers);

/** What ends the check before it can try anything. */
const causes: readonly Case[] = [
  {
    title: 'a region that the server corrects',
    fault: instead(all, elsewhere(400, 'AuthorizationHeaderMalformed', 'eu-central-7')),
    kind: 'region',
    words: /region.*us-east-1.*eu-central-7/s,
    settings: { S3_REGION: 'eu-central-7' },
  },
  {
    title: 'a redirect to another region',
    fault: instead(all, refusal(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'ap-south-3' })),
    kind: 'region',
    words: /ap-south-3/,
    settings: { S3_REGION: 'ap-south-3' },
  },
  { title: 'a clock that is 20 minutes off', fault: clockAhead(1200), kind: 'clock', words: /20 min/ },
  { title: 'a clock that is hours behind', fault: clockAhead(-7260), kind: 'clock', words: /2 h/ },
  {
    title: 'a key id that nobody knows',
    env: { AWS_ACCESS_KEY_ID: 'GK999999999999999999999999' },
    kind: 'key-id',
    words: /AWS_ACCESS_KEY_ID/,
  },
  {
    title: 'a secret that belongs to another key',
    env: { AWS_SECRET_ACCESS_KEY: '1'.repeat(64) },
    kind: 'secret',
    words: /AWS_SECRET_ACCESS_KEY/,
  },
  {
    title: 'an expired session',
    fault: instead(all, refusal(400, 'ExpiredToken')),
    kind: 'session',
    words: /expired/,
  },
  {
    title: 'a session that is not valid',
    fault: instead(all, refusal(403, 'InvalidToken')),
    kind: 'session',
    words: /token/,
  },
  {
    title: 'a name that is always taken',
    fault: instead(createsBucket, refusal(409, 'BucketAlreadyExists')),
    kind: 'bucket-taken',
    words: /somebody else/,
  },
  {
    title: 'no leave to create buckets',
    fault: instead(createsBucket, refusal(403, 'AccessDenied')),
    kind: 'denied',
    words: /creat.*--bucket/s,
    cells: { 'create-bucket': 'denied' },
  },
  {
    title: 'an account that is full of buckets',
    fault: instead(createsBucket, refusal(400, 'TooManyBuckets')),
    kind: 'full',
    words: /more buckets/,
  },
  { title: 'a console in place of S3', fault: instead(all, html), kind: 'not-s3', words: /web page|console/ },
  { title: 'another API in place of S3', fault: instead(all, json), kind: 'not-s3', words: /S3/ },
  { title: 'empty answers to everything', fault: instead(all, empty), kind: 'not-s3', words: /S3/ },
  {
    title: 'a proxy whose server is down',
    fault: instead(all, { ...html, status: 502 }),
    kind: 'starting',
    words: /proxy/,
  },
  {
    title: 'connections that are closed at once',
    fault: cuts.connect,
    kind: 'connection',
    words: /clos|cut|broke/,
  },
  {
    title: 'connections that break amid the request',
    fault: cuts.request,
    kind: 'connection',
    words: /clos|cut|broke/,
  },
  {
    title: 'connections that break amid the answer',
    fault: cuts.answer,
    kind: 'connection',
    words: /clos|cut|broke/,
  },
  {
    title: 'a server that never answers',
    fault: hangs,
    kind: 'connection',
    words: /no answer|did not answer|in time/,
  },
  {
    title: 'a server that is too busy for good',
    fault: instead(all, refusal(503, 'SlowDown')),
    words: /503|busy/,
  },
  {
    title: 'a certificate of an unknown authority',
    fault: { tls: makeCertificate() },
    kind: 'certificate',
    words: /unknown authority|not trusted/,
  },
  {
    title: 'a certificate that signs itself',
    fault: { tls: makeCertificate({ selfSigned: true }) },
    kind: 'certificate',
    words: /self-signed/,
  },
  {
    title: 'an expired certificate',
    fault: { tls: makeCertificate({ expired: true }) },
    kind: 'certificate',
    words: /expired/,
  },
  {
    title: 'a certificate for another host',
    fault: { tls: makeCertificate({ host: 's3.example.net' }) },
    kind: 'certificate',
    words: /s3\.example\.net/,
  },
];

/** What the check sees in single cells, while all others stay as they are. */
const cells: readonly Case[] = [
  {
    title: 'no object tags (501)',
    fault: instead(isAboutTags, refusal(501, 'NotImplemented')),
    exitCode: 0,
    mode: 'bucket',
    cells: { 'object-tags': 'unsupported', 'object-tags-by-header': 'unsupported' },
  },
  {
    title: 'object tags that are taken and forgotten',
    fault: instead(isAboutTags, noTags),
    exitCode: 0,
    mode: 'bucket',
    cells: { 'object-tags': 'unsupported', 'object-tags-by-header': 'unsupported' },
  },
  {
    title: 'object tags that are forbidden',
    fault: instead(isAboutTags, refusal(403, 'AccessDenied')),
    exitCode: 0,
    mode: 'bucket',
    cells: { 'object-tags': 'denied', 'object-tags-by-header': 'denied' },
  },
  {
    title: 'object tags that are lost when they come as a header',
    fault: withoutHeader('x-amz-tagging'),
    exitCode: 0,
    cells: { 'object-tags-by-header': 'unsupported' },
  },
  {
    title: 'checksums and trailers that are dropped',
    fault: dropsChecksums,
    exitCode: 0,
    mode: 'tagging',
    cells: {
      'checksum-crc32': 'unsupported',
      'checksum-crc64nvme': 'unsupported',
      'checksum-sha256': 'unsupported',
      'trailer-unsigned': 'unsupported',
      'trailer-signed': 'unsupported',
    },
  },
  {
    title: 'conditions that are dropped',
    fault: withoutHeader('if-none-match', 'if-match'),
    exitCode: 0,
    cells: {
      'put-if-none-match': 'unsupported',
      'put-if-match': 'unsupported',
      'get-if-none-match': 'unsupported',
      'get-if-match': 'unsupported',
    },
  },
  { title: 'ranges that are dropped', fault: withoutHeader('range'), cells: { 'get-range': 'unsupported' } },
  {
    title: 'no leave to list buckets',
    fault: instead(listsBuckets, refusal(403, 'AccessDenied')),
    exitCode: 0,
    mode: 'tagging',
    cells: { 'list-buckets': 'denied' },
  },
  { title: 'an answer now and then that is too busy', fault: busy(), exitCode: 0, mode: 'tagging' },
  { title: 'a clock that is three minutes off', fault: clockAhead(180), exitCode: 0, mode: 'tagging' },
  { title: 'answers that take 100 ms', fault: slow(100), exitCode: 0, mode: 'tagging' },
];

function withoutHeader(...names: readonly string[]): Fault {
  return {
    handle: async ({ forward, headers }) => {
      const kept = Object.entries(headers).filter(([name]) => !names.includes(name));
      const isTouched = kept.length < Object.keys(headers).length;
      return await forward(isTouched ? { headers: Object.fromEntries(kept) } : undefined);
    },
  };
}

describe.skipIf(cannotStart('faults of storages', [minio, garage], [oracleMissing()]))(
  'storage check with a fault',
  () => {
    let servers: readonly S3Server[] = [];
    let undisturbed: Checked['cells'] = {};
    const server = (): S3Server => {
      const [first] = servers;
      if (first === undefined) throw new Error('no server runs');
      return first;
    };
    beforeAll(async () => {
      servers = await startServers([minio, garage]);
      undisturbed = (await checkStorage(server())).cells;
    });
    afterAll(() => stopServers(servers));

    const checkBehind = async ({ fault = {}, env = {} }: Pick<Case, 'fault' | 'env'>): Promise<Checked> => {
      const proxy = await startFaultProxy(server(), fault);
      onTestFinished(() => proxy.stop());
      return await checkStorage({ ...server(), endpoint: proxy.endpoint }, { env });
    };
    const mustTellInWords = ({ report, stdout, stderr }: Checked, { kind, words, settings }: Expected) => {
      const told = `${report.problem?.text}\n${report.problem?.hint ?? ''}`;
      if (kind !== undefined) expect([report.problem?.kind, told]).toEqual([kind, told]);
      if (words !== undefined) expect(told).toMatch(words);
      if (settings !== undefined) expect(report.verdict.settings).toMatchObject(settings);
      expect(`${told}\n${stderr}`).not.toMatch(jargon);
      expect(stdout + stderr).not.toContain(server().secretAccessKey);
      expect(report.took).toBeLessThan(30_000);
    };

    it.each(causes)('tells the cause: $title', async (one) => {
      const checked = await checkBehind(one);
      expect(checked.exitCode).toBe(4);
      expect(checked.report.verdict.usable).toBe(false);
      mustTellInWords(checked, one);
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
      const damaged = (answer: ProxyAnswer, { method, url }: ProxyRequest): ProxyAnswer => {
        const body = Buffer.from(answer.body);
        if (method !== 'GET' || url.search !== '' || body.length === 0) return answer;
        body.writeUInt8(body.readUInt8(0) ^ 1, 0);
        return { ...answer, body };
      };
      const { cells, exitCode, report } = await checkBehind({ fault: changed(damaged) });
      expect(cells).toMatchObject({ 'put-object': 'broken', 'get-object': 'broken' });
      expect([exitCode, report.verdict.usable, report.left]).toEqual([1, false, []]);
    });

    it('ends in time when every answer takes five seconds, says what it did not try, and leaves nothing', async () => {
      const { cells, report } = await checkBehind({ fault: slow(5_000) });
      expect(report.took).toBeLessThan(30_000);
      for (const [id, state] of Object.entries(cells)) expect([undisturbed[id], 'untried']).toContain(state);
      expect(report.left).toEqual([]);
      expect(await bucketNames(server())).toEqual([]);
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
      const keeps = instead(({ method }) => method === 'DELETE', refusal(403, 'AccessDenied'));
      const { report, exitCode } = await checkBehind({ fault: keeps });
      const kept = (await bucketNames(server())).map((bucket) => `s3://${bucket}`);
      expect([...report.left].sort()).toEqual(kept.sort());
      expect(exitCode).toBe(1);
      const { removeBuckets } = await import('./oracle.ts');
      await removeBuckets(server());
      await removeBuckets(server());
    });

    it('finds the region of a real server that insists on its own, and takes it when none was set', async () => {
      const strict = servers[1] ?? server();
      const wrong = await checkStorage(strict, { env: { S3_REGION: 'us-east-1' } });
      expect(wrong.exitCode).toBe(4);
      mustTellInWords(wrong, { kind: 'region', words: /garage/, settings: { S3_REGION: 'garage' } });
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
      mustTellInWords(checked, { words });
    });

    it('tells that nobody listens there', async () => {
      const [port] = await freePorts(1);
      const checked = await checkStorage({ ...server(), endpoint: `http://127.0.0.1:${port}` });
      expect(checked.exitCode).toBe(4);
      mustTellInWords(checked, { kind: 'connection', words: /refused|nobody|nothing/ });
    });

    it('tells that the server speaks TLS where http was asked for', async () => {
      const proxy = await startFaultProxy(server(), { tls: makeCertificate() });
      onTestFinished(() => proxy.stop());
      const checked = await checkStorage({
        ...server(),
        endpoint: proxy.endpoint.replace('https:', 'http:'),
      });
      expect(checked.exitCode).toBe(4);
      mustTellInWords(checked, { words: /https:/ });
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
      mustTellInWords(checked, { words: /HTTP/ });
    });
  },
);
