// Every cell of `storage check` is what calls by hand show, on every real server, and nothing stays behind.

import { describe, expect, it } from 'vitest';
import { makeBucket, oracleMissing, snapshot, type Tried, tryByHand } from './oracle.ts';
import { cannotStart, serverKinds } from './servers/all.ts';
import type { S3Server } from './servers/server.ts';
import { type Checked, checkStorage } from './smoke.ts';

/** Cells about the way to the server, which every server of these tests has in order, whatever the client. */
const ofConnection = {
  reach: 'works',
  clock: 'works',
  region: 'works',
  credentials: 'works',
  'path-style': 'works',
  // On a loopback address, no name can stand before the endpoint.
  'virtual-host': 'unsupported',
};

/** Settings of a bucket: of one that is the user's they are read, never set. */
const settings = ['create-bucket', 'delete-bucket', 'lifecycle', 'lifecycle-abort', 'cors', 'bucket-policy'];

/** `id: what smoke says; what the call by hand shows`, where the two differ. */
function differences({ report, cells }: Checked, byHand: Tried['features']): string[] {
  const details = new Map(report.features.map(({ id, detail = '' }) => [id, detail]));
  return Object.entries(byHand)
    .filter(([id, { state }]) => cells[id] !== state)
    .map(
      ([id, { state, seen = '' }]) =>
        `${id}: smoke ${cells[id]} ${details.get(id)}; by hand ${state} ${seen}`,
    );
}

function mustBeDone({ exitCode, report, stdout, stderr }: Checked, { secretAccessKey }: S3Server): void {
  const { problem, left } = report;
  expect({ exitCode, problem, left }).toEqual({ exitCode: 0, problem: undefined, left: [] });
  expect(report.took).toBeLessThan(30_000);
  expect(stdout + stderr).not.toContain(secretAccessKey);
}

/** The whole server, with a key that may do everything. */
async function checkWhole(server: S3Server): Promise<void> {
  const { before, features } = await tryByHand(server);
  const checked = await checkStorage(server);
  expect(differences(checked, features)).toEqual([]);
  const others = Object.entries(checked.cells).filter(([id]) => !(id in features));
  expect(Object.fromEntries(others)).toEqual(ofConnection);
  mustBeDone(checked, server);
  expect(checked.report.verdict.mode).toBe(features['object-tags']?.state === 'works' ? 'tagging' : 'bucket');
  expect(await snapshot(server)).toEqual(before);
}

/** One bucket with versions and objects of others, with a key that may use no other bucket, where the server has such. */
async function checkOnlyBucket(server: S3Server): Promise<void> {
  await makeBucket(server, 'the-only-one', 'versioned');
  const limited = { ...server, ...(await server.keyFor?.('the-only-one')) };
  const { before, features } = await tryByHand(limited, 'the-only-one');
  const checked = await checkStorage(limited, { words: ['--bucket', 'the-only-one'] });
  expect(differences(checked, features)).toEqual([]);
  for (const id of settings) expect([id, checked.cells[id]]).not.toEqual([id, 'works']);
  mustBeDone(checked, limited);
  expect(await snapshot(limited)).toEqual(before);
}

describe
  .skipIf(cannotStart('the check of storages', serverKinds, [oracleMissing()]))
  .concurrent('storage check', () => {
    it.each(serverKinds)(
      'on $name shows in every cell what calls by hand show, whole and in the only bucket of a key, and leaves nothing',
      async (kind) => {
        const server = await kind.start();
        try {
          await checkWhole(server);
          await checkOnlyBucket(server);
        } finally {
          await server.stop();
        }
      },
    );
  });
