// smoke images: the images of a stack or of the whole library, and the lock of their digests.

import { join, resolve } from 'node:path';
import { SmokeError } from '../error.ts';
import { imagesOfLibrary, imagesOfManifest, imagesOfStack, type ListedImage } from '../images/list.ts';
import type { ImageLock } from '../images/lock.ts';
import { atDigest, parseReference } from '../images/reference.ts';
import { type ImageRow, renderColumns, renderLines } from '../images/table.ts';
import type { Io } from '../io.ts';
import { chooseFragments } from '../library/choose.ts';
import { openLibrary } from '../library/open.ts';
import { readAllFragments } from '../library/read-all.ts';
import type { CliFlags } from '../options/flags.ts';
import { readOptions } from '../options/options.ts';
import { writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { lockToChange, readLock } from '../run/image-lock.ts';
import { readSource } from '../run/read-source.ts';

/** Flags that only this verb has. */
type ImageFlags = CliFlags & { readonly all?: boolean; readonly lock?: boolean; readonly present?: boolean };

/** Lists images; --present asks an engine for them, --lock writes their digests. */
export async function images(flags: ImageFlags, io: Io): Promise<number> {
  if (flags.all && flags.file !== undefined)
    throw new SmokeError('USAGE', '--all and -f FILE exclude each other: the library, or one manifest');
  if (flags.lock) {
    const lock = lockToChange(flags, io);
    const { lockImages } = await import('./images-lock.ts');
    const rows = await lockImages(await listImages(flags, io, lock), lock, flags, io);
    await print(rows, flags, io);
    return rows.some(({ problem }) => problem !== undefined) ? 4 : 0;
  }
  const listed = await listImages(flags, io, readLock(flags, io));
  await print(flags.present ? await withPresence(listed, flags, io) : listed, flags, io);
  return 0;
}

/** The images of the file, of the library, or of the stack that the flags describe. */
async function listImages(flags: ImageFlags, io: Io, lock: ImageLock): Promise<ListedImage[]> {
  if (flags.file !== undefined)
    return imagesOfManifest((await readSource(flags.file, flags, io)).manifest, lock);
  const content = flags.content === undefined ? join(io.root, 'volumes') : resolve(flags.content);
  const library = openLibrary(io.root, content);
  if (flags.all) return imagesOfLibrary(await readAllFragments(library), io.env, lock);
  // Which storage --from describes makes no difference to the images of a stack that has none of its own.
  const storage = flags.from === undefined ? flags.storage : (flags.storage ?? 'ext');
  const options = readOptions(storage === undefined ? flags : { ...flags, storage }, io.env);
  return imagesOfStack(await chooseFragments(library, options), io.env, lock);
}

async function withPresence(listed: readonly ListedImage[], flags: CliFlags, io: Io): Promise<ImageRow[]> {
  const { findEngine } = await import('./images-lock.ts');
  const engine = await findEngine(flags, io);
  try {
    return await Promise.all(
      listed.map(async (row) => {
        // What a locked manifest runs is the digest, which an engine may have without the tag, or the tag without it.
        const name = row.locked === undefined ? row.image : atDigest(row.image, row.locked);
        // The name becomes part of a path, so it has to be one.
        const held = parseReference(name) ? await engine.image(name) : undefined;
        return { ...row, present: held !== undefined };
      }),
    );
  } finally {
    await engine.close();
  }
}

async function print(rows: readonly ImageRow[], flags: ImageFlags, io: Io): Promise<void> {
  const text = flags.json
    ? `${JSON.stringify({ version: 1, images: rows }, null, 2)}\n`
    : io.stdout.isTTY
      ? renderColumns(rows, createPaint(true, io.env))
      : renderLines(rows);
  await writeOutput(text, undefined, io);
}
