// The digest lock: its format, and what it does to a manifest. Pure.

import { SmokeError } from '../error.ts';
import type { ValueMap } from '../stack/manifest.ts';
import { isDigest, parseReference } from './reference.ts';

/** Image as manifests name it → digest of what it was when the lock was made. */
export type ImageLock = Readonly<Record<string, string>>;

const format = 1;

/** The lock as a file: a line for each image, sorted, so that a change reads well in a diff. */
export function writeLock(lock: ImageLock): string {
  const images = Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: format, images }, null, 2)}\n`;
}

/** Reads a lock; anything but the whole truth is an error, for half a lock would let images change unseen. */
export function parseLock(text: string, file: string): ImageLock {
  const { version, images } = parseJson(text, file);
  if (version !== format) throw damaged(file, `version: got ${shown(version)}, expected ${format}`);
  if (!isRecord(images)) throw damaged(file, `images: got ${shown(images)}, expected an object`);
  for (const [image, digest] of Object.entries(images)) {
    const reference = parseReference(image);
    if (!reference || reference.digest !== undefined)
      throw damaged(file, `images: got ${shown(image)}, expected the name of an image without a digest`);
    if (!isDigest(digest))
      throw damaged(file, `images: ${image}: got ${shown(digest)}, expected sha256: and 64 hex digits`);
  }
  return images as ImageLock;
}

/** The digest that a lock has for an image. */
export function lockedDigest(lock: ImageLock, image: string): string | undefined {
  return Object.hasOwn(lock, image) ? lock[image] : undefined;
}

/** Services with the digest behind the name of every image that the lock has. */
export function lockServices(
  services: Readonly<Record<string, ValueMap>>,
  lock: ImageLock,
): Record<string, ValueMap> {
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const { image } = service;
      const digest = typeof image === 'string' ? lockedDigest(lock, image) : undefined;
      return [name, digest === undefined ? service : { ...service, image: `${image}@${digest}` }];
    }),
  );
}

function parseJson(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, `it is not JSON: ${(cause as Error).message.replace(/\s+/g, ' ')}`, cause);
  }
  if (!isRecord(value)) throw damaged(file, `got ${shown(value)}, expected an object`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}

function damaged(file: string, problem: string, cause?: unknown): SmokeError {
  return new SmokeError('USAGE', `${file} is not a digest lock: ${problem}`, {
    hint: `Restore the file, or delete it and make it anew: smoke images --lock`,
    ...(cause !== undefined && { cause }),
  });
}
