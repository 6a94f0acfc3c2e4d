import { describe, expect, it } from 'vitest';
import type { ProbeContext } from '../../../src/probes/outcome.ts';
import { bucketsFirst } from '../../../src/run/make-buckets.ts';
import type { StackSource } from '../../../src/run/read-source.ts';
import type { Manifest, Probe } from '../../../src/stack/manifest.ts';
import { startLoopbackS3 } from '../s3/loopback-s3.ts';

const healthy = { condition: 'service_healthy' };
const done = { condition: 'service_completed_successfully' };

/** A stack with these services, proved by the S3 of one of them, or of a server elsewhere. */
function stackOf(services: Manifest['services'], service?: string): StackSource {
  const probe: Probe = { name: 'S3', kind: 's3', ...(service !== undefined && { service }) };
  const notes = {
    version: 1 as const,
    app: 'app',
    storage: 's',
    urls: [],
    content: {},
    buckets: [],
    probes: [probe],
  };
  const manifest: Manifest = { name: 'p', services, 'x-smoke': notes };
  return { project: 'p', manifest, text: '', file: 'p.yml', folder: '.' };
}

async function contextOf(buckets: readonly string[]) {
  const server = await startLoopbackS3();
  const context: ProbeContext = { s3: server.connection, buckets };
  return { server, context };
}

describe('buckets that up makes', () => {
  it('are there before what waits for the storage starts', async () => {
    const { server, context } = await contextOf(['one', 'two']);
    const first = bucketsFirst(stackOf({ s3: {}, app: { depends_on: { s3: healthy } } }, 's3'), context);
    expect(first?.after).toBe('s3');
    await first?.play(new AbortController().signal);
    expect([...server.buckets.keys()].sort()).toEqual(['one', 'two']);
  });

  it.each<[string, Manifest['services'], string | undefined, readonly string[]]>([
    [
      'where a service of the stack makes them, for which others wait',
      {
        s3: {},
        make: { depends_on: { s3: healthy } },
        app: { depends_on: { s3: healthy, make: done } },
      },
      's3',
      ['one'],
    ],
    ['where the storage is outside of the stack', { app: {} }, undefined, ['one']],
    ['where the application has none', { s3: {}, app: { depends_on: ['s3'] } }, 's3', []],
  ])('need no start of their own %s', async (_, services, service, buckets) => {
    const { context } = await contextOf(buckets);
    expect(bucketsFirst(stackOf(services, service), context)).toBeUndefined();
  });
});
