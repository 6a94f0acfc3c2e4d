// What holds for every manifest, whatever was chosen.

import { describe, expect, it } from 'vitest';
import { isScalar, parse, parseDocument, visit } from 'yaml';
import type { Manifest, Value } from '../../src/stack/manifest.ts';
import { collectReferences, fillReferences } from '../../src/stack/references.ts';
import { formsOf, list, map, namedVolume, strings } from './parts.ts';
import { provider, runScenario, type Scenario } from './scenarios.ts';

const storages = ['seaweed', 'minio', 'garage', 'ext', 'none'];
const proxies = ['', '-k', '-p'];
const discoveries = ['', '--discovery', '--discovery -c podman'];
const matrix = storages.flatMap((storage) =>
  proxies.flatMap((proxy) =>
    discoveries.map((discovery) => `-s ${storage} ${proxy} ${discovery}`.trim().replace(/ +/g, ' ')),
  ),
);
const session = { AWS_SESSION_TOKEN: 'test-session-token' };
const login = { CRYOSTAT_PASS: 'chosen-password' };
const secret = { ...provider, ...session, ...login };

const scenarioOf = (words: string): Scenario => ({
  words,
  env: { ...login, ...(words.includes('ext') && { ...provider, ...session }) },
});

const bucketVariables = [
  'STORAGE_BUCKETS_ARCHIVES_NAME',
  'CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME',
  'STORAGE_BUCKETS_EVENT_TEMPLATES_NAME',
  'STORAGE_BUCKETS_PROBE_TEMPLATES_NAME',
  'STORAGE_BUCKETS_HEAP_DUMPS_NAME',
  'STORAGE_BUCKETS_THREAD_DUMPS_NAME',
  'STORAGE_BUCKETS_METADATA_NAME',
  'STORAGE_BUCKETS_UNIFIED_LOGS_NAME',
  'CRYOSTAT_SERVICES_HEAP_DUMP_REPORTS_STORAGE_CACHE_NAME',
];

/** Attributes that a provider drops or mistakes, or that bind a manifest to one machine. */
const neverEmitted = [
  'container_name',
  'configs',
  'secrets',
  'env_file',
  'extends',
  'build',
  'links',
  'network_mode',
  'profiles',
];

