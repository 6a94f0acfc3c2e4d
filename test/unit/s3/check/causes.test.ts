import { describe, expect, it } from 'vitest';
import { checkStorage } from '../../../../src/s3/check/check.ts';
import type { CheckOptions } from '../../../../src/s3/check/run.ts';
import type { S3Connection } from '../../../../src/stack/manifest.ts';
import { makeAuthority, makeCertificate } from '../../probes/certificates.ts';
import { closedPort, serveHttp, serveTcp } from '../../probes/servers.ts';
import { type Asked, errorXml, type Fault, startFakeS3 } from './fake-s3.ts';

const check = (connection: S3Connection, options: CheckOptions = {}) =>
  checkStorage(connection, { timeoutMs: 300, scope: 'application', ...options });

const at = (endpoint: string): S3Connection => ({
  endpoint,
  region: 'us-east-1',
  pathStyle: true,
  accessKeyId: 'the-key-id',
  secretAccessKey: 'the-secret-key',
});

const page = (status: number, title = 'MinIO Console'): Fault => ({
  status,
  body: `<!doctype html><html><head><title>${title}</title></head></html>`,
  headers: { 'content-type': 'text/html' },
});

const refused = (status: number, code: string, more = ''): Fault => ({
  status,
  body: errorXml(code, more),
  headers: { 'content-type': 'application/xml' },
});

/** The region that a request was signed for. */
const regionOf = ({ headers }: Asked) =>
  /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];

const isCreate = ({ method, bucket, key }: Asked) => method === 'PUT' && bucket !== '' && key === '';

