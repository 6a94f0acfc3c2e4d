// `share check` on real servers: what it proves is so, and nothing stays behind.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { settingRows } from '../../src/share/table.ts';
import { runSmoke } from '../memory-io.ts';
import { temporaryFolder } from '../unit/temporary-folder.ts';
import { authority, makeCertificate } from './certificates.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { oracleMissing, snapshot } from './oracle.ts';
import { moments, runProcess } from './process.ts';
import { cannotStart, startServers, stopServers } from './servers/all.ts';
import { ceph } from './servers/ceph.ts';
import { garage } from './servers/garage.ts';
import { minio } from './servers/minio.ts';
import type { S3Server } from './servers/server.ts';
import { versitygw } from './servers/versitygw.ts';
import {
  type Change,
  checkShare,
  makeBuckets,
  manifest,
  namesOf,
  type Shared,
  sidesIn,
} from './share-sides.ts';
import { environmentOf } from './smoke.ts';

const kinds = [garage, minio, versitygw, ceph];

/** The buckets of the tests, as smoke's own variables name them. */
const bucketVariables = Object.fromEntries(
  settingRows.flatMap(({ name, parameter }) => {
    const bucket = namesOf()[name];
    return bucket === undefined || parameter === undefined ? [] : [[parameter, bucket]];
  }),
);

const verdicts = ({ report }: Shared, what: string) =>
  report.findings.filter((finding) => finding.what === what).map(({ verdict }) => verdict);

