// Kubernetes objects against the schemas of two versions, and the script of the Job that makes buckets against servers.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketsScript } from '../../src/kubernetes/buckets.ts';
import { runScenario } from '../golden/scenarios.ts';
import { cannotStart, serverKinds } from './servers/all.ts';
import { python } from './servers/child.ts';
import type { S3Server } from './servers/server.ts';

const validate = join(dirname(python), 'kubernetes-validate');
const noSchemas = existsSync(validate) ? undefined : 'kubernetes-validate';
const noCurl = spawnSync('curl', ['--version']).status === 0 ? undefined : 'curl';

/** The oldest and the newest version that the schemas have without one being a preview. */
const versions = ['1.25', '1.36'];

describe.skipIf(cannotStart('schemas of Kubernetes', [], [noSchemas]))('schemas of Kubernetes', () => {
  let folder: string;
  let files: string[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'smoke-kubernetes-'));
    const inside = readdirSync('compose/storage').filter((name) => !/^(ext|none)\./.test(name));
    const stacks = [
      '-t all -r 2 -X --discovery',
      ...inside.map((name) => `-s ${name.replace('.yml', '')} --only s3`),
    ];
    files = [];
    for (const words of stacks) {
      const all = `${words} --format kubernetes --secrets inline --quota --storage-class file=nfs,block=fast`;
      const { exitCode, stdout, stderr } = await runScenario({ words: all });
      expect(exitCode, stderr).toBe(0);
      const file = join(folder, `${files.length}.yml`);
      writeFileSync(file, stdout);
      files.push(file);
    }
    expect(files.length).toBeGreaterThan(8);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(versions)('of version %s accept every object, and know every field', async (version) => {
    const words = ['--strict', '--quiet', '--no-warn', '--kubernetes-version', version, ...files];
    const { stdout, stderr } = await promisify(execFile)(validate, words, { maxBuffer: 64e6 });
    expect(stdout + stderr).toBe('');
  });
});

/** Runs the script as the Job does, on this machine. */
async function makeBuckets(
  {
    endpoint,
    region,
    accessKeyId,
    secretAccessKey,
  }: Pick<S3Server, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>,
  buckets: readonly string[],
): Promise<{ exitCode: number; output: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    ENDPOINT: endpoint,
    REGION: region,
    BUCKETS: buckets.join(','),
    ACCESS_KEY_ID: accessKeyId,
    SECRET_ACCESS_KEY: secretAccessKey,
  };
  return await new Promise((resolve) => {
    execFile('sh', ['-c', bucketsScript], { env }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    );
  });
}

for (const kind of serverKinds.filter(({ name }) => ['garage', 'minio', 'versitygw'].includes(name))) {
  describe.skipIf(cannotStart(`the Job that makes buckets on ${kind.name}`, [kind], [noCurl]))(
    `the Job that makes buckets on ${kind.name}`,
    () => {
      let server: S3Server;
      beforeAll(async () => {
        server = await kind.start();
      });
      afterAll(() => server.stop());

      it('makes them, and finds them there the second time', async () => {
        const first = await makeBuckets(server, ['one-of-ours', 'two-of-ours']);
        expect(first).toEqual({ exitCode: 0, output: 'one-of-ours: made\ntwo-of-ours: made\n' });
        const second = await makeBuckets(server, ['one-of-ours', 'two-of-ours', 'three-of-ours']);
        expect(second.output).toBe('one-of-ours: is there\ntwo-of-ours: is there\nthree-of-ours: made\n');
        expect(second.exitCode).toBe(0);
      });
      it('fails with what the server says where the key is wrong, and does not say the key', async () => {
        const wrong = { ...server, secretAccessKey: 'wrong/"key\\of-ours' };
        const { exitCode, output } = await makeBuckets(wrong, ['four-of-ours']);
        expect(exitCode).toBe(1);
        expect(output).toMatch(/the list of buckets: 403/);
        expect(output).not.toContain('wrong');
      });
    },
  );
}