describe('the cause of a check that cannot go on', () => {
  it.each<[string, (asked: Asked) => Fault | undefined, string, RegExp]>([
    ['a wrong key id', () => refused(403, 'InvalidAccessKeyId'), 'key-id', /access key id/],
    ['a wrong secret', () => refused(403, 'SignatureDoesNotMatch'), 'secret', /secret access key is wrong/],
    ['an old session', () => refused(400, 'ExpiredToken'), 'session', /expired/],
    [
      'a name that is taken',
      (a) => (isCreate(a) ? refused(409, 'BucketAlreadyExists') : undefined),
      'bucket-taken',
      /somebody else/,
    ],
    [
      'too many buckets',
      (a) => (isCreate(a) ? refused(400, 'TooManyBuckets') : undefined),
      'full',
      /no more buckets/,
    ],
    ['a console', () => page(200), 'not-s3', /web page \(“MinIO Console”\)/],
    [
      'a console that sends us to its login',
      () => ({ status: 302, headers: { location: '/login' } }),
      'not-s3',
      /elsewhere/,
    ],
    [
      'a redirect, with where it leads',
      () => ({ status: 307, headers: { location: 'http://s3.smoke.invalid:81/' } }),
      'not-s3',
      /307, to http:\/\/s3.smoke.invalid:81\//,
    ],
    ['a malformed signature', () => refused(400, 'AuthorizationHeaderMalformed'), 'region', /another one/],
    ['credentials that are not accepted', () => refused(401, 'NoEntry'), 'secret', /these credentials/],
    ['an error to everything', () => refused(500, 'InternalError'), 'starting', /answers 500: not ready/],
    [
      'an error that says 200',
      (a) => (isCreate(a) ? refused(200, 'InternalError') : undefined),
      'starting',
      /answers 200 with the error InternalError/,
    ],
    [
      'headers without end',
      () => ({ status: 200, headers: { long: 'x'.repeat(20_000) } }),
      'connection',
      /headers of the answer are too long/,
    ],
    ['a proxy whose server is down', () => page(502, '502 Bad Gateway'), 'starting', /proxy in front/],
    ['another server', () => ({ status: 200, body: '{"ok":true}' }), 'not-s3', /not as an S3 server/],
    ['a server that hangs up', () => 'cut', 'connection', /closed|reset/],
    ['a server that does not answer', () => 'hang', 'connection', /no answer in time/],
  ])('%s', async (_, fault, kind, words) => {
    const { connection, asked } = await startFakeS3(fault);
    const report = await check(connection);
    expect(report.problem).toMatchObject({ kind, text: expect.stringMatching(words) });
    expect(report.verdict).toMatchObject({ usable: false });
    expect(asked.length).toBeLessThan(12);
  });

  it('a region that the server corrects, and one that it does not', async () => {
    const told = await startFakeS3((asked) =>
      asked.headers.authorization && regionOf(asked) !== 'eu-7'
        ? refused(400, 'AuthorizationHeaderMalformed', '<Region>eu-7</Region>')
        : undefined,
    );
    const expected = { kind: 'region', hint: 'set S3_REGION=eu-7' };
    const closed = await check(told.connection);
    expect(closed).toMatchObject({ problem: expected, verdict: { settings: { S3_REGION: 'eu-7' } } });
    const open = await check(told.connection, { open: { region: true } });
    expect(open).toMatchObject({
      region: 'eu-7',
      verdict: { usable: true, settings: { S3_REGION: 'eu-7' } },
    });
    const silent = await startFakeS3((asked) =>
      asked.headers.authorization && regionOf(asked) !== 'us-east-1'
        ? refused(403, 'SignatureDoesNotMatch')
        : undefined,
    );
    const found = await check({ ...silent.connection, region: 'eu-west-1' });
    expect(found.problem).toMatchObject({
      kind: 'region',
      text: expect.stringContaining('got eu-west-1, expected us-east-1'),
    });
  });

  it.each([
    ['says so', 'RequestTimeTooSkewed'],
    ['says that the signature is wrong', 'SignatureDoesNotMatch'],
    ['says only no', 'AccessDenied'],
  ])('a clock that is off, with by how much, when the server %s', async (_, code) => {
    const date = new Date(Date.now() + 7_260_000).toUTCString();
    const { connection } = await startFakeS3(() => ({
      ...(refused(403, code) as object),
      status: 403,
      headers: { date },
    }));
    const report = await check(connection);
    expect(report.problem).toMatchObject({
      kind: 'clock',
      text: expect.stringContaining('the clocks differ by 2 h 1 min: the server’s is ahead'),
    });
    expect(report.clockSkew).toBeGreaterThan(7_200);
  });

  it('the address of a bucket in place of the server’s', async () => {
    const { connection, buckets } = await startFakeS3(undefined, ['mine']);
    const report = await check({ ...connection, endpoint: `${connection.endpoint}/mine` });
    expect(report.problem).toMatchObject({ hint: `set S3_ENDPOINT=${connection.endpoint}` });
    expect(report.verdict.settings).toEqual({ S3_ENDPOINT: connection.endpoint });
    expect([...buckets.keys()]).toEqual(['mine']);
  });

  it('an unknown host, and a port where nobody listens', async () => {
    expect((await check(at('http://s3.smoke.invalid'))).problem).toMatchObject({
      kind: 'connection',
      text: expect.stringContaining('no such host'),
    });
    expect((await check(at(`http://127.0.0.1:${await closedPort()}`))).problem?.text).toContain('refused');
    expect((await check(at('nonsense'))).problem?.text).toContain('is not a URL');
  });

  it('a certificate that is not trusted, and the wrong scheme on either side', async () => {
    const authority = makeAuthority();
    const certificate = makeCertificate(authority, { hosts: ['localhost', '127.0.0.1'] });
    const port = await serveHttp((_, response) => void response.writeHead(404).end(), certificate);
    const strange = await check(at(`https://127.0.0.1:${port}`));
    expect(strange.problem).toMatchObject({ kind: 'certificate', hint: expect.stringContaining('--ca') });
    const trusted = await check(at(`https://127.0.0.1:${port}`), { ca: authority.cert });
    expect(trusted.problem).toMatchObject({ kind: 'not-s3' });
    const plain = await check(at(`http://127.0.0.1:${port}`));
    expect(plain).toMatchObject({ problem: { hint: `try https://127.0.0.1:${port}` } });
    const other = await startFakeS3();
    const https = other.connection.endpoint.replace('http:', 'https:');
    expect((await check(at(https))).problem?.hint).toBe(`try ${other.connection.endpoint}`);
  });

  it('bytes that are no HTTP', async () => {
    const port = await serveTcp((socket) => void socket.end('SSH-2.0-smoke\r\n'));
    expect((await check(at(`http://127.0.0.1:${port}`))).problem).toMatchObject({
      kind: 'connection',
      text: expect.stringContaining('not HTTP'),
    });
  });

  it('buckets as host names that nobody knows, and the style that works', async () => {
    const { connection, buckets } = await startFakeS3();
    const named = {
      ...connection,
      endpoint: connection.endpoint.replace('127.0.0.1', 'localhost'),
      pathStyle: false,
    };
    // A resolver that does not know a name may take its time to say so.
    const report = await check(named, { timeoutMs: 5_000 });
    expect(report).toMatchObject({
      problem: { kind: 'address-style', hint: 'set S3_PATH_STYLE_ACCESS=true' },
      verdict: { settings: { S3_PATH_STYLE_ACCESS: 'true' } },
      left: [],
    });
    expect(buckets.size).toBe(0);
    expect(await check(named, { timeoutMs: 5_000, open: { pathStyle: true } })).toMatchObject({
      pathStyle: true,
      verdict: { usable: true },
    });
  });

  it('is none when the key may not list buckets, but all else', async () => {
    const { connection } = await startFakeS3(({ bucket }) =>
      bucket === '' ? refused(403, 'AccessDenied') : undefined,
    );
    const report = await check(connection);
    expect(report.verdict.usable).toBe(true);
    expect(report.features.find(({ id }) => id === 'list-buckets')).toMatchObject({ state: 'denied' });
  });
});
