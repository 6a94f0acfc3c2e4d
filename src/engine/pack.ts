// Packs a folder as a tar stream: the same folder gives the same bytes. Reads files.

import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { SmokeError } from '../error.ts';

/** How a folder is packed. */
export interface PackOptions {
  /** Who owns everything; root unless told. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Keeps the times of the files; without it every time is zero, and the bytes depend on the content alone. */
  readonly keepTimes?: boolean;
  /** Lets everybody read what its owner may read: a service runs as another user than the one who keeps the folder. */
  readonly readableByAll?: boolean;
}

// What keeps an empty folder in a repository, or a desktop leaves behind, is no content.
const leftOut = new Set(['.gitkeep', '.gitignore', '.DS_Store']);

/** The folder's content, without an entry for the folder itself: the volume's root stays as it is. */
export function packFolder(folder: string, options: PackOptions = {}): Readable {
  const archive = pack({ highWaterMark: 1024 * 1024 } as object);
  addFolder(archive, folder, '', options).then(
    () => archive.finalize(),
    (error) => archive.destroy(error),
  );
  return Readable.from(archive, { objectMode: false, highWaterMark: 1024 * 1024 });
}

/** Whether packing would give an archive without any entry; a folder that is not there is empty, too. */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).every((name) => leftOut.has(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

async function addFolder(archive: Pack, folder: string, inside: string, options: PackOptions): Promise<void> {
  const names = await readdir(join(folder, inside)).catch((cause) => {
    throw new SmokeError('USAGE', `the folder ${join(folder, inside)} cannot be read: ${cause.message}`, {
      cause,
    });
  });
  for (const name of names.sort()) {
    if (leftOut.has(name)) continue;
    await addEntry(archive, folder, inside === '' ? name : `${inside}/${name}`, options);
  }
}

async function addEntry(archive: Pack, folder: string, name: string, options: PackOptions): Promise<void> {
  const path = join(folder, name);
  const info = await lstat(path);
  const header = {
    name,
    uid: 0,
    gid: 0,
    ...options.owner,
    mtime: options.keepTimes ? info.mtime : new Date(0),
    mode: options.readableByAll ? readable(info.mode & 0o7777) : info.mode & 0o7777,
  };
  if (options.readableByAll) header.mode |= header.mode & 0o555 && 0o444;
  if (info.isDirectory()) {
    await added(archive, { ...header, type: 'directory' });
    await addFolder(archive, folder, name, options);
  } else if (info.isSymbolicLink()) {
    await added(archive, {
      ...header,
      type: 'symlink',
      mode: 0o777,
      linkname: await targetInside(path, name),
    });
  } else if (info.isFile()) {
    await addFile(archive, path, { ...header, size: info.size });
  } else {
    throw new SmokeError('USAGE', `${path} is neither a file, a folder nor a link, and cannot be packed`);
  }
}

function readable(mode: number): number {
  const owner = mode & 0o500;
  return mode | (owner >> 3) | (owner >> 6);
}

async function addFile(archive: Pack, path: string, header: { name: string; size: number }): Promise<void> {
  if (header.size === 0) return added(archive, header);
  const entry = archive.entry(header);
  // Read to the size that the header tells, should the file grow meanwhile.
  const content = createReadStream(path, { end: header.size - 1, highWaterMark: 1024 * 1024 });
  await pipeline(content, entry).catch((cause) => {
    throw new SmokeError('PROVISION_FAILED', `${path} could not be packed: ${cause.message}`, { cause });
  });
}

function added(archive: Pack, header: Parameters<Pack['entry']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(header, '', (error) => (error ? reject(error) : resolve()));
  });
}

async function targetInside(path: string, name: string): Promise<string> {
  const target = await readlink(path);
  const resolved = normalize(join(dirname(name), target));
  if (!target.startsWith('/') && resolved !== '..' && !resolved.startsWith('../')) return target;
  throw new SmokeError('USAGE', `${path} is a link to ${target}, outside of the folder`, {
    hint: 'put a copy of the file in its place',
  });
}
