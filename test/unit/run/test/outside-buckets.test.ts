import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StackSource } from '../../../../src/run/read-source.ts';
import { makeOutsideBuckets } from '../../../../src/run/test/outside-buckets.ts';
import { type MemoryS3, startMemoryS3 } from '../../s3/memory-s3.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const signal = new AbortController().signal;
const outside = { name: 'S3 answers', kind: 's3' };

async function start(
  names: readonly string[],
  chosenBuckets: readonly string[] = [],
  given: { server?: MemoryS3; leftovers?: string } = {},
) {
  const server = given.server ?? (await startMemoryS3());
  const leftovers = given.leftovers ?? join(temporaryFolder({}), 'leftovers.json');
  const manifest = { name: 'p', services: {}, 'x-smoke': { probes: [outside], chosenBuckets } };
  const stack = { manifest } as unknown as StackSource;
  const context = { s3: server.connection, buckets: names, leftovers };
  const noted = (): string => (existsSync(leftovers) ? readFileSync(leftovers, 'utf8') : '');
  const make = (isOwnId = true) => makeOutsideBuckets(stack, context, { isOwnId, signal });
  return { server, noted, make, journal: leftovers };
}

describe('the buckets of a test on a storage outside', () => {
  it('are made, noted for the case that the test is killed, and removed with everything in them', async () => {
    const { server, noted, make } = await start(['a-own', 'b-own']);
    const takeAway = await make();
    expect([...server.buckets.keys()]).toEqual(['a-own', 'b-own']);
    expect(noted()).toContain('a-own');
    server.put('a-own', ['uploads/1', 'uploads/2']);
    expect(await takeAway([])).toEqual([]);
    expect([...server.buckets.keys()]).toEqual([]);
    expect(noted()).toBe('');
  });

  it('of a test that was killed are removed by the next one', async () => {
    const { server, noted, make, journal } = await start(['a-own']);
    await make();
    server.put('a-own', ['uploads/1']);
    // A process that is gone.
    writeFileSync(journal, readFileSync(journal, 'utf8').replace(/"pid": \d+/, '"pid": 999999999'));
    const next = await start(['b-own'], [], { server, leftovers: journal });
    const takeAway = await next.make();
    expect([...server.buckets.keys()]).toEqual(['b-own']);
    await takeAway([]);
    expect(noted()).toBe('');
  });

  it('that were there before stay, without the objects of the test', async () => {
    const { server, noted, make } = await start(['theirs', 'a-own'], ['theirs']);
    server.put('theirs', ['uploads/of-theirs']);
    const takeAway = await make();
    expect(noted()).not.toContain('theirs');
    server.put('theirs', ['uploads/smoke-123.jfr', 'metadata/theirs/uploads/smoke-123.jfr']);
    expect(await takeAway(['smoke-123'])).toEqual([]);
    expect([...server.buckets.keys()]).toEqual(['theirs']);
    expect([...(server.buckets.get('theirs')?.objects.keys() ?? [])]).toEqual(['uploads/of-theirs']);
  });

  it('of a manifest that names them are never noted as ours to remove', async () => {
    const { server, noted, make } = await start(['real-one', 'not-yet']);
    server.put('real-one', ['precious']);
    const takeAway = await make(false);
    expect(noted()).toBe('');
    expect(await takeAway([])).toEqual([]);
    expect([...server.buckets.keys()]).toEqual(['real-one']);
  });

  it('of a manifest that were made go only when nobody else has put something there', async () => {
    const { server, make } = await start(['not-yet', 'soon-used']);
    const takeAway = await make(false);
    server.put('not-yet', ['uploads/smoke-1.jfr']);
    server.put('soon-used', ['precious']);
    expect(await takeAway(['smoke-1'])).toEqual([
      expect.stringContaining('bucket soon-used: it is not empty'),
    ]);
    expect([...server.buckets.keys()]).toEqual(['soon-used']);
  });

  it('are none where the storage is part of the stack', async () => {
    const server = await startMemoryS3();
    const manifest = { name: 'p', services: {}, 'x-smoke': { probes: [{ ...outside, service: 's3' }] } };
    const context = { s3: server.connection, buckets: ['a'] };
    const stack = { manifest } as unknown as StackSource;
    await (await makeOutsideBuckets(stack, context, { isOwnId: true, signal }))([]);
    expect(server.log).toEqual([]);
  });
});
