import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { askThroughProxy } from './proxy-client.ts';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

interface Printed {
  readonly 'x-smoke': {
    readonly ca: string;
    readonly s3: {
      readonly endpoint: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    };
  };
  readonly services: { readonly cryostat: { readonly environment: Record<string, string> } };
}

/** The manifest that `up` kept. */
function kept(user: User): Printed {
  return parse(readFileSync(join(user.folder, 'state', 'smoke', `${user.project}.yml`), 'utf8')) as Printed;
}

/** Services whose container is not the one it was. */
function changedServices(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(after)
    .filter((service) => before[service] !== after[service])
    .sort();
}

async function objectInBucket(printed: Printed, bucket: string, key: string): Promise<string> {
  const { endpoint, accessKeyId, secretAccessKey } = printed['x-smoke'].s3;
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  } finally {
    client.destroy();
  }
}

/** Path and query of an object, signed for the name that the storage has inside of the stack, as Cryostat signs. */
async function presignedPath(printed: Printed, bucket: string, key: string): Promise<string> {
  const { accessKeyId, secretAccessKey } = printed['x-smoke'].s3;
  const credentials = { accessKeyId, secretAccessKey };
  const inside = new URL(printed.services.cryostat.environment['QUARKUS_S3_ENDPOINT_OVERRIDE'] ?? '');
  const { sha256 } = new S3Client({ region: 'us-east-1', credentials }).config;
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials,
    sha256,
    uriEscapePath: false,
  });
  const path = `/${bucket}/${key}`;
  const { query } = await signer.presign({
    method: 'GET',
    protocol: inside.protocol,
    hostname: inside.hostname,
    port: Number(inside.port),
    path,
    query: {},
    headers: { host: inside.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  return `${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
}

/** One of each engine also runs the second storage: all four would take minutes, and show the same. */
const storagesOn = (target: string): readonly ('garage' | 'minio')[] =>
  /Compose 5|podman-compose/.test(target) ? ['garage', 'minio'] : ['garage'];

for (const target of targets()) {
  for (const storage of storagesOn(target.name)) {
    describe.skipIf(target.missing)(`a stack with ${storage} on ${target.name}`, () => {
      let user: User;
      let before: string[];
      let content: string;

      beforeAll(() => {
        user = createUser(target);
        before = user.inventory();
        content = join(user.folder, 'volumes');
        cpSync(join(import.meta.dirname, '..', '..', 'volumes'), content, { recursive: true });
        mkdirSync(join(content, 'templates'), { recursive: true });
        writeFileSync(join(content, 'templates', 'first.jfc'), '<configuration label="First"/>');
      });
      afterAll(async () => {
        await user.smoke(['down', '--volumes']);
        user.leave();
      });

      // One storage without Grafana is enough to see that it may be missing, and quicker.
      const less = storage === 'minio' ? ['-G'] : [];
      const up = (env: Record<string, string> = {}) =>
        user.smoke(['up', '-s', storage, '--content', content, ...less], env);
      const ask = (path: string, password: string) =>
        askThroughProxy(path, { ca: kept(user)['x-smoke'].ca, auth: `user:${password}` });

      it('comes up healthy with every probe green', async () => {
        const { exitCode, stdout, stderr } = await up();
        expect(exitCode, stdout + stderr).toBe(0);
        expect(stdout).toContain('https://localhost:8443');
        expect(stdout).not.toMatch(/✘|skipped/);
        expect(stdout).not.toContain(user.secret('CRYOSTAT_PASS'));
      });

      it('stores a file that is posted through the proxy in the archives bucket', async () => {
        const printed = kept(user);
        const bytes = Buffer.from(`a recording on ${target.name}`);
        const auth = `user:${user.secret('CRYOSTAT_PASS')}`;
        const posted = await askThroughProxy('/api/v4/recordings', {
          ca: printed['x-smoke'].ca,
          auth,
          file: { name: 'proof.jfr', bytes },
        });
        expect(posted.status, posted.body).toBe(200);
        const bucket = printed.services.cryostat.environment['STORAGE_BUCKETS_ARCHIVES_NAME'] ?? '';
        expect(await objectInBucket(printed, bucket, 'uploads/proof.jfr')).toBe(bytes.toString());
        const listed = await ask('/api/v4/recordings', user.secret('CRYOSTAT_PASS'));
        expect(listed.status, listed.body).toBe(200);
        expect(listed.body).toContain('proof.jfr');
      });

      it('leads browsers with a presigned URL through the proxy to the storage, and nobody without a login', async () => {
        const printed = kept(user);
        const { environment } = printed.services.cryostat;
        const bucket = environment['STORAGE_BUCKETS_ARCHIVES_NAME'] ?? '';
        const path = `/storage${await presignedPath(printed, bucket, 'uploads/proof.jfr')}`;
        const password = user.secret('CRYOSTAT_PASS');
        expect(await ask(path, password)).toMatchObject({
          status: 200,
          body: `a recording on ${target.name}`,
        });
        expect((await ask(path.replace(/Signature=..../, 'Signature=0000'), password)).status).toBe(403);
        expect((await ask(path, 'not the password')).status).toBe(401);
      });

      it('leads to Grafana through the proxy where it is there', async () => {
        const { status } = await ask('/grafana/api/health', user.secret('CRYOSTAT_PASS'));
        expect(status).toBe(storage === 'minio' ? 404 : 200);
      });

      it('brings the content of volumes/ to the application', async () => {
        const templates = await ask('/api/v4/event_templates', user.secret('CRYOSTAT_PASS'));
        expect(templates.body).toContain('first');
      });

      it('restarts nothing but files when nothing changed', async () => {
        const running = user.running();
        const { exitCode, stdout } = await up();
        expect(exitCode, stdout).toBe(0);
        expect(changedServices(running, user.running())).toEqual([]);
      });

      it('gives the proxy the password that the user chose, and takes the old one away', async () => {
        const old = user.secret('CRYOSTAT_PASS');
        const { exitCode, stdout, stderr } = await up({ CRYOSTAT_PASS: 'chosen by me' });
        expect(exitCode, stdout + stderr).toBe(0);
        expect(stdout + stderr).not.toContain('chosen by me');
        expect((await ask('/api/v4/recordings', 'chosen by me')).status).toBe(200);
        expect((await ask('/api/v4/recordings', old)).status).toBe(401);
      });

      it('brings changed content to services that run on', async () => {
        writeFileSync(join(content, 'templates', 'second.jfc'), '<configuration label="Second"/>');
        const { exitCode, stdout } = await up();
        expect(exitCode, stdout).toBe(0);
        expect((await ask('/api/v4/event_templates', user.secret('CRYOSTAT_PASS'))).body).toContain('second');
      });

      // MinIO has no configuration file to edit.
      if (storage === 'garage')
        it('brings an edited configuration file to its service', async () => {
          const file = join(content, 'garage-config', 'garage.toml');
          writeFileSync(file, `${readFileSync(file, 'utf8')}\n# edited\n`);
          const running = user.running();
          const { exitCode, stdout } = await up();
          expect(exitCode, stdout).toBe(0);
          expect(changedServices(running, user.running())).toContain('s3');
        });

      it('has its data still after down and up', async () => {
        expect((await user.smoke(['down'])).exitCode).toBe(0);
        expect(user.running()).toEqual({});
        const { exitCode, stdout } = await up();
        expect(exitCode, stdout).toBe(0);
        expect((await ask('/api/v4/recordings', user.secret('CRYOSTAT_PASS'))).body).toContain('proof.jfr');
      });

      it('leaves nothing after down --volumes', async () => {
        const { exitCode, stderr } = await user.smoke(['down', '--volumes']);
        expect(exitCode, stderr).toBe(0);
        expect(user.inventory()).toEqual(before);
      });
    });
  }
}
