// Whether a stack that runs uses buckets that are about to go. Talks to the engine that the stack was started on.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { engineOf } from './find-engine.ts';
import { readMemory } from './memory.ts';
import { knownStack } from './source.ts';

/** The name of the running project that uses one of the buckets; undefined where none does, or no engine answers. */
export async function runningUser(
  project: string,
  names: readonly string[],
  flags: CliFlags,
  io: Io,
): Promise<string | undefined> {
  if (readMemory(project, io).engine === undefined) return undefined;
  const { file: _, ...others } = flags;
  const kept = await knownStack({ ...others, project }, io);
  if (!kept?.manifest['x-smoke']?.buckets.some((name) => names.includes(name))) return undefined;
  try {
    const engine = await engineOf(project, flags, io, { compose: false });
    try {
      const containers = await engine.containers(project);
      return containers.some(({ state }) => state === 'running') ? project : undefined;
    } finally {
      await engine.close();
    }
  } catch (error) {
    // Without an engine nothing runs that could be told about.
    if (error instanceof SmokeError && error.code !== 'CANCELLED') return undefined;
    throw error;
  }
}
