// The engine of a verb: the one that -c names, the one that the project was started on, or the first found.

import { detectEngine } from '../engine/detect.ts';
import type { Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { readMemory } from './memory.ts';

/** The engine to start a stack on. */
export async function engineToStartOn(flags: CliFlags, io: Io): Promise<Engine> {
  return await detectEngine({
    env: io.env,
    signal: io.signal,
    ...(flags.engine !== undefined && { wanted: flags.engine }),
  });
}

/** The engine that a project is on. Verbs that start nothing need no Compose provider. */
export async function engineOf(
  project: string,
  flags: CliFlags,
  io: Io,
  needs: { readonly compose: boolean },
): Promise<Engine> {
  const wanted = flags.engine ?? readMemory(project, io).engine;
  return await detectEngine({
    env: io.env,
    signal: io.signal,
    withoutCompose: !needs.compose,
    ...(wanted !== undefined && { wanted }),
  });
}
