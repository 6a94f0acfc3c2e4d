import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readState } from '../../../src/run/doctor/state.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Io = Parameters<typeof readState>[2];

const io = (folder: string): Io => ({ env: { XDG_STATE_HOME: folder } }) as unknown as Io;

const password = 'abcdefghijklmnopqrstuvwxyz012345';
const record = (more: object = {}): string =>
  JSON.stringify({
    version: 1,
    project: 'shop',
    instanceId: 'a',
    secrets: { DATABASE_PASSWORD: password, PIN: '12' },
    hashes: {},
    certificates: {},
    authority: { certificate: '', key: 'k', hosts: [], notAfter: '2028-06-03T12:00:00.000Z' },
    ...more,
  });

function state(files: Record<string, string>, flags = {}) {
  const folder = temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`smoke/${name}`, text])),
  );
  return readState('shop', flags, io(folder));
}

const isRoot = process.getuid?.() === 0;
if (isRoot)
  process.stderr.write('skipped: a state folder that cannot be written to: root may write everywhere\n');

describe('what smoke remembers of a project', () => {
  it.each<[string, Record<string, string>, object, string]>([
    ['nothing', {}, {}, 'missing'],
    ['an identity', { 'shop.json': record() }, {}, 'there'],
    ['another project', { 'other.json': record() }, {}, 'missing'],
    ['half a file', { 'shop.json': record().slice(0, 50) }, {}, 'damaged'],
    ['a manifest to restore it from', {}, { identityFrom: 'compose.yml' }, 'elsewhere'],
  ])('%s', (_, files, flags, expected) => {
    expect(state(files, flags).identity.is).toBe(expected);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['its certificates tell', { 'shop.json': record() }, '2026-03-01T12:00:00.000Z'],
    ['it was restored', { 'shop.json': record({ instanceIdRestored: true }) }, undefined],
    ['it has no certificates', { 'shop.json': record({ authority: undefined }) }, undefined],
    [
      'a start ran with its secrets, whatever was renewed since',
      { 'shop.json': record(), 'shop.yml': `password: ${password}\n` },
      undefined,
    ],
    [
      'a start ran with others',
      { 'shop.json': record(), 'shop.yml': 'port: 12\n' },
      '2026-03-01T12:00:00.000Z',
    ],
  ])('tells the age of an identity where %s', (_, files, expected) => {
    expect(state(files).identityMadeAt?.toISOString()).toBe(expected);
  });

  it('has the manifest of the last start, where there was one', () => {
    const { folder, keptManifest } = state({ 'shop.yml': 'x' });
    expect(keptManifest).toBe(join(folder, 'shop.yml'));
    expect(state({}).keptManifest).toBeUndefined();
  });

  it('can be written anew where the folder is not there yet, and not where a file is in its place', () => {
    expect(state({}).problem).toBeUndefined();
    const folder = temporaryFolder({ smoke: 'a file' });
    expect(readState('shop', {}, io(folder)).problem).toBe(`${join(folder, 'smoke')} is not a folder`);
  });

  it.skipIf(isRoot)('cannot be written to a folder of somebody else', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    expect(readState('shop', {}, io(folder)).problem).toBe(`${folder} cannot be written to`);
  });
});
