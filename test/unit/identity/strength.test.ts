import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadIdentity, readRecord } from '../../../src/identity/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('keys and hashes are strong, and never the same, unless smoke is told otherwise', async () => {
  const make = async () => {
    const path = join(temporaryFolder(), 'mine.json');
    const place = { path, project: 'mine', now: new Date('2026-11-21T12:00:00Z'), warn: () => {} };
    const needs = {
      secrets: { PASS: '[a-z]{12}' },
      hashes: { OWN: { secret: 'PASS' }, CHOSEN: { chosen: 'chosen' } },
      certificates: { auth: { hosts: ['auth'] }, database: { hosts: ['db'] } },
    };
    const { secrets, certificates } = await loadIdentity(place, needs);
    const record = readRecord(path);
    const pems = [record?.authority?.key, ...Object.values(certificates).map(({ key }) => key)];
    return {
      hashes: [secrets['OWN'], secrets['CHOSEN']],
      keys: pems.map((pem) => createPrivateKey(pem ?? '')),
    };
  };
  const [one, other] = [await make(), await make()];
  const keys = [...one.keys, ...other.keys];
  expect(keys.map(({ asymmetricKeyType }) => asymmetricKeyType)).toEqual(Array(6).fill('rsa'));
  expect(keys.map(({ asymmetricKeyDetails }) => asymmetricKeyDetails?.modulusLength)).toEqual(
    Array(6).fill(2048),
  );
  expect(new Set(keys.map((key) => key.export({ type: 'pkcs8', format: 'pem' }))).size).toBe(6);
  const hashes = [...one.hashes, ...other.hashes];
  for (const hash of hashes) expect(hash).toMatch(/^\$2[aby]\$10\$/);
  expect(new Set(hashes).size).toBe(4);
});
