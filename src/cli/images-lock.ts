// smoke images --lock: looks for the digest of each image, says what came of it, and writes the lock.

import { detectEngine } from '../engine/detect.ts';
import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import type { ListedImage } from '../images/list.ts';
import { type ImageLock, lockedDigest } from '../images/lock.ts';
import { parseReference } from '../images/reference.ts';
import type { ImageRow } from '../images/table.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { addToLock, lockPath } from '../run/image-lock.ts';
import { type Looked, lookForDigests } from '../run/lock-images.ts';

/** Locks the listed images; those that it could not lock come back with the reason. */
export async function lockImages(
  listed: readonly ListedImage[],
  before: ImageLock,
  flags: CliFlags,
  io: Io,
): Promise<ImageRow[]> {
  const isOpen = ({ image }: ListedImage): boolean => parseReference(image)?.digest === undefined;
  const looked = await look(listed.filter(isOpen), flags, io);
  const digests = Object.fromEntries(
    looked.flatMap(({ image, found }) => ('digest' in found ? [[image, found.digest]] : [])),
  );
  const lock = flags.dryRun ? { ...before, ...digests } : addToLock(digests, flags, io);
  const rows = listed.map((row) => ({
    ...row,
    ...lockedBy(lock, row.image),
    ...problemOf(looked, row.image),
  }));
  const locked = rows.filter((row) => row.locked !== undefined || !isOpen(row)).length;
  const { shown } = lockPath(flags, io);
  say(io, `smoke: ${locked} of ${rows.length} images have a digest ${flags.dryRun ? 'for' : 'in'} ${shown}`);
  return rows;
}

/** Asks the engine and the registries, and says of each image what came of it. */
async function look(open: readonly ListedImage[], flags: CliFlags, io: Io): Promise<Looked[]> {
  const engine = await engineIfAny(flags, io);
  const names = [...new Set(open.map(({ image }) => image))];
  try {
    return await lookForDigests(
      names,
      async (image) => await engine?.image(image),
      io,
      (looked) => say(io, progress(looked)),
    );
  } finally {
    await engine?.close();
  }
}

function progress({ image, found }: Looked): string {
  if ('digest' in found) {
    const doubt = found.doubt === undefined ? '' : `\n  not confirmed: ${found.doubt}`;
    return `smoke: ${image}: ${found.digest} (${found.from})${doubt}`;
  }
  return `smoke: ${image}: not locked: ${found.problem}`;
}

function lockedBy(lock: ImageLock, image: string): { locked?: string } {
  const locked = lockedDigest(lock, image);
  return locked === undefined ? {} : { locked };
}

function problemOf(looked: readonly Looked[], image: string): { problem?: string } {
  const found = looked.find((each) => each.image === image)?.found;
  return found !== undefined && 'problem' in found ? { problem: found.problem } : {};
}

/** The engine whose digests count; without one, the registries know as well. */
async function engineIfAny(flags: CliFlags, io: Io): Promise<Engine | undefined> {
  try {
    return await findEngine(flags, io);
  } catch (error) {
    if (flags.engine !== undefined || !(error instanceof SmokeError) || error.code !== 'ENGINE_NOT_FOUND')
      throw error;
    say(io, 'smoke: no engine answers, so only the registries are asked');
    return undefined;
  }
}

/** The engine that -c names, or the first that answers. */
export async function findEngine(flags: CliFlags, io: Io): Promise<Engine> {
  const { env, signal } = io;
  const wanted = flags.engine === undefined ? {} : { wanted: flags.engine };
  return await detectEngine({ env, signal, withoutCompose: true, ...wanted });
}
