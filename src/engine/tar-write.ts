// Writes tar headers: entries under another name, with everything else as it came. Pure.

import { Transform } from 'node:stream';
import { blockBytes, checksum, createTarReader, padded, type TarEntry } from './tar.ts';
import { sparseRecords } from './tar-sparse.ts';

/** The name, and for links the target, that an entry gets. */
export interface TarNames {
  readonly name: string;
  readonly linkname: string;
}

/** A stream that gives every entry the names that `rename` tells, and closes the archive. An error in it ends the stream. */
export function renameTar(
  rename: (entry: TarEntry) => TarNames,
  onBytes: (total: number) => void = () => {},
): Transform {
  let total = 0;
  let reader: ReturnType<typeof createTarReader> | undefined;
  return new Transform({
    writableHighWaterMark: 1024 * 1024,
    readableHighWaterMark: 1024 * 1024,
    transform(chunk: Buffer, _encoding, done) {
      reader ??= createTarReader({
        entry: (entry) => this.push(renamed(entry, rename(entry))),
        data: (data) => this.push(data),
      });
      total += chunk.length;
      attempt(done, () => {
        reader?.push(chunk);
        onBytes(total);
      });
    },
    flush(done) {
      attempt(done, () => {
        if (!reader) throw new Error('the archive is empty');
        reader.end();
        this.push(Buffer.alloc(2 * blockBytes));
      });
    },
  });
}

function attempt(done: (error?: Error) => void, act: () => void): void {
  try {
    act();
    done();
  } catch (error) {
    done(error as Error);
  }
}

/** The entry's header under new names: an extended header with the names in full, then the block itself. */
export function renamed(entry: TarEntry, names: TarNames): Buffer {
  const name = entry.type === 'directory' && !names.name.endsWith('/') ? `${names.name}/` : names.name;
  const records = new Map(entry.pax);
  if (entry.flag === 'S')
    for (const [key, value] of sparseRecords(entry.blocks, name)) records.set(key, value);
  records.set('path', name);
  if (records.has('GNU.sparse.name')) records.set('GNU.sparse.name', name);
  if (names.linkname === '') records.delete('linkpath');
  else records.set('linkpath', names.linkname);
  return Buffer.concat([paxHeader(records), blockWith(entry, name, names.linkname)]);
}

function blockWith(entry: TarEntry, name: string, linkname: string): Buffer {
  const block = Buffer.from(entry.blocks.subarray(0, blockBytes));
  putText(block, 0, 100, name);
  putText(block, 157, 100, linkname);
  if (entry.flag === 'S') block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.fill(0, 345);
  return sealed(block);
}

function paxHeader(records: ReadonlyMap<string, string>): Buffer {
  const body = Buffer.from([...records].map(([key, value]) => paxRecord(key, value)).join(''), 'latin1');
  const block = Buffer.alloc(blockBytes + padded(body.length));
  putText(block, 0, 100, 'PaxHeaders/entry');
  putHeader(block, { mode: 0o644, uid: 0, gid: 0, size: body.length, mtime: 0, flag: 'x' });
  body.copy(block, blockBytes);
  return sealed(block);
}

/** The header of a folder, for a volume's own root. */
export function folderHeader(
  name: string,
  owner: { mode: number; uid: number; gid: number; mtime: number },
): Buffer {
  const block = Buffer.alloc(blockBytes);
  putText(block, 0, 100, name);
  putHeader(block, { ...owner, size: 0, flag: '5' });
  return sealed(block);
}

interface Fields {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly flag: string;
}

function putHeader(block: Buffer, fields: Fields): void {
  putOctal(block, 100, 8, fields.mode);
  putOctal(block, 108, 8, fields.uid);
  putOctal(block, 116, 8, fields.gid);
  putOctal(block, 124, 12, fields.size);
  putOctal(block, 136, 12, fields.mtime);
  block.write(fields.flag, 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
}

function sealed(block: Buffer): Buffer {
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function putText(block: Buffer, offset: number, length: number, text: string): void {
  block.fill(0, offset, offset + length);
  block.write(text.slice(0, length - 1), offset, 'latin1');
}

function putOctal(block: Buffer, offset: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
}

function paxRecord(key: string, value: string): string {
  // The length counts itself, so it is found by trying.
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + 1;
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
  return `${length}${rest}`;
}
