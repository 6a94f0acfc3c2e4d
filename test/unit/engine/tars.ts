// Archives for tests, good and bad.

import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';
import { createTarReader, type TarEntry } from '../../../src/engine/tar.ts';

/** An archive of the given entries. */
export async function tarOf(
  ...entries: (Partial<Header> & { name: string; content?: string })[]
): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of entries)
    archive.entry({ mtime: new Date(0), ...header }, content);
  archive.finalize();
  return buffer(archive);
}

/** The entries of an archive, with their content. */
export function entriesOf(archive: Buffer, chunkBytes = 1000): (TarEntry & { content: string })[] {
  const entries: (TarEntry & { content: string })[] = [];
  const reader = createTarReader({
    entry: (entry) => entries.push({ ...entry, content: '' }),
    data: (data) => {
      const last = entries.at(-1);
      if (last) last.content += data.toString('latin1');
    },
  });
  for (let at = 0; at < archive.length; at += chunkBytes) reader.push(archive.subarray(at, at + chunkBytes));
  reader.end();
  return entries.map((entry) => ({ ...entry, content: entry.content.slice(0, entry.size) }));
}

/** A header block written by hand, for what tar-stream would not write. */
export function headerBlock(name: string, flag: string, size: number, magic = 'ustar\u000000'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 'latin1');
  block.write('0000644\u00000000000\u00000000000\u0000', 100, 'latin1');
  block.write(`${size.toString(8).padStart(11, '0')}\u000000000000000\u0000`, 124, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write(flag, 156, 'latin1');
  block.write(magic, 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return block;
}

/** Content filled up to whole blocks. */
export function blocksOf(content: string): Buffer {
  const bytes = Buffer.from(content, 'latin1');
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** What ends an archive. */
export const endMark = Buffer.alloc(1024);
