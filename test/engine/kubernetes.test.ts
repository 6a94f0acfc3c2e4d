// Kubernetes objects on real Podman, which plays pods, claims and ConfigMaps: the storages come up as nobody's root,
// their checks pass, the key of the Secret opens them, and the Job's script makes the buckets.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { targets } from './targets.ts';
import { createUser, images } from './user.ts';

const project = 'smoke-kube';
const target = targets().find(({ engine }) => engine === 'podman');

/** The parts of an object that the test reads. */
interface Container {
  readonly command?: readonly string[];
  readonly env?: readonly Variable[];
  readonly readinessProbe?: { readonly exec: { readonly command: readonly string[] } };
  readonly ports?: readonly unknown[];
}
interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } };
}
interface Template {
  readonly spec: { readonly containers: readonly Container[] };
}
interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly template: Template };
  readonly stringData?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** What Podman says of its health checks, which nobody runs without systemd, is nothing to this test. */
const podman = (args: readonly string[]): string =>
  execFileSync('podman', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Podman plays a StatefulSet's pod, not the set; what pods listen on stays inside, and its Secrets are JSON. */
function play(objects: readonly KubernetesObject[], folder: string): void {
  for (const { metadata, stringData = {} } of objects.filter(({ kind }) => kind === 'Secret')) {
    const data = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
    const file = join(folder, metadata.name);
    writeFileSync(file, JSON.stringify(Object.fromEntries(data)));
    podman(['secret', 'create', metadata.name, file]);
  }
  const played = objects.flatMap((object): object[] => {
    if (['ConfigMap', 'PersistentVolumeClaim'].includes(object.kind)) return [object];
    if (object.kind !== 'StatefulSet' || object.spec === undefined) return [];
    const { spec } = object.spec.template;
    const containers = spec.containers.map(({ ports: _, ...container }) => container);
    const metadata = { name: `${project}-${object.metadata.name}` };
    return [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, containers } }];
  });
  const file = join(folder, 'pods.yml');
  writeFileSync(file, played.map((object) => stringify(object)).join('---\n'));
  // Its own network for this would stay behind.
  podman(['kube', 'play', '--network', 'podman', file]);
}

/** Removes what this test may have left, by its name; without systemd, the first attempt at a pod may fail half-way. */
function sweep(): void {
  const kinds = [
    { kind: 'pod', remove: ['--force', '--time', '0'] },
    { kind: 'volume', remove: ['--force'] },
    { kind: 'secret', remove: [] },
  ];
  for (const { kind, remove } of kinds) {
    const left = () => names([kind, 'ls', '--format', '{{.Name}}']);
    for (let attempt = 1; attempt <= 3 && left().length > 0; attempt++) {
      try {
        podman([kind, 'rm', ...remove, ...left()]);
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  }
}

/** The image that Podman makes for itself when it first has a pod. */
const pauseImages = (): string[] =>
  podman(['images', '--format', '{{.Repository}}:{{.Tag}}'])
    .split('\n')
    .filter((image) => image.startsWith('localhost/podman-pause:'));
const names = (args: readonly string[]): string[] =>
  podman(args)
    .split('\n')
    .filter((name) => name.startsWith(`${project}-`));

describe.skipIf(target === undefined || target.missing).each([
  { storage: 'garage', port: 3900 },
  { storage: 'minio', port: 9000 },
])('the pod of $storage on Podman', ({ storage, port }) => {
  let folder: string;
  let pausesBefore: readonly string[] = [];
  let objects: readonly KubernetesObject[];
  let client: S3Client;
  let address: string;
  const container = `${project}-s3-s3`;
  const job = (): Container => {
    const found = objects.find(
      ({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('make-buckets'),
    );
    return found?.spec?.template.spec.containers[0] ?? {};
  };
  /** The variables of the Job, its secrets filled in. */
  const variables = (): Record<string, string> => {
    const secrets = Object.assign({}, ...objects.map(({ stringData }) => stringData ?? {}));
    const entries = (job().env ?? []).map(({ name, value, valueFrom }) => [
      name,
      value ?? secrets[valueFrom?.secretKeyRef.key ?? ''],
    ]);
    return Object.fromEntries(entries);
  };

  beforeAll(async () => {
    if (target === undefined) throw new Error('no Podman');
    sweep();
    pausesBefore = pauseImages();
    folder = mkdtempSync(join(tmpdir(), 'smoke-kube-'));
    const user = createUser(target, project);
    const words = ['-s', storage, '--only', 's3', '--format', 'kubernetes', '--secrets', 'inline'];
    const { exitCode, stdout, stderr } = await user.smoke(words);
    user.leave();
    expect(exitCode, stderr).toBe(0);
    objects = parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
    play(objects, folder);
    const infra = podman(['pod', 'inspect', `${project}-s3`, '--format', '{{.InfraContainerID}}']).trim();
    const networks = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    address = `http://${podman(['inspect', infra, '--format', networks]).trim()}:${port}`;
    const {
      ACCESS_KEY_ID: accessKeyId = '',
      SECRET_ACCESS_KEY: secretAccessKey = '',
      REGION: region = '',
    } = variables();
    client = new S3Client({
      endpoint: address,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
    });
  });
  afterAll(() => {
    sweep();
    const pauses = pauseImages().filter((image) => !pausesBefore.includes(image));
    if (pauses.length > 0) podman(['rmi', ...pauses]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('becomes ready by its own check, and is not root', async () => {
    const set = objects.find(({ kind }) => kind === 'StatefulSet');
    const check = set?.spec?.template.spec.containers[0]?.readinessProbe?.exec.command ?? [];
    expect(check.length).toBeGreaterThan(0);
    const isReady = (): boolean => {
      try {
        podman(['exec', container, ...check]);
        return true;
      } catch {
        return false;
      }
    };
    for (let attempt = 0; attempt < 60 && !isReady(); attempt++) await pause(500);
    expect(isReady()).toBe(true);
    expect(podman(['top', container, 'user']).split('\n').slice(1).filter(Boolean)).toEqual(['1000']);
    expect(podman(['inspect', container, '--format', '{{.ImageName}}'])).toContain(
      images[storage === 'minio' ? 'MINIO_IMAGE' : 'GARAGE_IMAGE'],
    );
  });

  it('gets the buckets of the stack by the script of the Job, and takes objects with the key of the Secret', async () => {
    const scripts = objects.find(({ metadata }) => metadata.name === `${project}-make-buckets`);
    const env = { ...variables(), ENDPOINT: address, PATH: process.env['PATH'] ?? '' };
    for (const _ of ['first', 'again'])
      execFileSync('sh', ['-c', scripts?.data?.['make-buckets'] ?? 'exit 1'], { env, encoding: 'utf8' });
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    const wanted = (variables()['BUCKETS'] ?? '').split(',');
    expect(wanted.length).toBeGreaterThan(6);
    expect(Buckets.map(({ Name }) => Name).sort()).toEqual(wanted.sort());
    await client.send(new PutObjectCommand({ Bucket: wanted[0], Key: 'proof', Body: 'kept' }));
  });
});
