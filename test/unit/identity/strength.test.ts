import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadIdentity, readRecord } from '../../../src/identity/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('keys and hashes are strong, and each its own, unless smoke is told otherwise', async () => {
  const path = join(temporaryFolder(), 'mine.json');
  const place = { path, project: 'mine', now: new Date('2026-11-21T12:00:00Z'), warn: () => {} };
  const { secrets, certificates } = await loadIdentity(place, {
    secrets: { PASS: '[a-z]{12}' },
    hashes: { OWN: { secret: 'PASS' }, CHOSEN: { chosen: 'chosen' } },
    certificates: { auth: { hosts: ['auth'] }, database: { hosts: ['db'] } },
  });
  const pems = [readRecord(path)?.authority?.key, certificates['auth']?.key, certificates['database']?.key];
  const keys = pems.map((pem) => createPrivateKey(pem ?? ''));
  expect(keys.map(({ asymmetricKeyType }) => asymmetricKeyType)).toEqual(['rsa', 'rsa', 'rsa']);
  expect(keys.map(({ asymmetricKeyDetails }) => asymmetricKeyDetails?.modulusLength)).toEqual([
    2048, 2048, 2048,
  ]);
  expect(new Set(pems).size).toBe(3);
  for (const hash of [secrets['OWN'], secrets['CHOSEN']]) expect(hash).toMatch(/^\$2[aby]\$10\$/);
});
