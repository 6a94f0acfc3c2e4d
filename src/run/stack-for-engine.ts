// A stack is made before an engine is looked for, and once more where that engine matters to it.

import type { Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { StackSource } from './read-source.ts';
import { stackToStart } from './source.ts';
import type { Purpose } from './use-provider.ts';

/** Before there is an engine, nobody knows which ports are free: they stay where they are. */
export const onPaperOnly: Purpose = { choosePorts: async () => ({}) };

/** The stack once more, with the flags for its engine and with ports that are free there. */
export async function stackForEngine(
  engine: Engine,
  onPaper: StackSource,
  flags: CliFlags,
  io: Io,
  purpose: Purpose,
): Promise<StackSource> {
  if (flags.file !== undefined) {
    if (purpose.choosePorts === undefined) return onPaper;
    return await (await import('./move-source.ts')).moveSource(onPaper, purpose.choosePorts, io, engine);
  }
  return await stackToStart(flags.dryRun ? flags : onceMore(flags), io, purpose);
}

/** The flags that make the same stack again: what they have made or restored the first time is there now. */
export function onceMore({ fresh: _, identityFrom: __, ...flags }: CliFlags): CliFlags {
  return flags;
}

/** The flags of a stack that uses the engine's socket, for the engine that was found. */
export function flagsForEngine(
  engine: Pick<Engine, 'name'>,
  onPaper: Pick<StackSource, 'manifest'>,
  flags: CliFlags,
): CliFlags {
  const isOurs = flags.file === undefined && flags.engine === undefined;
  if (!isOurs || engine.name === 'docker' || !usesDockerSocket(onPaper)) return flags;
  return { ...flags, engine: engine.name };
}

function usesDockerSocket({ manifest }: Pick<StackSource, 'manifest'>): boolean {
  const mounts = Object.values(manifest.services).map((service) => service?.['volumes']);
  return JSON.stringify(mounts).includes('docker.sock');
}
