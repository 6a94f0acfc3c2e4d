// Where a verb's manifest comes from: the flags, a file, or what `up` kept.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SmokeError } from '../error.ts';
import { keptManifest } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { defaultApp, readProject } from '../options/options.ts';
import { renderCompose } from '../render/compose.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest } from '../stack/manifest.ts';
import { makeManifest } from './make-manifest.ts';
import { readSource, type StackSource } from './read-source.ts';
import type { Purpose } from './use-provider.ts';

/** The stack that `up` starts: of the file that -f names, or of the flags. */
export async function stackToStart(flags: CliFlags, io: Io, purpose: Purpose = {}): Promise<StackSource> {
  refuseFileAndSide(flags);
  if (flags.file !== undefined) {
    const source = await readSource(flags.file, flags, io);
    refuseEmpty(source.manifest.services, flags.file);
    return source;
  }
  const { manifest, options, command } = await makeManifest(flags, io, purpose);
  const file = keptManifest(io.env, options.project);
  return {
    project: options.project,
    manifest,
    text: renderCompose(manifest, command),
    file,
    folder: dirname(file),
    command,
  };
}

/** No Compose provider starts such a file. */
function refuseEmpty(services: Manifest['services'], file: string): void {
  if (Object.keys(services).length === 0) throw new SmokeError('USAGE', `${file} has no service`);
  const empty = Object.entries(services).find(([, service]) => !isMap(service))?.[0];
  if (empty === undefined) return;
  throw new SmokeError('USAGE', `${file}: services.${empty}: expected a map with an image, or what to build`);
}

/** A manifest has its storage already. */
export function refuseFileAndSide(flags: CliFlags): void {
  if (flags.file !== undefined && flags.from !== undefined)
    throw new SmokeError(
      'USAGE',
      `-f ${flags.file}: --from makes a stack of its own, and takes no manifest for one`,
    );
}

/** The stack that -f names, or that `up` kept; undefined when there is none. */
export async function knownStack(flags: CliFlags, io: Io): Promise<StackSource | undefined> {
  if (flags.file !== undefined) return await readSource(flags.file, flags, io);
  const file = keptManifest(io.env, readProject(flags, io.env, defaultApp));
  return existsSync(file) ? await readSource(file, flags, io) : undefined;
}

/** Like {@link knownStack}, but none is an error that says what to do. */
export async function requireStack(flags: CliFlags, io: Io): Promise<StackSource> {
  const stack = await knownStack(flags, io);
  if (stack) return stack;
  const project = readProject(flags, io.env, defaultApp);
  throw new SmokeError(
    'USAGE',
    `no stack "${project}" is known: smoke up did not start one, and no -f FILE was given`,
    {
      hint: 'Start it with smoke up, or name its manifest with -f FILE, or its project with --project NAME.',
    },
  );
}
