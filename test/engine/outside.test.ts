import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannotStart } from '../s3/servers/all.ts';
import { garage } from '../s3/servers/garage.ts';
import type { S3Server } from '../s3/servers/server.ts';
import { targets } from './targets.ts';
import { createUser, type User } from './user.ts';

const noServer = cannotStart('tests with a Garage outside of the stack', [garage]);

async function storedText(server: S3Server, bucket: string, key: string): Promise<string | undefined> {
  const { endpoint, region, pathStyle, accessKeyId, secretAccessKey } = server;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, forcePathStyle: pathStyle, credentials });
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return await Body?.transformToString();
}

/** Every bucket of the server, with the keys in it. */
async function keysOf(server: S3Server): Promise<Record<string, string[]>> {
  const { endpoint, region, pathStyle, accessKeyId, secretAccessKey } = server;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, forcePathStyle: pathStyle, credentials });
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  const found = Buckets.map(async ({ Name = '' }): Promise<[string, string[]]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: Name }));
    return [Name, Contents.map(({ Key = '' }) => Key)];
  });
  return Object.fromEntries(await Promise.all(found));
}

for (const target of targets().filter(({ name }) => /Compose 5|podman-compose/.test(name))) {
  describe.skipIf(target.missing ?? noServer)(`a Garage outside of the stack on ${target.name}`, () => {
    let user: User;
    let server: S3Server;
    let env: Record<string, string>;

    beforeAll(async () => {
      server = await garage.start({ host: '0.0.0.0' });
      user = createUser(target);
      env = {
        S3_ENDPOINT: server.endpoint,
        S3_REGION: server.region,
        AWS_ACCESS_KEY_ID: server.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      };
    });
    afterAll(async () => {
      await user.smoke(['down', '--volumes']);
      user.leave();
      await server.stop();
    });

    const bucketLines = async (): Promise<string[]> => {
      const { stdout } = await user.smoke(['buckets', 'list', '-s', 'ext'], env);
      return stdout.split('\n').filter((line) => line.includes('\texists\t'));
    };

    it('is refused with the right region where another one was given, exit 4', async () => {
      const { exitCode, stdout, stderr } = await user.smoke(['up', '-s', 'ext'], {
        ...env,
        S3_REGION: 'eu-west-1',
      });
      expect([exitCode, stdout], stderr).toEqual([4, '']);
      expect(stderr).toContain(`got eu-west-1, expected ${server.region}`);
    });

    it('keeps no bucket of a run that was interrupted', async () => {
      for (const pause of [900, 1500, 2500]) {
        const child = user.start(['up', '-s', 'ext', '-G'], env);
        const ended = new Promise((resolve) => child.once('close', resolve));
        await sleep(pause);
        child.kill('SIGINT');
        expect(await ended).toBe(130);
        expect(await bucketLines()).toEqual([]);
      }
      expect(user.running()).toEqual({});
    });

    it('gets its buckets and the storage mode that it can bear, without being told', async () => {
      const { exitCode, stdout, stderr } = await user.smoke(['up', '-s', 'ext', '-G'], env);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stderr).toContain('object tags do not work here');
      const kept = readFileSync(join(user.folder, 'state', 'smoke', `${user.project}.yml`), 'utf8');
      expect(kept).toContain('STORAGE_METADATA_STORAGE_MODE: bucket');
      expect(await bucketLines()).toHaveLength(7);
      const again = await user.smoke(['up', '-s', 'ext', '-G'], env);
      expect(again.exitCode, again.stderr).toBe(0);
      await user.smoke(['down', '--volumes']);
      const removed = await user.smoke(['buckets', 'remove', '--yes', '-s', 'ext'], env);
      expect(removed.exitCode, removed.stderr).toBe(0);
      expect(await bucketLines()).toEqual([]);
    });

    it('is tested in buckets of its own, which are gone again, and in those that were there as if nobody had been', async () => {
      const own = { ...env, CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'mine-from-before' };
      const made = await user.smoke(['buckets', 'create', '-s', 'ext'], own);
      expect(made.exitCode, made.stderr).toBe(0);
      const there = await keysOf(server);
      expect(there['mine-from-before']).toEqual([]);
      const tested = await user.smoke(['test', '-s', 'ext', '-G', '-t', 'quarkus-cryostat-agent'], own);
      expect(tested.exitCode, tested.stdout + tested.stderr).toBe(0);
      expect(tested.stdout + tested.stderr).not.toContain(server.secretAccessKey);
      expect(await keysOf(server)).toEqual(there);
      const removed = await user.smoke(
        ['buckets', 'remove', '--yes', '-s', 'ext', 'mine-from-before', ...Object.keys(there)],
        own,
      );
      expect(removed.exitCode, removed.stderr).toBe(0);
    });

    it('starts for the buckets of another Cryostat, with nothing but its Helm values and its Secret', async () => {
      // The mode that Garage can bear, said by somebody else.
      const cluster = { ...env, S3_INSTANCE_ID: 'cluster', CRYOSTAT_STORAGE_MODE: 'bucket' };
      const printed = async (file: string, ...words: string[]): Promise<string> => {
        const run = await user.smoke(['-s', 'ext', '-p', '--format', 'helm', ...words, '-o', file], cluster);
        expect(run.exitCode, run.stderr).toBe(0);
        return join(user.folder, file);
      };
      const values = await printed('values.yaml');
      const secret = await printed('secret.yaml', '--secrets', 'separate');
      const from = ['--from', values, secret, '--with-credentials'];
      const { exitCode, stdout, stderr } = await user.smoke(['up', '-G', '-p', ...from]);
      expect(exitCode, stdout + stderr).toBe(0);
      const form = new FormData();
      form.append('recording', new Blob([`shared on ${target.name}`]), 'shared.jfr');
      const posted = await fetch('http://localhost:8080/api/v4/recordings', { method: 'POST', body: form });
      expect(posted.status).toBe(200);
      expect(await storedText(server, 'archives-cluster', 'uploads/shared.jfr')).toBe(
        `shared on ${target.name}`,
      );
      const shared = await user.smoke(['share', 'check', `${values},${secret}`], env);
      expect(shared.exitCode, shared.stdout + shared.stderr).toBe(0);
      await user.smoke(['down', '--volumes']);
    });
  });
}
