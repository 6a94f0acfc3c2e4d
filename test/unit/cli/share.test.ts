import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, provider } from './shell.ts';

const values = `storage:
  storageSecretName: s3cred
  provider:
    url: https://s3.example.net
    region: us-east-1
    usePathStyleAccess: true
    usePresignedRecordingTransfers: true
    usePresignedDownloads: true
    metadata: {storageMode: tagging}
  buckets:
    names: {archivedRecordings: a-rec, archivedReports: a-rep, eventTemplates: a-evt, jmcAgentProbeTemplates: a-prb, threadDumps: a-thr, heapDumps: a-hea, metadata: a-met}
core:
  config:
    extra:
      envVars:
        - {name: STORAGE_BUCKETS_UNIFIED_LOGS_NAME, value: a-log}
        - {name: CRYOSTAT_SERVICES_HEAP_DUMP_REPORTS_STORAGE_CACHE_NAME, value: a-hdr}
`;

const secret = `apiVersion: v1
kind: Secret
metadata: {name: s3cred}
stringData:
  STORAGE_ACCESS_KEY_ID: AKIAHUNTER2HUNTER2
  STORAGE_ACCESS_KEY: ${provider.AWS_SECRET_ACCESS_KEY}
`;

/** The stack's own names for the same buckets. */
const buckets = {
  CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'a-rec',
  CRYOSTAT_STORAGE_BUCKETS_ARCHIVED_REPORTS_NAME: 'a-rep',
  CRYOSTAT_STORAGE_BUCKETS_EVENT_TEMPLATES_NAME: 'a-evt',
  CRYOSTAT_STORAGE_BUCKETS_PROBE_TEMPLATES_NAME: 'a-prb',
  CRYOSTAT_STORAGE_BUCKETS_THREAD_DUMPS_NAME: 'a-thr',
  CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMPS_NAME: 'a-hea',
  CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: 'a-met',
  CRYOSTAT_STORAGE_BUCKETS_UNIFIED_LOGS_NAME: 'a-log',
  CRYOSTAT_STORAGE_BUCKETS_HEAP_DUMP_REPORTS_NAME: 'a-hdr',
};

/** A shell in a folder with the sides; `@` before a name is the folder. */
function shareShell(files: Record<string, string> = {}, env: Record<string, string> = {}) {
  const folder = temporaryFolder({ ...known, 'values.yaml': values, 'secret.yaml': secret, ...files });
  const all = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...provider, ...buckets, ...env };
  const run = (words: string, stdin = '') =>
    runSmoke(
      [
        'share',
        'check',
        ...words
          .split(' ')
          .filter(Boolean)
          .map((word) => word.replaceAll('@', `${folder}/`)),
      ],
      all,
      {
        stdin: Readable.from([Buffer.from(stdin)]),
      },
    );
  return { folder, run };
}

/** A manifest whose storage is a server that answers so. */
async function manifestOf(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return JSON.stringify({
    name: 'cryostat',
    services: {
      cryostat: {
        image: 'cryostat',
        environment: {
          QUARKUS_S3_ENDPOINT_OVERRIDE: 'http://s3:9000',
          QUARKUS_S3_PATH_STYLE_ACCESS: 'true',
          AWS_ACCESS_KEY_ID: 'id-of-one',
          AWS_SECRET_ACCESS_KEY: 'secret-of-one',
        },
      },
    },
    'x-smoke': {
      ...{ version: 1, app: 'cryostat', storage: 'minio', urls: [], content: {}, buckets: [], probes: [] },
      s3: {
        endpoint: `http://127.0.0.1:${port}`,
        region: 'us-east-1',
        pathStyle: true,
        accessKeyId: 'id-of-one',
        secretAccessKey: 'secret-of-one',
      },
    },
  });
}

describe('smoke share check', () => {
  it.each([
    ['', 'no side is given'],
    ['- -', 'standard input can be read once'],
    ['-,@values.yaml -', 'standard input can be read once'],
    ['- -f -', 'standard input can be read once'],
    [',', 'expected a file'],
    ['@missing.yaml', 'missing.yaml'],
    ['@values.yaml @missing.yaml', 'missing.yaml'],
  ])('%s is wrong use: exit 2 and one line', async (words, text) => {
    const { run } = shareShell();
    const { exitCode, stdout, stderr } = await run(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(text);
  });

  it('of a chart and the stack of the flags says that they share everything', async () => {
    const { run } = shareShell();
    const { exitCode, stdout, stderr } = await run('@values.yaml,@secret.yaml -s ext --no-check');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^✔ .*values\.yaml.* and stack "cryostat" share everything/),
    ]);
    expect(stderr).toContain('delete on the side that uploaded');
    expect(stdout + stderr).not.toContain(provider.AWS_SECRET_ACCESS_KEY);
  });

  it('reads a side from standard input, and says in JSON what keeps them apart', async () => {
    const { run } = shareShell();
    const { exitCode, stdout } = await run(
      '- @values.yaml --no-check --json',
      values.replace('a-hea', 'other'),
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, verdict: 'part', apart: ['heapDumps'] });
  });

  it('takes the stack of a manifest for the other side', async () => {
    const { run, folder } = shareShell();
    const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...provider, ...buckets };
    await runSmoke(['-s', 'ext', '-o', join(folder, 'compose.yml')], env);
    expect((await run('@values.yaml -f @compose.yml --no-check')).exitCode).toBe(0);
    expect((await run('@values.yaml @compose.yml --no-check')).exitCode).toBe(0);
  });

  it('refuses an address that only one of them reaches, and says why', async () => {
    const inside = values.replace('https://s3.example.net', 'http://minio.minio.svc:9000');
    const { run } = shareShell({ 'values.yaml': inside });
    const { exitCode, stdout } = await run('@values.yaml -s ext');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('the laptop cannot reach http://minio.minio.svc:9000');
    expect(stdout).toContain('not proven: http://minio.minio.svc:9000 of');
  });

  it('without credentials only compares, and says how to have it proven', async () => {
    const { run } = shareShell({}, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const { exitCode, stdout, stderr } = await run('@values.yaml,@secret.yaml -s ext');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('as far as their settings tell');
    expect(stdout).toContain('not proven: no credentials of stack "cryostat"');
    expect(stderr).toContain('AWS_ACCESS_KEY_ID');
  });

  it('exits 4 where the storage does not answer, and leaves no note of what was never made', async () => {
    const manifest = await manifestOf((request) => request.socket.destroy());
    const { run } = shareShell({ 'compose.yml': manifest });
    const { exitCode, stdout, stderr } = await run('@compose.yml @compose.yml');
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('may share')]);
    expect(stdout + stderr).not.toContain('secret-of-one');
  });

  it.each([
    ['of a web page', '<html><body>404</body></html>', 'text/html'],
    ['without words', '', 'text/plain'],
  ])('says that a server that answers 404 %s is none of S3', async (_, body, type) => {
    const manifest = await manifestOf((_request, response) =>
      response.writeHead(404, { 'content-type': type }).end(body),
    );
    const { run } = shareShell({ 'compose.yml': manifest });
    const { exitCode, stdout } = await run('@compose.yml @compose.yml');
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(/answers 404.*not as an S3 server does[\s\S]*→ .*the endpoint of the S3 API/),
    ]);
  });

  it('with one word and no stack says how to name the other side', async () => {
    const { run } = shareShell();
    const { exitCode, stdout, stderr } = await run('@values.yaml,@secret.yaml --no-check');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/only one side is given, and no stack "cryostat" is known\n.*-s ext.*-f FILE/);
  });
});
