// The real stack on each backend that can be built here, beyond those of stack.test.ts. Cryostat is the stand-in.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../src/stack/manifest.ts';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

const project = 'smoke-backends';
const chosenTargets = targets().filter(({ name }) => /Compose 5|podman-compose/.test(name));

/** `keeps`: objects outlive the containers. The cluster runs on both engines, the others on one. */
const backends = [
  { storage: 'garage-cluster', keeps: true, on: /./ },
  { storage: 'versitygw', keeps: true, on: /Docker/ },
  { storage: 'ceph', keeps: false, on: /Docker/ },
  { storage: 'localstack', keeps: false, on: /Podman/ },
];

/** What `up` kept, and a client for the storage as it is reached from the host. */
function openStorage(user: User) {
  const kept = join(user.folder, 'state', 'smoke', `${project}.yml`);
  const manifest = parse(readFileSync(kept, 'utf8')) as Manifest;
  const { s3, buckets = [] } = manifest['x-smoke'] ?? {};
  const client = new S3Client({
    endpoint: s3?.endpoint ?? '',
    region: s3?.region ?? '',
    forcePathStyle: true,
    credentials: { accessKeyId: s3?.accessKeyId ?? '', secretAccessKey: s3?.secretAccessKey ?? '' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, buckets };
}

/** The bytes of an uploaded recording, asked of the storage itself. */
async function storedBytes(user: User, name: string): Promise<string> {
  const { client, buckets } = openStorage(user);
  const bucket = buckets.find((found) => found.startsWith('archives-')) ?? '';
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `uploads/${name}` }));
  return (await Body?.transformToString()) ?? '';
}

/** Uploads through the application; it answers 200 when the storage has taken it. */
async function upload(name: string, bytes: string): Promise<number> {
  const form = new FormData();
  form.append('recording', new Blob([bytes]), name);
  const { status } = await fetch('http://localhost:8080/api/v4/recordings', { method: 'POST', body: form });
  return status;
}

/** Uploads, and again where the storage is just finding out that one of its nodes is gone; the name that was taken. */
async function uploadInTime(name: string, bytes: string): Promise<string> {
  for (let attempt = 1; attempt < 10; attempt++) {
    if ((await upload(`${name}-${attempt}.jfr`, bytes)) === 200) return `${name}-${attempt}.jfr`;
    await pause(1000);
  }
  throw new Error(`no upload of ${name} was taken`);
}

const listed = async (): Promise<string> =>
  await (await fetch('http://localhost:8080/api/v4/recordings')).text();

for (const target of chosenTargets) {
  const ask = (...args: string[]): string => execFileSync(target.engine, args, { encoding: 'utf8' }).trim();
  const containerOf = (service: string): string => {
    const label = (name: string, value: string) => ['--filter', `label=com.docker.compose.${name}=${value}`];
    return ask('ps', '-aq', ...label('project', project), ...label('service', service)).split('\n')[0] ?? '';
  };

  for (const { storage, keeps } of backends.filter(({ on }) => on.test(target.name))) {
    describe.skipIf(target.missing)(`a stack with ${storage} on ${target.name}`, () => {
      let user: User;
      let before: string[];

      beforeAll(() => {
        user = createUser(target, project);
        before = user.inventory();
      });
      afterAll(async () => {
        await user.smoke(['down', '--volumes']);
        user.leave();
      });
      const up = () => user.smoke(['up', '-s', storage, '-p', '-G']);

      it('comes up healthy with every probe green', async () => {
        const { exitCode, stdout, stderr } = await up();
        expect(exitCode, stdout + stderr).toBe(0);
        expect(stdout).not.toMatch(/✘|skipped/);
      });

      it('had its buckets before the application started', async () => {
        const { client, buckets } = openStorage(user);
        const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
        const started = new Date(
          ask('inspect', '-f', '{{json .State.StartedAt}}', containerOf('cryostat')).replaceAll('"', ''),
        );
        for (const bucket of buckets) {
          const created = Buckets.find(({ Name }) => Name === bucket)?.CreationDate;
          expect(created?.getTime() ?? Number.POSITIVE_INFINITY, bucket).toBeLessThan(started.getTime());
        }
      });

      it('has what is uploaded through the application in its bucket, byte for byte', async () => {
        expect(await upload('proof.jfr', `on ${storage}`)).toBe(200);
        expect(await storedBytes(user, 'proof.jfr')).toBe(`on ${storage}`);
      });

      // A node needs up to half a minute until the others have it again.
      const turns = target.engine === 'docker' ? [1, 2, 3] : [2];
      if (storage === 'garage-cluster')
        it.each(turns)('serves the application and the host while node %s is stopped', async (node) => {
          const container = containerOf(`garage-${node}`);
          ask('stop', container);
          const name = await uploadInTime(`without-${node}`, `without ${node}`);
          expect(await listed()).toContain(name);
          expect(await storedBytes(user, name)).toBe(`without ${node}`);
          expect(await storedBytes(user, 'proof.jfr')).toBe(`on ${storage}`);
          ask('start', container);
          // The next one may stop when this one is back: two of three have to be there.
          const health = () =>
            ask('exec', '-e', 'RUST_LOG=error', containerOf('s3'), '/garage', 'json-api', 'GetClusterHealth');
          for (let attempt = 1; attempt <= 60 && !/"status": *"healthy"/.test(health()); attempt++)
            await pause(1000);
          expect(health()).toMatch(/"status": *"healthy"/);
        });

      if (keeps)
        it('has its data still after down and up', async () => {
          expect((await user.smoke(['down'])).exitCode).toBe(0);
          const { exitCode, stdout, stderr } = await up();
          expect(exitCode, stdout + stderr).toBe(0);
          expect(await storedBytes(user, 'proof.jfr')).toBe(`on ${storage}`);
          expect(await upload('second.jfr', 'second')).toBe(200);
        });

      it('leaves nothing after down --volumes', async () => {
        const { exitCode, stderr } = await user.smoke(['down', '--volumes']);
        expect(exitCode, stderr).toBe(0);
        expect(user.inventory()).toEqual(before);
      });
    });
  }
}
