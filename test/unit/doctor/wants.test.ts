import { describe, expect, it } from 'vitest';
import { type Wants, wantsOf } from '../../../src/doctor/wants.ts';
import type { Manifest, ValueMap } from '../../../src/stack/manifest.ts';

const none = { isFromFlags: false, isFresh: false, command: 'smoke', endedImages: [], dataVolumes: [] };

function wants(services: Record<string, unknown>, env = {}, notes?: unknown): Wants {
  const manifest = { name: 'shop', services, ...(notes !== undefined && { 'x-smoke': notes }) };
  return wantsOf(manifest as unknown as Manifest, env, none);
}

const web = (more: ValueMap, env = {}): Wants => wants({ web: { image: 'nginx:1.27', ...more } }, env);

describe('what a manifest wants of a machine', () => {
  it.each<[unknown, Record<string, string>, string[]]>([
    ['127.0.0.1:8080:80', {}, ['127.0.0.1 8080-8080/tcp']],
    ['8080:80', {}, ['0.0.0.0 8080-8080/tcp']],
    ['localhost:8080:80', {}, ['127.0.0.1 8080-8080/tcp']],
    ['[::1]:53:53/udp', {}, ['::1 53-53/udp']],
    ['8080-8082:80-82', {}, ['0.0.0.0 8080-8082/tcp']],
    ['8080-8082:80', {}, []],
    ['80', {}, []],
    ['0:80', {}, []],
    ['${PORT:-8080}:80', {}, ['0.0.0.0 8080-8080/tcp']],
    ['${PORT:-8080}:80', { PORT: '9090' }, ['0.0.0.0 9090-9090/tcp']],
    ['${PORT}:80', {}, []],
    [{ target: 80, published: '8080', host_ip: '127.0.0.5' }, {}, ['127.0.0.5 8080-8080/tcp']],
    [{ target: 80 }, {}, []],
    [{ published: 80 }, {}, []],
    [80, {}, []],
    [null, {}, []],
  ])('port %j with %j', (port, env, expected) => {
    const found = web({ ports: [port as string] }, env).ports;
    expect(found.map(({ address, from, to, protocol }) => `${address} ${from}-${to}/${protocol}`)).toEqual(
      expected,
    );
  });

  it.each<[ValueMap, number]>([
    [{}, 0],
    [{ deploy: { resources: { limits: { memory: '512m' } } } }, 512 * 1024 ** 2],
    [{ mem_limit: '1.5g' }, 1.5 * 1024 ** 3],
    [{ mem_limit: 1_048_576 }, 1024 ** 2],
    [{ mem_limit: 'plenty' }, 0],
    [{ deploy: null, mem_limit: ['1g'] }, 0],
  ])('memory of %j', (service, expected) => {
    expect(web(service).memoryBytes).toBe(expected);
  });

  it('an image once, for all of its services, and none that is built', () => {
    const { images } = wants({
      a: { image: 'x:1' },
      b: { image: 'x:1', pull_policy: 'never' },
      c: { image: 'own', build: '.' },
      d: { image: '${UNSET}' },
      e: null,
    });
    expect(images).toEqual([{ image: 'x:1', services: ['a', 'b'], isNeverPulled: true }]);
  });

  it('nothing for services that do not start by themselves', () => {
    const found = web({ profiles: ['dev'], ports: ['8080:80'], mem_limit: '1g' });
    expect([found.services, found.ports, found.memoryBytes, found.images]).toEqual([[], [], 0, []]);
  });

  it.each<[string, ValueMap, boolean]>([
    ['of a label', { security_opt: ['label:disable'] }, true],
    ['of a label in its newer form', { security_opt: ['label=disable'] }, true],
    ['of being privileged', { privileged: true }, true],
    ['of nothing', {}, false],
  ])('a socket, free %s', (_, more, isUnlabelled) => {
    const volumes = ['/var/run/docker.sock:/var/run/docker.sock:ro', 'data:/data', './x:/x'];
    expect(web({ volumes, ...more }).sockets).toEqual([
      { service: 'web', path: '/var/run/docker.sock', isUnlabelled },
    ]);
  });

  it.each<[ValueMap, number[]]>([
    [{ ulimits: { nofile: 65_536 } }, [65_536]],
    [{ ulimits: { nofile: { soft: 1024, hard: 2048 } } }, [2048]],
    [{ ulimits: { nofile: -1 } }, []],
    [{ ulimits: null }, []],
  ])('open files of %j', (service, expected) => {
    expect(web(service).openFiles.map(({ count }) => count)).toEqual(expected);
  });

  it.each<[unknown, boolean]>([
    [['CMD', 'curl', '-f', 'http://localhost:8181/health'], true],
    ['wget -q -O- http://127.0.0.1:80/ || exit 1', true],
    [['CMD', 'curl', '-f', 'http://other:80/'], false],
    [['CMD', '/garage', 'status'], false],
    [undefined, false],
  ])('health check %j, which asks itself: %s', (test, expected) => {
    const { asksItself } = web({ healthcheck: { ...(test !== undefined && { test: test as string }) } });
    expect(asksItself).toEqual(expected ? ['web'] : []);
  });

  it('variables that have no value, with what they are for', () => {
    const { variables } = web(
      { environment: { A: '${KEY:?a key}', B: '${SET:?x}', C: '${MAY:-be}' } },
      { SET: '1' },
    );
    expect(variables).toEqual([{ name: 'KEY', help: 'a key' }]);
  });

  it('settings of the kernel from the notes', () => {
    const kernel = { web: { 'vm.max_map_count': { least: 262_144, why: 'maps' } } };
    expect(wants({ web: {} }, {}, { kernel }).kernel).toEqual([
      { service: 'web', setting: 'vm.max_map_count', least: 262_144, why: 'maps', required: false },
    ]);
  });

  it.each<[string, unknown, string | undefined]>([
    [
      'outside',
      { probes: [{ kind: 's3' }], s3: { endpoint: 'https://s3.example.net' } },
      'https://s3.example.net',
    ],
    [
      'inside',
      { probes: [{ kind: 's3', service: 's3' }], s3: { endpoint: 'http://localhost:3900' } },
      undefined,
    ],
    ['unknown', { probes: [{ kind: 's3' }], s3: { endpoint: '${S3_ENDPOINT:?x}' } }, undefined],
    ['none', {}, undefined],
  ])('a storage that is %s', (_, notes, expected) => {
    expect(wants({ web: {} }, {}, notes).outsideEndpoint).toBe(expected);
  });

  it.each([5, 'x', [], { kernel: 5, probes: 3, s3: [] }, { kernel: { a: { b: { least: 'much' } } } }])(
    'nothing of notes that only look like those of smoke: %j',
    (notes) => {
      const found = wants({ web: {} }, {}, notes);
      expect([found.kernel, found.outsideEndpoint]).toEqual([[], undefined]);
    },
  );
});
