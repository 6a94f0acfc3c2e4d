import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { shown } from '../../../src/engine/tar.ts';
import { folderHeader, renameTar } from '../../../src/engine/tar-write.ts';
import { blocksOf, endMark, entriesOf, headerBlock, tarOf } from './tars.ts';

const long = `${'folder/'.repeat(40)}${'n'.repeat(200)}`;

describe('reading a tar', () => {
  it.each([1, 511, 512, 513, 100_000])('gives the same entries in chunks of %i bytes', async (chunkBytes) => {
    const archive = await tarOf(
      { name: 'a', content: 'one' },
      { name: 'empty/', type: 'directory' },
      { name: long, content: 'x'.repeat(700) },
      { name: 'ünï/日本語', type: 'symlink', linkname: 'a' },
    );
    const found = entriesOf(archive, chunkBytes).map(({ name, type, content }) => [
      shown(name),
      type,
      content.length,
    ]);
    expect(found).toEqual([
      ['"a"', 'file', 3],
      ['"empty/"', 'directory', 0],
      [JSON.stringify(long), 'file', 700],
      ['"ünï/日本語"', 'symlink', 0],
    ]);
  });

  it('takes the long name of a GNU archive', () => {
    const name = blocksOf(`${'g'.repeat(300)}\0`);
    const gnu = Buffer.concat([headerBlock('@LongLink', 'L', 301, 'ustar  \0'), name]);
    const archive = Buffer.concat([gnu, headerBlock('g', '0', 0, 'ustar  \0'), endMark]);
    expect(entriesOf(archive)[0]?.name).toBe('g'.repeat(300));
  });

  it('finds no content behind a link or a folder, whatever size its header tells', () => {
    const archive = Buffer.concat([headerBlock('d', '5', 600), headerBlock('after', '0', 0), endMark]);
    expect(entriesOf(archive).map(({ name }) => name)).toEqual(['d', 'after']);
  });

  it('keeps a name that is not UTF-8 byte for byte', async () => {
    const archive = Buffer.concat([headerBlock('\xff\xfe', '0', 0), endMark]);
    const renamed = await buffer(
      Readable.from([archive]).pipe(renameTar(({ name }) => ({ name, linkname: '' }))),
    );
    expect(entriesOf(renamed)[0]?.name).toBe('\xff\xfe');
  });

  it.each([
    ['is cut off within a file', (tar: Buffer) => tar.subarray(0, 600), 'cut off'],
    ['is cut off between entries', (tar: Buffer) => tar.subarray(0, 1024), 'cut off'],
    ['is no tar', () => Buffer.alloc(2048, 'x'), 'not a tar archive'],
    ['has a damaged header', (tar: Buffer) => Buffer.concat([Buffer.from('X'), tar.subarray(1)]), 'damaged'],
  ])('refuses what %s', async (_case, damage, message) => {
    const archive = await tarOf({ name: 'a', content: 'one' });
    expect(() => entriesOf(damage(archive))).toThrow(message);
  });
});

describe('renaming a tar', () => {
  it('keeps everything but the names', async () => {
    const archive = await tarOf(
      { name: 'a', mode: 0o4750, uid: 1234, gid: 5678, content: 'one', mtime: new Date(981_173_106_000) },
      { name: 'h', type: 'link', linkname: 'a' },
      { name: long, content: 'y', pax: { 'SCHILY.xattr.user.x': 'kept', mtime: '981173106.5' } },
    );
    const rename = renameTar(({ name, linkname }) => ({
      name: `v/${name}`,
      linkname: linkname && `v/${linkname}`,
    }));
    const renamed = entriesOf(await buffer(Readable.from([archive]).pipe(rename)));
    expect(renamed.map(({ name, linkname, content }) => [name, linkname, content])).toEqual([
      ['v/a', '', 'one'],
      ['v/h', 'v/a', ''],
      [`v/${long}`, '', 'y'],
    ]);
    expect(renamed[2]?.pax.get('SCHILY.xattr.user.x')).toBe('kept');
    expect(renamed[0]?.blocks.subarray(100, 148)).toEqual(entriesOf(archive)[0]?.blocks.subarray(100, 148));
  });

  it('counts the bytes it has taken', async () => {
    const archive = await tarOf({ name: 'a', content: 'one' });
    let bytes = 0;
    const rename = renameTar(
      ({ name }) => ({ name, linkname: '' }),
      (total) => {
        bytes = total;
      },
    );
    await buffer(Readable.from([archive]).pipe(rename));
    expect(bytes).toBe(archive.length);
  });

  it('writes a folder that reads back', () => {
    const header = folderHeader('./', { mode: 0o1750, uid: 26, gid: 0, mtime: 1 });
    expect(entriesOf(Buffer.concat([header, endMark]))[0]).toMatchObject({ name: './', type: 'directory' });
  });
});
