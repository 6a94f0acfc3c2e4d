// smoke volumes: content in and out of named volumes.

import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ArchiveSource, openArchive } from '../engine/archive-source.ts';
import type { Engine } from '../engine/engine.ts';
import { packFolder } from '../engine/pack.ts';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { writeOutput, writeStreamWhole } from '../output.ts';
import { bringContent, findContent, packContent } from '../run/content.ts';
import { engineOf } from '../run/find-engine.ts';
import { withProjectLock } from '../run/project-lock.ts';
import type { StackSource } from '../run/read-source.ts';
import { requireStack } from '../run/source.ts';
import { showBytes } from './show-bytes.ts';

/** smoke volumes list: each volume of the manifest, whether it is there and what may fill it. */
export async function list(flags: CliFlags, io: Io): Promise<number> {
  return await withEngine(flags, io, async (stack, engine) => {
    const there = await engine.volumes(stack.project);
    const content = findContent(stack.manifest, flags, io);
    const volumes = volumeNames(stack).map((volume) => {
      const state = there.find((candidate) => candidate.volume === volume);
      const folder = content.find((candidate) => candidate.volume === volume)?.folder;
      return {
        volume,
        name: `${stack.project}_${volume}`,
        exists: state !== undefined,
        usedBy: state?.usedBy ?? [],
        ...(folder && { folder }),
      };
    });
    const lines = volumes.map(({ name, exists, usedBy, folder }) => {
      const notes = [
        exists ? '' : 'not there yet',
        usedBy.length > 0 ? `used by ${usedBy.join(', ')}` : '',
        folder ? `content in ${folder}` : '',
      ];
      return `${[name, ...notes.filter(Boolean)].join('  ')}\n`;
    });
    await writeOutput(
      flags.json ? `${JSON.stringify({ version: 1, volumes }, null, 2)}\n` : lines.join(''),
      undefined,
      io,
    );
    return 0;
  });
}

/** smoke volumes import: one volume from an archive, a folder or standard input, or all from the content folder. */
export async function importInto(flags: CliFlags, io: Io, volume?: string, source?: string): Promise<number> {
  return await withEngineAlone(flags, io, async (stack, engine) => {
    if (volume === undefined) {
      const content = findContent(stack.manifest, flags, io);
      if (content.length === 0)
        say(io, 'smoke: nothing to import: volumes/ has no folder that a volume is filled from');
      for (const name of await bringContent(engine, stack, content, io))
        say(io, `${stack.project}_${name}: filled`);
      return 0;
    }
    checkVolume(stack, volume);
    if (source === undefined) {
      throw new SmokeError(
        'USAGE',
        `volumes import ${volume}: expected an archive, a folder, or - for standard input`,
      );
    }
    const archive = await openSource(source, io);
    const name = `${stack.project}_${volume}`;
    let isNew = false;
    try {
      isNew = await engine.createVolume(stack.project, volume);
      await engine.importVolume(name, archive.open, {
        replace: flags.replace === true,
        signal: io.signal,
        onBytes: showBytes(io, volume),
      });
    } catch (error) {
      // A volume that was made for what did not come is none that the user had.
      if (isNew) await engine.removeVolume(name);
      throw error;
    } finally {
      await archive.close();
    }
    say(
      io,
      `${stack.project}_${volume}: ${flags.replace ? 'now equals' : 'got'} ${source === '-' ? 'standard input' : source}`,
    );
    return 0;
  });
}

/** smoke volumes export: a volume as tar, to a file that appears whole, or to standard output. */
export async function exportFrom(flags: CliFlags, io: Io, volume: string, target?: string): Promise<number> {
  const file = target ?? flags.output;
  if ((file === undefined || file === '-') && io.stdout.isTTY) {
    throw new SmokeError('USAGE', 'an archive is not for a terminal, expected a file or a pipe', {
      hint: `smoke volumes export ${volume} ${volume}.tar`,
    });
  }
  return await withEngine(flags, io, async (stack, engine) => {
    checkVolume(stack, volume);
    const archive = await engine.exportVolume(`${stack.project}_${volume}`);
    if (file === undefined || file === '-') {
      await pipeline(archive, io.stdout, { end: false, signal: io.signal });
      return 0;
    }
    await writeStreamWhole(archive, file, io.signal);
    say(io, `${file}: ${stack.project}_${volume}`);
    return 0;
  });
}

/** smoke volumes pack: an archive for each content folder, for engines' own import. No engine is needed. */
export async function pack(flags: CliFlags, io: Io, folder = '.'): Promise<number> {
  const stack = await requireStack(flags, io);
  const content = findContent(stack.manifest, flags, io);
  if (content.length === 0) {
    say(io, 'smoke: nothing to pack: volumes/ has no folder that a volume is filled from');
    return 0;
  }
  mkdirSync(folder, { recursive: true });
  for (const { volume, folder: from } of content) {
    const file = join(folder, `${stack.project}_${volume}.tar`);
    await writeStreamWhole(packContent(from), file, io.signal);
    say(io, `${file}: podman volume import ${stack.project}_${volume} ${file}`);
  }
  return 0;
}

type Work = (stack: StackSource, engine: Engine) => Promise<number>;

async function withEngine(flags: CliFlags, io: Io, work: Work): Promise<number> {
  return await onEngine(await requireStack(flags, io), flags, io, work);
}

/** While no other run changes the project. */
async function withEngineAlone(flags: CliFlags, io: Io, work: Work): Promise<number> {
  const stack = await requireStack(flags, io);
  return await withProjectLock(stack.project, 'volumes import', io, () => onEngine(stack, flags, io, work));
}

async function onEngine(stack: StackSource, flags: CliFlags, io: Io, work: Work): Promise<number> {
  const engine = await engineOf(stack.project, flags, io, { compose: false });
  try {
    return await work(stack, engine);
  } finally {
    await engine.close();
  }
}

function volumeNames(stack: StackSource): string[] {
  return Object.keys(stack.manifest.volumes ?? {});
}

function checkVolume(stack: StackSource, volume: string): void {
  const known = volumeNames(stack);
  if (known.includes(volume)) return;
  const near = nearest(volume, known);
  throw new SmokeError('USAGE', `unknown volume "${volume}", expected one of ${known.join(', ')}`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}

/** An archive that can be opened twice: a file, spooled standard input, or a folder that is packed anew each time. */
async function openSource(source: string, io: Io): Promise<ArchiveSource> {
  if (source === '-') return await openArchive(io.stdin, io.signal);
  const path = resolve(source);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return await openArchive(path, io.signal);
  return { open: () => packFolder(path, { keepTimes: true }), close: async () => {} };
}
