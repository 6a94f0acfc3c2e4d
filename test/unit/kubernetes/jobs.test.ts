import { describe, expect, it } from 'vitest';
import { fragment } from '../stack/parts.ts';
import { objectsOf } from './stacks.ts';

const server = { image: 'server:1', restart: 'unless-stopped' };
const waits = { ...server, depends_on: { setup: { condition: 'service_completed_successfully' } } };

describe('a service that ends', () => {
  it.each([
    [{ restart: 'no' }, {}, 10],
    [{ restart: 'on-failure' }, {}, 10],
    [{ restart: 'on-failure:3' }, { web: waits }, 3],
    [{ restart: 'on-failure:3', expose: ['80'] }, { web: waits }, 3],
    [{}, { web: waits }, 10],
  ])('by %j, beside %j, is a Job', (how, others, backoffLimit) => {
    const { job } = withJob({ setup: { image: 'setup:1', ...how }, ...others });
    expect(job?.['spec']).toMatchObject({ backoffLimit, ttlSecondsAfterFinished: 600 });
  });
  it.each([
    { restart: 'on-failure', expose: ['80'] },
    { restart: 'on-failure', healthcheck: { test: 'ready' } },
    { restart: 'always' },
    {},
  ])('or serves by %j is no Job where nobody waits for its end', (how) => {
    expect(withJob({ setup: { image: 'setup:1', ...how } }).names).toContain('Deployment setup');
  });
  it('has a name by its template, which no cluster changes in a Job that is there', () => {
    const named = (image: string) => withJob({ setup: { image, restart: 'no' } }).job?.metadata['name'];
    expect(named('setup:1')).toMatch(/^setup-[0-9a-f]{8}$/);
    expect(named('setup:1')).toBe(named('setup:1'));
    expect(named('setup:1')).not.toBe(named('setup:2'));
  });
});

function withJob(services: Parameters<typeof objectsOf>[0]) {
  const made = objectsOf(services);
  return { ...made, job: made.objects.find(({ kind }) => kind === 'Job') };
}

describe('a service with data', () => {
  it('has one pod, so its claim is for one node, and its set does not wait for what is broken', () => {
    const { find } = objectsOf(
      { db: { ...server, volumes: ['data:/data'], deploy: { replicas: 3 } } },
      { volumes: { data: { role: 'data', size: '2Gi' } } },
    );
    expect(find('PersistentVolumeClaim', 'test-data', 'spec.accessModes')).toEqual(['ReadWriteOnce']);
    expect(find('StatefulSet', 'db', 'spec.podManagementPolicy')).toBe('Parallel');
  });
  it('that is switched off stays so', () => {
    const { find } = objectsOf(
      { db: { ...server, volumes: ['data:/data'], deploy: { replicas: 0 } } },
      { volumes: { data: { role: 'data', size: '2Gi' } } },
    );
    expect(find('StatefulSet', 'db', 'spec.replicas')).toBe(0);
  });
  it('has a name that its set can make pods of', () => {
    const name = 'd'.repeat(53);
    const volumes = { data: { role: 'data', size: '2Gi' } } as const;
    const make = (db: string) => objectsOf({ [db]: { ...server, volumes: ['data:/data'] } }, { volumes });
    expect(() => make(name)).toThrow(/52/);
    expect(make(name.slice(1)).names).toContain(`StatefulSet ${name.slice(1)}`);
  });
  it('that many pods only read has a claim for many nodes', () => {
    const { find } = objectsOf(
      { web: { ...server, volumes: ['data:/data:ro'], deploy: { replicas: 3 } } },
      { volumes: { data: { role: 'data', size: '2Gi' } } },
    );
    expect(find('PersistentVolumeClaim', 'test-data', 'spec.accessModes')).toEqual(['ReadWriteMany']);
  });
});

describe('the Job that makes buckets', () => {
  const provides = {
    s3: {
      service: 's3',
      endpoint: 'http://s3:9000',
      region: 'here',
      pathStyle: true,
      accessKeyId: 'key',
      secretAccessKey: 'secret',
    },
  };
  const app = fragment(
    {
      kind: 'app',
      parameters: { SMOKE_CURL_IMAGE: { default: 'curl:1', help: 'curl' }, BUCKET: { help: 'bucket' } },
      buckets: { BUCKET: { base: 'archives' } },
    },
    { services: { web: { ...server, environment: { B: '${BUCKET}' } } } },
  );
  const notes = { kind: 'storage', provides } as const;

  it('waits for the address of the storage, and not for ever', () => {
    const { objects } = objectsOf({ s3: server }, notes, { app });
    const job = objects.find(({ kind }) => kind === 'Job');
    expect(job?.metadata['name']).toMatch(/^make-buckets-[0-9a-f]{8}$/);
    expect(job?.['spec']).toMatchObject({ activeDeadlineSeconds: 3600 });
    expect(JSON.stringify(job)).toContain('"s3:9000"');
  });
  it('has its name for itself', () => {
    const both = { s3: server, 'make-buckets': server };
    expect(() => objectsOf(both, notes, { app })).toThrow(/got the service "make-buckets"/);
  });
});
