import { describe, expect, it } from 'vitest';
import type { FragmentNotes } from '../../../src/stack/fragment.ts';
import { filesTool, fragment, identity, stack } from './parts.ts';

const s3 = {
  endpoint: 'http://s3:9000',
  region: 'r1',
  pathStyle: true,
  accessKeyId: '${ID}',
  secretAccessKey: '${SECRET}',
};
const storage = (more: object = {}, notes: Partial<FragmentNotes> = {}) =>
  fragment(
    {
      kind: 'storage',
      secrets: { ID: { pattern: 'a' }, SECRET: { pattern: 'b' } },
      provides: { s3: { ...s3, ...more } },
      ...notes,
    },
    { services: { s3: { image: 's3:1' } } },
  );
const app = (notes: Partial<FragmentNotes> = {}, environment: Record<string, string> = {}) =>
  fragment(
    { kind: 'app', needs: { app: ['storage'] }, ...notes },
    { services: { app: { image: 'app:1', environment } } },
  );
const maker = fragment({}, { services: { 's3-buckets': { image: 's3:1' } } });
const secrets = identity({ ID: 'id$1', SECRET: 'secret' });

describe('a stack', () => {
  it('has the name of the project', () => {
    expect(stack([app()]).name).toBe('test');
  });

  it('waits for the storage where a service needs it and it is part of the stack', () => {
    const made = stack([storage({ service: 's3' }), app()], { identity: secrets });
    expect(made.services['app']?.['depends_on']).toEqual({ s3: { condition: 'service_healthy' } });
  });

  it('waits for the buckets where a service of the storage makes them', () => {
    const made = stack([storage({ service: 's3', provisioner: 's3-buckets' }), maker, app()], {
      identity: secrets,
    });
    expect(made.services['app']?.['depends_on']).toEqual({
      s3: { condition: 'service_healthy' },
      's3-buckets': { condition: 'service_completed_successfully' },
    });
  });

  it('waits for no storage that is outside of it', () => {
    expect(stack([storage(), app()], { identity: secrets }).services['app']?.['depends_on']).toBeUndefined();
  });

  it('tells the application what the storage provides, escaped for Compose', () => {
    const environment = {
      E: '${STORAGE_ENDPOINT}',
      R: '${STORAGE_REGION}',
      P: '${STORAGE_PATH_STYLE}',
      I: '${STORAGE_ACCESS_KEY_ID}',
      T: '${STORAGE_SESSION_TOKEN}',
      D: '${STORAGE_PRESIGNED}',
      C: '${STORAGE_ATTEMPT_CREATE}',
    };
    const made = stack([storage(), app({}, environment)], { identity: secrets });
    expect(made.services['app']?.['environment']).toEqual({
      E: 'http://s3:9000',
      R: 'r1',
      P: 'true',
      I: 'id$$1',
      D: 'false',
      C: 'true',
    });
  });

  it('gives the storage the buckets that the version uses, and the first of them', () => {
    const buckets = { A_NAME: { base: 'aaa' }, B_NAME: { base: 'bbb', since: '2' }, C_NAME: { base: 'ccc' } };
    const made = stack([
      app(
        { buckets, version: '${V}', parameters: { V: { help: 'v', default: '1.5' } } },
        { ALL: '${BUCKETS}', ONE: '${FIRST_BUCKET}', B: '${B_NAME}' },
      ),
    ]);
    expect(made.services['app']?.['environment']).toEqual({
      ALL: 'aaa-abc123def456,ccc-abc123def456',
      ONE: 'aaa-abc123def456',
      B: 'bbb-abc123def456',
    });
  });

  it('declares exactly the named volumes that services mount', () => {
    const mounts = fragment(
      {},
      {
        services: {
          a: {
            image: 'a:1',
            volumes: ['data:/data', './x:/x', { type: 'volume', source: 'long', target: '/l' }],
          },
        },
        volumes: { data: { driver: 'local' }, unused: {} },
      },
    );
    expect(stack([mounts]).volumes).toEqual({ data: { driver: 'local' }, long: {} });
  });

  it('has networks where a fragment has them', () => {
    expect(stack([fragment({}, { networks: { back: { internal: true } } })]).networks).toEqual({
      back: { internal: true },
    });
    expect(stack([app()])).not.toHaveProperty('networks');
  });

  it('writes the files of all fragments', () => {
    const placing = fragment(
      { files: { 'conf/a': { content: 'x' } } },
      { services: { a: { image: 'a:1', volumes: ['conf:/etc'] } } },
    );
    const made = stack([filesTool, placing]);
    expect(made.services['files']).toMatchObject({ image: 'files:1', environment: { FILE_1: 'eA==' } });
    expect(made.volumes).toEqual({ conf: {} });
  });

  it('has no files service where there is nothing to write', () => {
    expect(stack([filesTool, app()]).services).not.toHaveProperty('files');
  });

  it('is the same for the same input', () => {
    const make = () => JSON.stringify(stack([filesTool, storage(), app()], { identity: secrets }));
    expect(make()).toBe(make());
  });
});