describe.each(matrix)('smoke %s', (words) => {
  let text = '';
  let manifest: Manifest = { name: '', services: {} };
  const services = () => Object.entries(manifest.services);

  it('prints YAML that means the same in version 1.1 and 1.2', async () => {
    const run = await runScenario(scenarioOf(words));
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    text = run.stdout;
    manifest = parse(text) as Manifest;
    expect(manifest).toEqual(parse(text, { version: '1.1' }));
    expect(manifest.name).toBe('cryostat');
  });

  it('gives the same bytes twice', async () => {
    expect((await runScenario(scenarioOf(words))).stdout).toBe(text);
  });

  it('uses no anchors, aliases, tags and merge keys', () => {
    visit(parseDocument(text), {
      Alias: () => expect.unreachable('an alias'),
      Node: (_, node) => {
        expect('anchor' in node ? node.anchor : undefined).toBeUndefined();
        expect(node.tag).toBeUndefined();
      },
      Pair: (_, { key }) => expect(isScalar(key) && key.value).not.toBe('<<'),
    });
  });

  it('waits only for services that are there, by conditions that they can meet', () => {
    for (const [name, service] of services()) {
      for (const [other, { condition }] of Object.entries(map(service['depends_on'])).map(
        ([key, value]) => [key, map(value)] as const,
      )) {
        const awaited = manifest.services[other];
        expect(awaited, `${name} waits for ${other}`).toBeDefined();
        if (condition === 'service_healthy')
          expect(awaited?.['healthcheck'], `${name} waits for ${other}`).toBeDefined();
        else expect([condition, awaited?.['restart']]).toEqual(['service_completed_successfully', 'no']);
      }
    }
  });

  it('declares every volume that is mounted, and no other', () => {
    const mounted = services().flatMap(([, service]) => list(service['volumes']).flatMap(namedVolume));
    expect(Object.keys(manifest.volumes ?? {}).sort()).toEqual([...new Set(mounted)].sort());
  });

  it('has no volume whose name begins like another one, which Podman would find', () => {
    const names = Object.keys(manifest.volumes ?? {});
    for (const name of names) expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
  });

  it('mounts nothing of this machine but an engine socket that was asked for', () => {
    for (const [, service] of services()) {
      for (const mount of list(service['volumes'])) {
        if (typeof mount === 'string') expect(namedVolume(mount)).toHaveLength(1);
        else
          expect(mount).toMatchObject({
            type: 'bind',
            source: expect.stringMatching(/^\$\{\w+:-\/.*sock/),
            bind: { create_host_path: false },
          });
      }
    }
    expect(text.includes('type: bind')).toBe(words.includes('--discovery'));
    expect(text.includes('controls the engine')).toBe(words.includes('--discovery'));
  });

  it('writes every file that it lists, into volumes that their users wait for', () => {
    const { environment, volumes } = map(manifest.services['files']);
    const lines = String(map(environment)['FILES'])
      .split('\n')
      .map((line) => line.split(' '));
    for (const [variable = '', owner, mode, path = ''] of lines) {
      expect(strings(map(environment)[variable] ?? null)).toHaveLength(1);
      expect([owner, mode]).toEqual([
        expect.stringMatching(/^\d+:\d+$/),
        expect.stringMatching(/^0[0-7]{3}$/),
      ]);
      const volume = path.split('/')[0] ?? '';
      expect(list(volumes)).toContain(`${volume}:/files/${volume}`);
      const users = services().filter(
        ([name, service]) =>
          name !== 'files' && list(service['volumes']).flatMap(namedVolume).includes(volume),
      );
      expect(users, `users of ${volume}`).not.toEqual([]);
      for (const [, service] of users) {
        expect(map(service['depends_on'])).toHaveProperty('files');
        expect(map(service['labels'])).toHaveProperty(['smoke.files']);
      }
    }
  });

  it('has images with a tag that does not move', () => {
    for (const [name, { image }] of services())
      expect(image, name).toMatch(/^[a-z0-9.-]+\/.+:(?!latest)[\w.-]+$/);
  });

  it('publishes ports on the loopback only', () => {
    const ports = services().flatMap(([, service]) => list(service['ports']));
    expect(ports).not.toEqual([]);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(
      ports.filter((port) => /909\d/.test(String(port))),
      'no JMX',
    ).toEqual([]);
  });

  it('has no attribute that some provider drops', () => {
    for (const [, service] of services())
      expect(Object.keys(service).filter((key) => neverEmitted.includes(key))).toEqual([]);
    expect(text).not.toMatch(/start_interval|external:|:[UZz]"?$/m);
  });

  it('restarts what lasts, and checks its health by a command without a shell', () => {
    for (const [name, service] of services()) {
      if (name === 'files') continue;
      const { test, interval, retries } = map(service['healthcheck']);
      expect(service['restart'], name).toBe('unless-stopped');
      expect([list(test)[0], interval, Number(retries) >= 30], name).toEqual([
        'CMD',
        expect.stringMatching(/^\d+s$/),
        true,
      ]);
    }
  });

  it('has no password of the user and no credential of a provider, in no form', () => {
    for (const value of [
      secret.AWS_ACCESS_KEY_ID,
      secret.AWS_SECRET_ACCESS_KEY,
      secret.AWS_SESSION_TOKEN,
      secret.CRYOSTAT_PASS,
    ]) {
      for (const form of formsOf(value)) expect(text).not.toContain(form);
    }
    expect(text).not.toContain('key of the CA');
  });

  it('has no dollar sign that Compose would take for a variable by mistake', () => {
    const known = [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'CRYOSTAT_PASS',
      'CRYOSTAT_ENGINE_SOCKET',
      'XDG_RUNTIME_DIR',
    ];
    for (const { name, fallback, help } of collectReferences(manifest)) {
      expect(known).toContain(name);
      expect(fallback ?? help, name).toMatch(/./);
    }
    for (const value of strings(manifest as unknown as Value)) {
      expect(value.replaceAll('$$', '').replaceAll(/\$\{\w+:[-?][^${}]*\}/g, '')).not.toContain('$');
    }
  });

  it('sets the nine buckets, each with a valid name of its own', () => {
    const environment = map(manifest.services['cryostat']?.['environment']);
    const names = bucketVariables.map((variable) => String(environment[variable]));
    expect(new Set(names).size).toBe(9);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{4,61}[a-z0-9]$/);
    if (words.includes('none') || !manifest['x-smoke']?.s3) return;
    expect(manifest['x-smoke'].buckets).toEqual(names.slice(0, 7));
  });

  it('gives Cryostat an endpoint, a region and credentials', () => {
    const environment = map(manifest.services['cryostat']?.['environment']);
    const filled = (name: string) => fillReferences(String(environment[name]), secret);
    expect(filled('QUARKUS_S3_ENDPOINT_OVERRIDE')).toMatch(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/);
    expect(filled('QUARKUS_S3_AWS_REGION')).toMatch(/^[a-z0-9-]+$/);
    expect(filled('AWS_ACCESS_KEY_ID')).toMatch(/^\w+$/);
    expect(filled('AWS_SECRET_ACCESS_KEY')).toMatch(/./);
    expect(environment['STORAGE_METADATA_STORAGE_MODE']).toBe(
      words.includes('garage') ? 'bucket' : 'tagging',
    );
    expect('AWS_SESSION_TOKEN' in environment).toBe(words.includes('ext'));
  });

  it('has URLs and probes that name services of the stack', () => {
    const { urls = [], probes = [] } = manifest['x-smoke'] ?? {};
    expect(urls).not.toEqual([]);
    for (const { service } of [...urls, ...probes])
      if (service !== undefined) expect(Object.keys(manifest.services)).toContain(service);
    expect(probes.some(({ kind }) => kind === 's3')).toBe(!words.includes('none'));
  });
});