describe.skipIf(cannotStart('sharing', kinds, [oracleMissing()]))('share check', () => {
  let servers: readonly S3Server[] = [];
  const named = (name: string): S3Server => {
    const found = servers.find((server) => server.name === name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  };
  beforeAll(async () => {
    // On an address that is not the loopback's: that one is somebody else everywhere.
    servers = await startServers(kinds, { host: '0.0.0.0' });
    await Promise.all(servers.map((server) => makeBuckets(server)));
  });
  afterAll(() => stopServers(servers));

  /** Whatever it finds, the server is as it was, and no secret is told. */
  const check = async (name: string, one: Change, other: Change): Promise<Shared> => {
    const server = named(name);
    const before = await snapshot(server);
    const shared = await checkShare(manifest(server, one), manifest(server, other));
    expect(await snapshot(server)).toEqual(before);
    expect(shared.report.proof.left).toEqual([]);
    for (const { secretAccessKey } of [server, one.key, other.key].filter((key) => key !== undefined))
      expect(shared.stdout + shared.stderr).not.toContain(secretAccessKey);
    return shared;
  };

  it.each(kinds.map(({ name }) => name))(
    'proves in each bucket of %s that both see the same',
    async (name) => {
      const shared = await check(name, {}, {});
      expect(shared).toMatchObject({ exitCode: 0, report: { verdict: 'everything', proof: { made: true } } });
      expect(verdicts(shared, 'proof')).toEqual(Array(9).fill('same'));
    },
  );

  it('reads the labels of the other side where the server has tags, and says it where it has none', async () => {
    const tagging = { settings: { mode: 'tagging' } };
    const good = await check('minio', tagging, tagging);
    expect([good.exitCode, verdicts(good, 'labels')]).toEqual([0, ['same']]);
    const bad = await check('garage', tagging, tagging);
    expect([bad.exitCode, verdicts(bad, 'labels'), bad.report.apart]).toEqual([1, ['matters'], ['metadata']]);
    const metadata = { settings: { mode: 'metadata' } };
    expect((await check('ceph', metadata, metadata)).exitCode).toBe(0);
  });

  it('takes a name of the stack for the server that it is, since the proof shows it', async () => {
    const shared = await check('minio', { called: 'http://s3:9000' }, {});
    expect(shared).toMatchObject({ exitCode: 0, report: { verdict: 'everything' } });
    expect([verdicts(shared, 'endpoint'), verdicts(shared, 'reach')]).toEqual([['harmless'], ['harmless']]);
  });

  it('sees that two servers with the same names are two', async () => {
    const [one, other] = [named('minio'), named('versitygw')];
    const shared = await checkShare(manifest(one), manifest(other));
    expect(shared).toMatchObject({ exitCode: 1, report: { verdict: 'nothing', shared: [] } });
    expect(verdicts(shared, 'proof')).toContain('matters');
  });

  it('sees that a server which gives each key names of its own has another bucket for the other key', async () => {
    const server = named('garage');
    const key = await server.keyFor?.('share-archivedrecordings');
    const shared = await check('garage', {}, { ...(key && { key }) });
    expect(shared.exitCode).toBe(1);
    expect(shared.report.shared).toContain('archivedRecordings');
    expect(shared.report.apart).toContain('heapDumps');
  });

  it('says which key may not write, and what may still be shared', async () => {
    const server = named('minio');
    const key = await server.keyFor?.('share-archivedrecordings', 'read');
    const shared = await check('minio', {}, { ...(key && { key }) });
    expect(shared.exitCode).toBe(1);
    const texts = shared.report.findings.map(({ why }) => why ?? '').join('\n');
    expect(texts).toMatch(/cluster\.yml, writing to share-archivedrecordings: .*may not do this/);
  });

  it('says that a key is wrong, once and for all buckets', async () => {
    const key = { accessKeyId: 'GKffffffffffffffffffffffff', secretAccessKey: 'f'.repeat(64) };
    const shared = await check('minio', {}, { key });
    expect(shared).toMatchObject({ exitCode: 1, report: { verdict: 'nothing' } });
    expect(shared.stdout).toContain('does not know the access key id');
  });

  it('sees that a bucket before the host is not found where no name leads to it', async () => {
    const { port } = new URL(named('minio').endpoint);
    const shared = await check(
      'minio',
      { called: 'http://s3:9000', host: `http://localhost:${port}`, settings: { pathStyle: 'false' } },
      {},
    );
    expect([shared.exitCode, shared.report.verdict]).toEqual([1, 'nothing']);
    expect(shared.stdout).toContain('S3_PATH_STYLE_ACCESS=true');
  });

  it('takes the bucket before the host and in the path as one where both work', async () => {
    // An IP address has no names before it, which every SDK knows.
    const shared = await check('minio', {}, { settings: { pathStyle: 'false' } });
    expect([shared.exitCode, verdicts(shared, 'pathStyle')]).toEqual([0, ['harmless']]);
  });

  it('takes another region where the server does, and sees where it does not', async () => {
    const settings = { region: 'eu-west-1' };
    const strict = await check('garage', {}, { settings });
    expect([strict.exitCode, strict.report.verdict]).toEqual([1, 'nothing']);
    // Once, and not for each bucket.
    expect(verdicts(strict, 'proof')).toEqual(['matters']);
    const lax = await check('ceph', {}, { settings });
    expect([lax.exitCode, verdicts(lax, 'region')]).toEqual([0, ['harmless']]);
  });

  it('trusts the authority of --ca; without it, nobody knows', async () => {
    const server = named('minio');
    const proxy = await startFaultProxy(server, { tls: makeCertificate() });
    onTestFinished(() => proxy.stop());
    const stack = manifest(server, { called: 'https://s3:9000', host: proxy.endpoint });
    const unknown = await checkShare(stack, stack);
    expect([unknown.exitCode, unknown.report.verdict]).toEqual([4, 'unknown']);
    expect(unknown.stdout).toContain('certificate');
    const file = join(temporaryFolder({ 'ca.pem': authority }), 'ca.pem');
    const trusted = await checkShare(stack, stack, ['--ca', file]);
    expect([trusted.exitCode, trusted.report.proof.made]).toEqual([0, true]);
  });

  it('makes no bucket, and fails for none that is not made yet', async () => {
    const settings = { heapDumps: 'not-there-yet' };
    const shared = await check('minio', { settings }, { settings });
    expect(shared.exitCode).toBe(0);
    expect(shared.stdout).toContain('not made yet');
  });

  it('writes nothing with --no-check, and asks nobody', async () => {
    const dead = { ...named('minio'), endpoint: 'http://10.255.255.1:9' };
    const { words, home } = sidesIn(manifest(dead), manifest(dead));
    const run = await runSmoke([...words, '--no-check'], { HOME: home });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('as far as their settings tell');
  });

  it('proves what smoke wrote for a chart and for the operator, each with its Secret, against its own stack', async () => {
    const server = named('minio');
    const env = { S3_ENDPOINT: server.endpoint, ...environmentOf(server), ...bucketVariables };
    const home = temporaryFolder({});
    const print = async (words: string): Promise<string> => {
      const run = await runSmoke(`-s ext ${words}`.split(' '), { HOME: home, ...env });
      expect(run.exitCode).toBe(0);
      return run.stdout;
    };
    const files = temporaryFolder({
      'values.yaml': await print('--format helm'),
      'secret.yaml': await print('--format helm --secrets separate'),
      'cryostat.yaml': await print('--format operator --secrets inline'),
      'compose.yml': await print('--format compose'),
    });
    const check = (...words: readonly string[]) =>
      runSmoke(['share', 'check', ...words.map((word) => word.replaceAll('@', `${files}/`))], { HOME: home });
    const proven = {
      exitCode: 0,
      stdout: expect.stringMatching(/share everything\n[\s\S]*proven: each side read/),
    };
    expect(await check('@values.yaml,@secret.yaml', '@cryostat.yaml')).toMatchObject(proven);
    const keyless = await check('@values.yaml,@secret.yaml', '@compose.yml');
    expect(keyless.stdout).toContain('not proven: no credentials of');
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'interrupted at random by %s, leaves nothing, at the latest after the next run',
    { timeout: 240_000 },
    async (signal) => {
      const server = named('minio');
      const before = await snapshot(server);
      const { words, home } = sidesIn(manifest(server), manifest(server));
      // The first run of the launcher may build.
      await runProcess(['--version'], { HOME: home });
      const whole = await runProcess(words, { HOME: home });
      expect([whole.exitCode, whole.stderr]).toEqual([0, whole.stderr]);
      const codes: (number | undefined)[] = [];
      let left = 0;
      for (const afterMs of moments(10, whole.tookMs, 17)) {
        codes.push((await runProcess(words, { HOME: home }, { signal, afterMs })).exitCode);
        const now = await snapshot(server);
        if (signal === 'SIGINT') expect([afterMs, now]).toEqual([afterMs, before]);
        else if (JSON.stringify(now) !== JSON.stringify(before)) left += 1;
      }
      // Otherwise they came at moments that prove nothing.
      if (signal === 'SIGINT') expect(codes).toContain(130);
      else expect(left).toBeGreaterThan(0);
      expect((await runProcess(words, { HOME: home })).exitCode).toBe(0);
      expect(await snapshot(server)).toEqual(before);
    },
  );
});
