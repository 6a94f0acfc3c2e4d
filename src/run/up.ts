// Brings a stack up: looks, keeps the manifest, fills volumes, starts and proves; an interrupt takes everything back.

import { dirname } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { keptManifest } from '../identity/paths.ts';
import { type Io, pipeClosed } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeFileWhole } from '../output.ts';
import { makeOwnFolder } from '../shared-file.ts';
import type { MovedPorts } from '../stack/port-names.ts';
import { bringContent, findContent } from './content.ts';
import { probeContext } from './context.ts';
import { bucketsOutside } from './make-buckets.ts';
import { readMemory, remember } from './memory.ts';
import type { Progress } from './progress.ts';
import type { StackSource } from './read-source.ts';
import { rememberPorts } from './remember-ports.ts';
import { startAndProve, type UpResult } from './start-and-prove.ts';
import { startEnvironment, variablesHash } from './start-environment.ts';
import { type Before, takeBack } from './take-back.ts';

/** Limits and listeners of a run. */
export interface UpOptions {
  readonly timeoutMs: number;
  readonly progress: Progress;
  /** What was there before this run. */
  readonly before: Before;
  readonly noteChild: (pid: number | undefined) => void;
  /** Where its ports were moved, to be remembered. */
  readonly ports?: MovedPorts;
  /** Tells the result. An interrupt while it does so is one of the run, too. */
  readonly told: (result: UpResult) => Promise<void>;
}

/** Brings the stack up; when it is interrupted, takes back everything that was not there before. */
export async function bringUp(
  engine: Engine,
  stack: StackSource,
  flags: CliFlags,
  io: Io,
  options: UpOptions,
): Promise<UpResult> {
  const env = startEnvironment(stack, io);
  const { before } = options;
  const began = new Date();
  let isStarted = false;
  let takeBackBuckets = async (): Promise<void> => {};
  try {
    takeBackBuckets = await bucketsOutside(stack, probeContext(stack, engine, flags, io), io.signal);
    keep(stack, io);
    const variables = variablesHash(stack, env);
    const unchanged = before.manifest === stack.text && readMemory(stack.project, io).variables === variables;
    remember(stack.project, { engine: engine.name, variables }, io);
    if (options.ports) rememberPorts(stack.project, options.ports, io);
    await makeVolumes(engine, stack);
    const changed = await bringContent(engine, stack, findContent(stack.manifest, flags, io), io);
    for (const volume of changed) options.progress.line(`volume ${volume}: filled from the content folder`);
    const { containers } = before;
    const result = await startAndProve({
      ...options,
      engine,
      stack,
      flags,
      io,
      env,
      began,
      before: containers,
      changed,
      unchanged,
    });
    isStarted = true;
    await options.told(result);
    io.signal.throwIfAborted();
    return result;
  } catch (error) {
    options.progress.done();
    // Who has seen enough of the report still has the stack.
    const staysUp = isStarted && io.signal.reason === pipeClosed;
    if (io.signal.aborted && !staysUp) {
      await takeBack(engine, stack, before, io, options.progress.line);
      await takeBackBuckets();
    }
    throw error;
  }
}

/** The manifest that runs is kept, so that status, probe and down need no file. */
function keep(stack: StackSource, io: Io): void {
  const path = keptManifest(io.env, stack.project);
  makeOwnFolder(dirname(path));
  writeFileWhole(path, stack.text);
}

/**
 * podman-compose takes a volume for made when another one's name begins with its name, and Podman then makes it
 * without labels, so that no `down` finds it. Volumes that are there already stay as they are.
 */
async function makeVolumes(engine: Engine, stack: StackSource): Promise<void> {
  if (engine.compose.name !== 'podman-compose') return;
  for (const [volume, settings] of Object.entries(stack.manifest.volumes ?? {})) {
    // One with options of its own is the provider's to make.
    const isPlain = !settings?.['external'] && !settings?.['name'] && !settings?.['driver_opts'];
    if (isPlain) await engine.createVolume(stack.project, volume);
  }
}
