// What a run may leave behind when it is interrupted: nothing that was not there before.

import { rmSync } from 'node:fs';
import type { ContainerState, Engine, VolumeState } from '../engine/engine.ts';
import { keptManifest } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import { readTextIfThere } from '../library/read-text.ts';
import { writeFileWhole } from '../output.ts';
import { memoryText, restoreMemory } from './memory.ts';
import type { StackSource } from './read-source.ts';

/** What was there before a run. */
export interface Before {
  /** The manifest of the last `up`. */
  readonly manifest: string | undefined;
  /** What was remembered of it. */
  readonly memory: string | undefined;
  readonly containers: readonly ContainerState[];
  readonly volumes: readonly VolumeState[];
}

/** Looks at the project before anything is changed. */
export async function lookBefore(engine: Engine, stack: StackSource, io: Io): Promise<Before> {
  return {
    manifest: readTextIfThere(keptManifest(io.env, stack.project)),
    memory: memoryText(stack.project, io),
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
  forgetStack(stack, before, io);
  if (before.containers.length > 0) {
    tell(`interrupted: ${stack.project} was there before and stays as it is now`);
    return;
  }
  tell('interrupted: taking back what this run started');
  await engine.removeProject(stack.project, { volumes: false, anonymous: true });
  for (const name of await newVolumes(engine, stack, before)) await engine.removeVolume(name);
}

/** Whether any service ran before this run. */
export function isRunning({ containers }: Before): boolean {
  return containers.some(({ state }) => state === 'running' || state === 'restarting' || state === 'paused');
}

/** The project's volumes that this run made. */
export async function newVolumes(
  engine: Engine,
  { project }: StackSource,
  before: Before,
): Promise<string[]> {
  const had = new Set(before.volumes.map(({ name }) => name));
  return (await engine.volumes(project)).map(({ name }) => name).filter((name) => !had.has(name));
}

/** Puts back what was kept of the stack before this run; where there was nothing, nothing is kept. */
export function forgetStack({ project }: StackSource, { manifest, memory }: Before, io: Io): void {
  const kept = keptManifest(io.env, project);
  if (manifest !== undefined) writeFileWhole(kept, manifest);
  else rmSync(kept, { force: true });
  restoreMemory(project, memory, io);
}
