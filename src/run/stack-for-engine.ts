// A stack is made before an engine is looked for, and once more where that engine matters to it.

import type { Engine } from '../engine/engine.ts';
import type { CliFlags } from '../options/flags.ts';
import type { StackSource } from './read-source.ts';

/** A stack that uses the engine's socket is made for the engine that was found, unless -c has named one. */
export function flagsForEngine(
  engine: Pick<Engine, 'name'>,
  onPaper: Pick<StackSource, 'manifest'>,
  flags: CliFlags,
): CliFlags {
  const isOurs = flags.file === undefined && flags.engine === undefined;
  if (!isOurs || engine.name === 'docker' || !usesDockerSocket(onPaper)) return flags;
  // What the first one has made or restored is there now.
  const { fresh: _, identityFrom: __, ...rest } = flags;
  return { ...rest, engine: engine.name };
}

function usesDockerSocket({ manifest }: Pick<StackSource, 'manifest'>): boolean {
  const mounts = Object.values(manifest.services).map((service) => service?.['volumes']);
  return JSON.stringify(mounts).includes('docker.sock');
}
