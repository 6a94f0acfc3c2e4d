import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { namesBelow } from '../../../src/engine/archive.ts';
import { checkArchive } from '../../../src/engine/import.ts';
import { SmokeError } from '../../../src/error.ts';
import { blocksOf, endMark, entriesOf, headerBlock, tarOf } from './tars.ts';

type Entries = Parameters<typeof tarOf>;

const good: [string, Entries][] = [
  ['a file, a folder and what is in it', [{ name: 'a' }, { name: 'd/', type: 'directory' }, { name: 'd/b' }]],
  ['names that start with ./', [{ name: './', type: 'directory' }, { name: './a' }]],
  ['a folder that is only named by what is in it', [{ name: 'd/e/f' }]],
  ['names with dots that climb nowhere', [{ name: '..a/...' }, { name: 'b..' }]],
  ['a link that points out of the volume', [{ name: 'l', type: 'symlink', linkname: '/etc/passwd' }]],
  ['a link that climbs out of the volume', [{ name: 'l', type: 'symlink', linkname: '../../x' }]],
  [
    'a link that comes twice',
    [
      { name: 'l', type: 'symlink', linkname: 'a' },
      { name: 'l', type: 'symlink', linkname: 'b' },
    ],
  ],
  ['a hard link to what came before', [{ name: './d/a' }, { name: 'd/h', type: 'link', linkname: 'd/a' }]],
  ['a named pipe', [{ name: 'p', type: 'fifo' }]],
  ['a file that comes twice', [{ name: 'a' }, { name: 'a' }]],
];

const bad: [string, Entries, string][] = [
  ['a path with ..', [{ name: 'a' }, { name: '../b' }], '".."'],
  ['a path that climbs and comes back', [{ name: 'a/../b' }], '".."'],
  ['an absolute path', [{ name: '/etc/passwd' }], 'absolute'],
  ['a device', [{ name: 'd', type: 'character-device' }], 'device'],
  [
    'a file through a link',
    [{ name: 'l', type: 'symlink', linkname: '/etc' }, { name: 'l/passwd' }],
    'symbolic link "l"',
  ],
  [
    'a file through a link under another spelling',
    [{ name: './l', type: 'symlink', linkname: '/etc' }, { name: 'l//./passwd' }],
    'symbolic link "l"',
  ],
  [
    'a file over a link',
    [{ name: 'l', type: 'symlink', linkname: '/etc/passwd' }, { name: 'l' }],
    'second time',
  ],
  [
    'a folder over a link',
    [
      { name: 'l', type: 'symlink', linkname: '/etc' },
      { name: 'l/', type: 'directory' },
    ],
    'second time',
  ],
  [
    'a file through a hard link to a link',
    [
      { name: 'l', type: 'symlink', linkname: '/etc' },
      { name: 'h', type: 'link', linkname: 'l' },
      { name: 'h/x' },
    ],
    'symbolic link "h"',
  ],
  ['a hard link out of the volume', [{ name: 'h', type: 'link', linkname: '../x' }], '".."'],
  ['a hard link to an absolute path', [{ name: 'h', type: 'link', linkname: '/etc/passwd' }], 'absolute'],
  [
    'a hard link through a link',
    [
      { name: 'l', type: 'symlink', linkname: '/' },
      { name: 'h', type: 'link', linkname: 'l/x' },
    ],
    'symbolic link',
  ],
  [
    'a hard link to nothing',
    [{ name: 'h', type: 'link', linkname: 'later' }, { name: 'later' }],
    'does not come before',
  ],
  [
    'a hard link to a folder',
    [
      { name: 'd/', type: 'directory' },
      { name: 'h', type: 'link', linkname: 'd' },
    ],
    'folder',
  ],
  ['a file below a file', [{ name: 'a' }, { name: 'a/b' }], 'not a folder'],
  ['a root that is a file', [{ name: './.' }], 'root'],
  ['a name that no disk takes', [{ name: `a/${'n'.repeat(256)}` }], '255'],
];

describe('an archive for a volume', () => {
  it.each(good)('may hold %s', async (_what, entries) => {
    await expect(checkArchive(Readable.from([await tarOf(...entries)]))).resolves.toBeUndefined();
  });

  it.each(bad)('may not hold %s', async (_what, entries, why) => {
    const failure = await checkArchive(Readable.from([await tarOf(...entries)])).catch((error) => error);
    expect(failure).toBeInstanceOf(SmokeError);
    expect(failure).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(failure.message).toContain(why);
  });

  it('may not hide a path in an extended header or a GNU long name', async () => {
    const pax = await tarOf({ name: 'ok', pax: { path: '../out' } });
    await expect(checkArchive(Readable.from([pax]))).rejects.toThrow('".."');
    const gnu = Buffer.concat([
      headerBlock('x', 'L', 7),
      blocksOf('../out\0'),
      headerBlock('ok', '0', 0),
      endMark,
    ]);
    await expect(checkArchive(Readable.from([gnu]))).rejects.toThrow('".."');
  });

  it('may not hide a zero byte or be of a kind that nobody knows', async () => {
    const zero = await tarOf({ name: 'ok', pax: { path: 'a\0b' } });
    await expect(checkArchive(Readable.from([zero]))).rejects.toThrow('zero byte');
    const odd = Buffer.concat([headerBlock('v', 'V', 0), endMark]);
    await expect(checkArchive(Readable.from([odd]))).rejects.toThrow('type "V"');
  });

  it('may be compressed with gzip, and is told by its bytes', async () => {
    const archive = gzipSync(await tarOf({ name: 'a', content: 'x' }));
    await expect(checkArchive(Readable.from([archive]))).resolves.toBeUndefined();
    await expect(checkArchive(Readable.from([archive.subarray(0, -10)]))).rejects.toThrow('unexpected end');
  });

  it.each([
    ['nothing', '', 'empty'],
    ['xz', '\xfd7zXZ\0', 'compressed with xz'],
    ['zip', 'PK\x03\x04aaaa', 'compressed with zip'],
    ['text', 'hello world'.repeat(100), 'not a tar archive'],
  ])('is not %s', async (_what, content, message) => {
    await expect(checkArchive(Readable.from([Buffer.from(content, 'latin1')]))).rejects.toThrow(message);
  });
});

describe('names in a volume', () => {
  it('are clean and below the root, hard links with them, symbolic links as they are', async () => {
    const archive = await tarOf(
      { name: './', type: 'directory' },
      { name: './a//b' },
      { name: 'h', type: 'link', linkname: './a/b' },
      { name: 's', type: 'symlink', linkname: './a/../b' },
    );
    expect(entriesOf(archive).map((entry) => namesBelow('volume/', entry))).toEqual([
      { name: 'volume/', linkname: '' },
      { name: 'volume/a/b', linkname: '' },
      { name: 'volume/h', linkname: 'volume/a/b' },
      { name: 'volume/s', linkname: './a/../b' },
    ]);
  });
});
