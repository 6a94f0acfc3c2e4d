// What a run may leave behind when it is interrupted: nothing that was not there before.

import { rmSync } from 'node:fs';
import type { ContainerState, Engine, VolumeState } from '../engine/engine.ts';
import { keptManifest } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import { readTextIfThere } from '../library/read-text.ts';
import { writeFileWhole } from '../output.ts';
import { forgetRun } from './memory.ts';
import type { StackSource } from './read-source.ts';

/** What was there before a run. */
export interface Before {
  /** The manifest of the last `up`. */
  readonly manifest: string | undefined;
  readonly containers: readonly ContainerState[];
  readonly volumes: readonly VolumeState[];
}

/** Looks at the project before anything is changed. */
export async function lookBefore(engine: Engine, stack: StackSource, io: Io): Promise<Before> {
  return {
    manifest: readTextIfThere(keptManifest(io.env, stack.project)),
    containers: await engine.containers(stack.project),
    volumes: await engine.volumes(stack.project),
  };
}

/** Takes back what a run started and made. A project that ran before is left as it is now. */
export async function takeBack(
  engine: Engine,
  stack: StackSource,
  before: Before,
  io: Io,
  tell: (line: string) => void,
): Promise<void> {
  const kept = keptManifest(io.env, stack.project);
  if (before.manifest !== undefined) writeFileWhole(kept, before.manifest);
  else {
    rmSync(kept, { force: true });
    forgetRun(stack.project, io);
  }
  if (before.containers.length > 0) {
    tell(`interrupted: ${stack.project} was there before and stays as it is now`);
    return;
  }
  tell('interrupted: taking back what this run started');
  await engine.removeProject(stack.project, { volumes: false });
  const had = new Set(before.volumes.map(({ name }) => name));
  for (const { name } of await engine.volumes(stack.project)) {
    if (!had.has(name)) await engine.removeVolume(name);
  }
}
