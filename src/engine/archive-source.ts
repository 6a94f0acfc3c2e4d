// Opens an archive for reading twice: files as they are, standard input by way of a temporary file. Reads and writes files.

import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { SmokeError } from '../error.ts';

/** An archive that can be opened again and again; `close` gives free what was spooled. */
export interface ArchiveSource {
  readonly open: () => Readable;
  readonly close: () => Promise<void>;
}

const chunkBytes = 1024 * 1024;

/** Takes a path, or a stream such as standard input. What can be read only once is spooled, readable by the user alone. */
export async function openArchive(from: string | Readable, signal?: AbortSignal): Promise<ArchiveSource> {
  if (typeof from !== 'string') return spooled(from, signal);
  const info = await stat(from).catch((cause) => {
    throw new SmokeError('USAGE', `the archive ${from} cannot be read: ${cause.message}`, { cause });
  });
  if (info.isDirectory())
    throw new SmokeError('USAGE', `${from} is a folder, expected a .tar or .tar.gz archive`, {
      hint: 'smoke volumes pack makes an archive of a folder',
    });
  // A pipe given by path (process substitution) is as short-lived as standard input.
  if (!info.isFile()) return spooled(createReadStream(from), signal);
  return { open: () => fileStream(from), close: async () => {} };
}

/** The archive as plain tar: gzip is told by its first bytes, never by a name. */
export async function plainTar(archive: Readable): Promise<Readable> {
  const start = await firstBytes(archive);
  if (start.length === 0) throw new Error('the archive is empty');
  if (start[0] === 0x1f && start[1] === 0x8b) {
    const gunzip = createGunzip({ chunkSize: chunkBytes });
    archive.once('error', (error) => gunzip.destroy(error));
    gunzip.once('close', () => archive.destroy());
    return archive.pipe(gunzip);
  }
  const other = compressions.find(({ magic }) => start.toString('latin1').startsWith(magic));
  if (other) throw new Error(`the archive is compressed with ${other.name}, expected tar or tar with gzip`);
  return archive;
}

const compressions = [
  { name: 'xz', magic: '\xfd7zXZ' },
  { name: 'zstd', magic: '\x28\xb5\x2f\xfd' },
  { name: 'bzip2', magic: 'BZh' },
  { name: 'zip', magic: 'PK\x03\x04' },
];

async function spooled(from: Readable, signal?: AbortSignal): Promise<ArchiveSource> {
  const file = await namelessFile().catch((cause: Error) => {
    throw notKept(tmpdir(), cause);
  });
  try {
    const keep = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) await file.appendFile(chunk);
    };
    await pipeline(from, keep, signal ? { signal } : {});
  } catch (cause) {
    await file.close();
    if (signal?.aborted)
      throw new SmokeError('CANCELLED', 'interrupted while reading the archive', { cause });
    throw notKept(tmpdir(), cause as Error);
  }
  return { open: () => Readable.from(chunksOf(file), { objectMode: false }), close: () => file.close() };
}

async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** It goes with the process, however that ends. */
async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'smoke-'));
  try {
    return await open(join(folder, 'archive'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function notKept(folder: string, cause: Error): SmokeError {
  return new SmokeError('PROVISION_FAILED', `the archive could not be kept in ${folder}: ${cause.message}`, {
    hint: 'TMPDIR names another folder for it; an archive in a file needs no copy.',
    cause,
  });
}

function fileStream(path: string): Readable {
  return createReadStream(path, { highWaterMark: chunkBytes });
}

function firstBytes(stream: Readable): Promise<Buffer> {
  const enough = 6;
  return new Promise((resolve, reject) => {
    let held = Buffer.alloc(0);
    const onReadable = () => {
      for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) {
        held = Buffer.concat([held, chunk as Buffer]);
        if (held.length >= enough) return settle();
      }
    };
    const settle = () => {
      stream.off('readable', onReadable).off('end', settle).off('error', reject);
      if (held.length > 0 && !stream.readableEnded) stream.unshift(held);
      resolve(held);
    };
    stream.on('readable', onReadable).once('end', settle).once('error', reject);
  });
}
