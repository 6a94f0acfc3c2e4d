import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { startEngine } from '../doctor/loopback-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const bound = '127.0.0.9';
const doctor = (words: string, env: Record<string, string>) =>
  runSmoke(['doctor', ...words.split(' ').filter(Boolean)], env);

interface Told {
  readonly id: string;
  readonly level: string;
  readonly subject: string;
  readonly seen: string;
  readonly cure?: string;
}

/** What --json tells. */
async function told(words: string, env: Record<string, string>) {
  const { exitCode, stdout, stderr } = await doctor(`${words} --json`, env);
  expect(stderr).toBe('');
  const answer = JSON.parse(stdout) as { engine: { name: string } | null; findings: Told[] };
  const of = (id: string): Told[] => answer.findings.filter((finding) => finding.id === id);
  return { ...answer, exitCode, of };
}

/** A storage whose clock goes wrong by this many seconds. */
async function storage(skew: number): Promise<string> {
  const server = createHttpServer((_, response) => {
    response.setHeader('Date', new Date(Date.parse('2026-11-21T12:00:00Z') + skew * 1000).toUTCString());
    response.statusCode = 403;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const notes = { version: 1, app: 'x', probes: [{ kind: 's3', name: 's3' }], s3: { endpoint } };
  const folder = temporaryFolder({
    'compose.yml': JSON.stringify({ name: 'x', services: { a: { image: 'a:1' } }, 'x-smoke': notes }),
  });
  return join(folder, 'compose.yml');
}

describe('smoke doctor', () => {
  it('says on which engine the stack would run, and ends with 0 where nothing would stop it', async () => {
    const run = await doctor(`-s garage --bind ${bound}`, await startEngine());
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^cryostat: would run on Docker 28\.2\.2, by docker compose 2\.30\.1\n/);
    expect(run.stdout).toContain('✔ podman: unix:///nonexistent/podman.sock does not exist; not used');
    expect(run.stdout).toMatch(/\nnothing would stop this stack, \d+ to know, \d+ fine\n$/);
    expect(run.stdout).not.toContain('\u001b');
  });

  it('ends with 1 where no engine answers, and says how to get one', async () => {
    const { exitCode, engine, of } = await told('', {
      HOME: temporaryFolder(),
      PATH: '',
      DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      CONTAINER_HOST: 'unix:///nonexistent/podman.sock',
    });
    expect([exitCode, engine]).toEqual([1, null]);
    expect(of('engine-missing').filter(({ level }) => level === 'stops')).toContainEqual(
      expect.objectContaining({ subject: 'docker', cure: 'unset DOCKER_HOST' }),
    );
  });

  it('names images that are not there, without being stopped by them', async () => {
    const { exitCode, of } = await told('-s garage', await startEngine({ images: [] }));
    expect(exitCode).toBe(0);
    expect(of('image-missing').map(({ level, cure }) => `${level} ${cure}`)).toContain(
      'warns docker pull docker.io/dxflrs/garage:v2.4.1',
    );
  });

  it.skipIf(process.platform !== 'linux')('names the process that holds a port', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(8443, bound, done));
    onTestFinished(() => void server.close());
    const env = await startEngine();
    const { exitCode, of } = await told(`--bind ${bound}`, env);
    expect(exitCode).toBe(1);
    expect(of('port-taken')).toContainEqual(
      expect.objectContaining({
        level: 'stops',
        subject: `port ${bound}:8443 of auth`,
        cure: `kill ${process.pid}`,
      }),
    );
    expect((await told('', env)).of('port-taken').map(({ level }) => level)).not.toContain('stops');
  });

  it('knows containers by their projects', async () => {
    const Ports = [{ IP: bound, PublicPort: 8443, PrivatePort: 8443, Type: 'tcp' }];
    const env = await startEngine({
      containers: [{ Id: 'a1', Names: ['/web'], Labels: { 'com.docker.compose.project': 'shop' }, Ports }],
    });
    const port = async (words: string) =>
      (await told(`--bind ${bound} ${words}`, env))
        .of('port-taken')
        .find(({ subject }) => subject.includes('8443'));
    expect(await port('')).toMatchObject({ level: 'stops', cure: 'smoke down -c docker --project shop' });
    expect(await port('--project shop')).toMatchObject({ level: 'fine', seen: 'held by this stack itself' });
  });

  it.each([
    ['which are new ones each time', ''],
    ['which are to be new', '--fresh'],
  ])('finds volumes whose secrets are not known, %s', async (_, words) => {
    const volume = {
      Name: 'cryostat_database-data',
      Labels: { 'com.docker.compose.volume': 'database-data' },
    };
    const { exitCode, of } = await told(words, await startEngine({ volumes: [volume] }));
    expect(exitCode).toBe(1);
    expect(of('volumes-of-another')).toEqual([
      expect.objectContaining({ level: 'stops', cure: 'smoke down --volumes -c docker' }),
    ]);
  });

  it('leaves no identity behind, and none changed', async () => {
    const env = await startEngine();
    await doctor('-t all', env);
    expect(existsSync(join(env['HOME'] ?? '', 'state'))).toBe(false);
    const folder = join(env['XDG_STATE_HOME'] ?? '', 'smoke');
    mkdirSync(folder, { recursive: true });
    const text = JSON.stringify({ version: 1, instanceId: 'a', secrets: {}, hashes: {}, certificates: {} });
    writeFileSync(join(folder, 'cryostat.json'), text);
    for (const words of ['', '--fresh', '--identity-from compose.yml']) await doctor(words, env);
    expect(readdirSync(folder)).toEqual(['cryostat.json']);
    expect(readFileSync(join(folder, 'cryostat.json'), 'utf8')).toBe(text);
  });

  it('says that remembered secrets are damaged', async () => {
    const env = await startEngine();
    const file = join(temporaryFolder({ 'me.json': '{' }), 'me.json');
    const { exitCode, of } = await told(`--identity ${file}`, env);
    expect([exitCode, of('identity-damaged')]).toEqual([1, [expect.objectContaining({ subject: file })]]);
  });

  it('needs no keys for a storage outside, and says which ones the start needs', async () => {
    const env = { ...(await startEngine()), S3_ENDPOINT: 'http://192.0.2.1' };
    const { of } = await told('-s ext', env);
    expect(of('start-variables').map(({ subject }) => subject)).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ]);
    expect(of('storage-silent')[0]).toMatchObject({ level: 'stops', subject: 'storage http://192.0.2.1' });
  });

  it.each([
    [0, 'fine', 0],
    [-300, 'warns', 0],
    [1000, 'stops', 1],
  ])('compares its clock with that of the storage: %i s', async (skew, level, exitCode) => {
    const result = await told(`-f ${await storage(skew)}`, await startEngine());
    expect(result.of('storage-silent')).toEqual([expect.objectContaining({ level: 'fine' })]);
    expect(result.of('storage-clock')).toEqual([expect.objectContaining({ level })]);
    expect(result.exitCode).toBe(exitCode);
  });

  it('knows proxies of the client, and does not tell their passwords', async () => {
    const env = await startEngine();
    mkdirSync(join(env['HOME'] ?? '', '.docker'));
    const proxies = { default: { httpProxy: 'http://me:secret@proxy:3128', noProxy: 'db' } };
    writeFileSync(join(env['HOME'] ?? '', '.docker', 'config.json'), JSON.stringify({ proxies }));
    const { exitCode, findings, of } = await told('', env);
    expect([exitCode, of('proxy-loopback')[0]?.level]).toEqual([1, 'stops']);
    expect(JSON.stringify(findings)).not.toContain('secret@');
  });

  it.each([
    ['-s nonsense', 'unknown storage "nonsense"'],
    ['-c nonsense', '-c: got "nonsense"'],
    ['-f /nonexistent.yml', 'cannot read /nonexistent.yml'],
    ['-o /nonexistent/report.txt', 'cannot write /nonexistent/report.txt'],
    ['-f a.yml --from b.yml', '--from'],
    ['--project Ü', '"Ü"'],
  ])('refuses %s with one clear error', async (words, message) => {
    const { exitCode, stdout, stderr } = await doctor(words, await startEngine());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('writes into a file', async () => {
    const file = join(temporaryFolder(), 'report.json');
    const run = await doctor(`--json -o ${file}`, await startEngine());
    expect(run).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1, project: 'cryostat' });
  });
});
