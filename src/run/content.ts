// The content that users put under volumes/: which folders fill which volumes, and what changed since the last time.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { packFolder } from '../engine/pack.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { Manifest } from '../stack/manifest.ts';
import { readMemory, remember } from './memory.ts';
import type { StackSource } from './read-source.ts';

/** A folder that fills a volume. */
export interface Content {
  readonly volume: string;
  readonly folder: string;
}

/** The folders that are there, of those that the manifest's volumes are filled from. */
export function findContent(manifest: Manifest, flags: CliFlags, io: Io): Content[] {
  const base = flags.content === undefined ? join(io.root, 'volumes') : resolve(flags.content);
  return Object.entries(manifest['x-smoke']?.content ?? {})
    .map(([volume, name]) => ({ volume, folder: join(base, name) }))
    .filter(({ folder }) => existsSync(folder));
}

/** Brings content into its volumes where it changed, or the volume is new; gives the volumes that got something. */
export async function bringContent(
  engine: Engine,
  stack: StackSource,
  contents: readonly Content[],
  io: Io,
): Promise<string[]> {
  const before = readMemory(stack.project, io).content;
  const now: Record<string, string> = { ...before };
  const brought: string[] = [];
  for (const { volume, folder } of contents) {
    const hash = await hashOf(folder);
    const isNew = await engine.createVolume(stack.project, volume);
    // Each engine has volumes of its own.
    const place = `${engine.name}/${volume}`;
    if (!isNew && before[place] === hash) continue;
    await engine.importVolume(`${stack.project}_${volume}`, () => packContent(folder), {
      replace: false,
      signal: io.signal,
    });
    now[place] = hash;
    brought.push(volume);
  }
  if (brought.length > 0) remember(stack.project, { content: now }, io);
  return brought;
}

/** A content folder as an archive: readable by every service, and the same bytes for the same files. */
export function packContent(folder: string): ReturnType<typeof packFolder> {
  return packFolder(folder, { readableByAll: true });
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of packContent(folder)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