describe('the notes of a stack', () => {
  const notes = (fragments: Parameters<typeof stack>[0], more: Parameters<typeof stack>[1] = {}) =>
    stack(fragments, more)['x-smoke'];

  it('collect URLs, probes and notices of all fragments', () => {
    const url = { name: 'A', url: 'http://localhost:1', service: 'a' };
    const probe = { kind: 'tcp', name: 'p', host: '127.0.0.1', port: 1 } as const;
    const made = notes([
      fragment({ urls: [url], probes: [probe], notices: ['n1'] }),
      fragment({ notices: ['n2'] }),
    ]);
    expect(made).toMatchObject({ urls: [url], probes: [probe], notices: ['n1', 'n2'], ca: 'the CA\n' });
  });

  it.each([
    ['192.0.2.7', 'http://192.0.2.7:1/x', '192.0.2.7'],
    ['::1', 'http://[::1]:1/x', '::1'],
    ['0.0.0.0', 'http://localhost:1/x', '127.0.0.1'],
  ])('have addresses of the host that follow --bind %s', (bind, url, host) => {
    const probes = [
      { kind: 'http', name: 'h', url: 'http://localhost:1/x' },
      { kind: 'tcp', name: 't', host: '127.0.0.1', port: 1 },
    ] as const;
    expect(notes([fragment({ probes })], { bind })?.probes).toMatchObject([{ url }, { host }]);
  });

  it('leave commands that run inside of a container alone', () => {
    const probe = {
      kind: 'exec',
      name: 'e',
      service: 'a',
      command: ['ping', 'localhost', '127.0.0.1'],
    } as const;
    expect(notes([fragment({ probes: [probe] })], { bind: '192.0.2.7' })?.probes).toEqual([probe]);
  });

  it('name the secret of the login, never the password', () => {
    const login = fragment({
      login: { user: '${WHO}', password: 'PASS' },
      parameters: { WHO: { help: 'w', default: 'user' } },
      secrets: { PASS: { pattern: 'x', variable: 'MY_PASS' } },
    });
    const remembered = { identity: identity({ PASS: 'hunter2' }) };
    expect(notes([login], remembered)?.login).toEqual({ user: 'user', password: { secret: 'PASS' } });
    const chosen = { ...remembered, settings: { flags: {}, environment: { MY_PASS: 'mine' } } };
    expect(notes([login], chosen)?.login).toEqual({ user: 'user', password: { variable: 'MY_PASS' } });
  });

  it('have a connection only where the storage is reached from the host', () => {
    const buckets = { A_NAME: { base: 'aaa' } };
    expect(notes([storage(), app({ buckets })], { identity: secrets })).toMatchObject({ buckets: [] });
    expect(notes([storage(), app()], { identity: secrets })).not.toHaveProperty('s3');
    const reached = notes([storage({ hostEndpoint: 'http://localhost:9000' }), app({ buckets })], {
      identity: secrets,
    });
    expect(reached).toMatchObject({
      buckets: ['aaa-abc123def456'],
      s3: {
        endpoint: 'http://localhost:9000',
        region: 'r1',
        pathStyle: true,
        accessKeyId: 'id$$1',
        secretAccessKey: 'secret',
      },
    });
  });

  it('keep references to the credentials of a provider', () => {
    const parameters = {
      ID: { help: 'the id', at: 'start', secret: true },
      SECRET: { help: 'the secret', at: 'start', secret: true },
      TOKEN: { help: 'the token', at: 'start', optional: true, secret: true },
    } as const;
    const provider = storage(
      { hostEndpoint: 'https://s3.example.net', sessionToken: '${TOKEN}' },
      { secrets: {}, parameters },
    );
    expect(notes([provider])?.s3).toMatchObject({
      accessKeyId: '${ID:?the id}',
      secretAccessKey: '${SECRET:?the secret}',
    });
    expect(notes([provider])?.s3).not.toHaveProperty('sessionToken');
    const settings = { flags: {}, environment: { TOKEN: 'hunter2' } };
    expect(notes([provider], { settings })?.s3).toMatchObject({ sessionToken: '${TOKEN:?the token}' });
  });

  it('name the volumes that users fill', () => {
    const volumes = { a: { role: 'config', content: true }, b: { role: 'data' } } as const;
    expect(notes([fragment({ volumes })])?.content).toEqual({ a: 'a' });
  });
});
