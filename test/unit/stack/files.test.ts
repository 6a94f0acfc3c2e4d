import { describe, expect, it } from 'vitest';
import { addFilesService, mountedVolumes } from '../../../src/stack/files.ts';
import type { ValueMap } from '../../../src/stack/manifest.ts';
import type { StackFile } from '../../../src/stack/placed-files.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const file = (more: Partial<StackFile> = {}): StackFile => ({
  volume: 'conf',
  path: 'a',
  owner: '0:0',
  mode: '0444',
  base64: base64('hello'),
  ...more,
});
const services: Record<string, ValueMap> = {
  files: { image: 'files:1' },
  app: {
    image: 'app:1',
    volumes: ['conf:/etc:ro', 'data:/data'],
    depends_on: { db: { condition: 'service_healthy' } },
  },
  db: { image: 'db:1', volumes: ['data:/data'] },
  other: { image: 'other:1' },
};

describe('the files service', () => {
  const added = addFilesService(
    services,
    [file(), file({ path: 'b', owner: '26:26', mode: '0600', base64: base64('é') })],
    {
      data: { role: 'data', owner: '26:0', mode: '0770' },
      unused: { role: 'data', owner: '1:1' },
      plain: { role: 'data' },
    },
  );

  it('has a line and a variable in base64 for each file', () => {
    expect(added['files']?.['environment']).toEqual({
      OWNERS: '26:0 0770 data',
      FILES: 'FILE_1 0:0 0444 conf/a\nFILE_2 26:26 0600 conf/b',
      FILE_1: 'aGVsbG8=',
      FILE_2: 'w6k=',
    });
  });

  it('mounts the volumes that it writes, and sets owners only of volumes that are used', () => {
    expect(added['files']?.['volumes']).toEqual(['conf:/files/conf', 'data:/files/data']);
  });

  it('is waited for by the users of its volumes, besides what they waited for', () => {
    expect(added['app']?.['depends_on']).toEqual({
      files: { condition: 'service_completed_successfully' },
      db: { condition: 'service_healthy' },
    });
    expect(added['db']?.['depends_on']).toEqual({ files: { condition: 'service_completed_successfully' } });
    expect(added['other']).toEqual(services['other']);
  });

  it('marks only users of files with a hash', () => {
    expect(added['app']?.['labels']).toEqual({ 'smoke.files': expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(added['db']?.['labels']).toBeUndefined();
  });

  it('is not there when there is nothing to write', () => {
    expect(Object.keys(addFilesService(services, [], {}))).toEqual(['app', 'db', 'other']);
  });

  const label = (...files: StackFile[]) => addFilesService(services, files, {})['app']?.['labels'];

  it.each<[string, Partial<StackFile>]>([
    ['content', { base64: base64('hallo') }],
    ['mode', { mode: '0400' }],
    ['owner', { owner: '1:1' }],
    ['path', { path: 'b' }],
  ])('changes the hash of a user when the %s of a file changes', (_, change) => {
    expect(label(file(change))).not.toEqual(label(file()));
  });

  it('keeps the hash when a file of another volume changes', () => {
    const other = { volume: 'else' };
    expect(label(file(), file({ ...other, base64: 'MQ==' }))).toEqual(
      label(file(), file({ ...other, base64: 'Mg==' })),
    );
  });

  it('keeps labels that a service has', () => {
    const own = { files: {}, app: { volumes: ['conf:/etc'], labels: { a: 'b' } } };
    expect(Object.keys(addFilesService(own, [file()], {})['app']?.['labels'] ?? {})).toEqual([
      'a',
      'smoke.files',
    ]);
  });
});

describe('the volumes that a service mounts', () => {
  it.each<[string, ValueMap[string], string[]]>([
    ['short form', ['a:/x', 'b:/y:ro'], ['a', 'b']],
    ['long form', [{ type: 'volume', source: 'a', target: '/x' }], ['a']],
    ['no binds', ['./a:/x', '/b:/y', '~/c:/z', { type: 'bind', source: '/d', target: '/v' }], []],
    ['no anonymous ones', ['/x', { type: 'volume', target: '/y' }], []],
    ['no temporary ones', [{ type: 'tmpfs', target: '/y' }], []],
    ['none', null, []],
  ])('%s', (_, volumes, expected) => {
    expect(mountedVolumes({ volumes })).toEqual(expected);
  });
});
