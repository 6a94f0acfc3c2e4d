// Brings a stack up: content in, start, health, proof. Observes and reports; containers are the Compose provider's.

import { rmSync } from 'node:fs';
import type { ContainerState, Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { keptManifest } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import { readTextIfThere } from '../library/read-text.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeFileWhole } from '../output.ts';
import type { Failure } from '../report/report.ts';
import { bringContent, findContent } from './content.ts';
import { probeContext } from './context.ts';
import { probeFailures, serviceFailures, startFailure } from './failures.ts';
import { forgetRun, readMemory, remember } from './memory.ts';
import { type Observation, observeStack } from './observe.ts';
import type { Progress } from './progress.ts';
import { type ProbeResult, prove } from './prove.ts';
import type { StackSource } from './read-source.ts';
import { maskFor } from './secrets.ts';
import { startStack } from './start.ts';
import { startEnvironment, variablesHash } from './start-environment.ts';
import { isReady, type ServiceState } from './verdict.ts';

/** How it went. `exitCode`: 0 good, 1 a service or probe failed, 3 the provider could not start it. */
export interface UpResult {
  readonly exitCode: 0 | 1 | 3;
  readonly states: readonly ServiceState[];
  readonly probes: readonly ProbeResult[];
  readonly failures: readonly Failure[];
}

/** Limits and listeners of a run. */
export interface UpOptions {
  readonly timeoutMs: number;
  readonly progress: Progress;
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
  const kept = keptManifest(io.env, stack.project);
  const before = {
    manifest: readTextIfThere(kept),
    containers: await engine.containers(stack.project),
    volumes: await engine.volumes(stack.project),
  };
  try {
    writeFileWhole(kept, stack.text);
    const began = new Date();
    await makeVolumes(engine, stack);
    const variables = variablesHash(stack, env);
    const unchanged = before.manifest === stack.text && readMemory(stack.project, io).variables === variables;
    remember(stack.project, { variables }, io);
    const changed = await bringContent(engine, stack, findContent(stack.manifest, flags, io), io);
    for (const volume of changed) options.progress.line(`volume ${volume}: filled from the content folder`);
    return await startAndProve(engine, stack, flags, io, {
      ...options,
      env,
      began,
      before: before.containers,
      changed,
      unchanged,
    });
  } catch (error) {
    if (io.signal.aborted) await takeBack(engine, stack, before, kept, options.progress, io);
    throw error;
  }
}

/**
 * podman-compose takes a volume for made when another one's name begins with its name, and Podman then makes it
 * without labels, so that no `down` finds it. Volumes that are there already stay as they are.
 */
async function makeVolumes(engine: Engine, stack: StackSource): Promise<void> {
  if (engine.compose.name !== 'podman-compose') return;
  for (const [volume, settings] of Object.entries(stack.manifest.volumes ?? {})) {
    if (!settings?.['external'] && !settings?.['name']) await engine.createVolume(stack.project, volume);
  }
}

interface Run extends UpOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly began: Date;
  readonly before: readonly ContainerState[];
  readonly changed: readonly string[];
  readonly unchanged: boolean;
}

async function startAndProve(
  engine: Engine,
  stack: StackSource,
  flags: CliFlags,
  io: Io,
  run: Run,
): Promise<UpResult> {
  const mask = maskFor(stack, flags, io);
  const deadline = AbortSignal.timeout(run.timeoutMs);
  const signal = AbortSignal.any([io.signal, deadline]);
  const observation = observeStack(engine, stack.project, stack.manifest, run.before);
  observation.onChange(run.progress.states);
  try {
    const onLine = (line: string): void =>
      /pull|download/i.test(line) ? run.progress.line(mask(line)) : undefined;
    const started = await inTime(
      startStack(engine, stack, observation, { env: run.env, signal, onLine, unchanged: run.unchanged }),
      io.signal,
      deadline,
    );
    if (started?.exitCode === 0) await restartReaders(engine, stack, run);
    observation.judgeAll();
    const settled =
      started?.exitCode === 0 ? await inTime(observation.settled(), io.signal, deadline) : undefined;
    const states = settled ?? observation.states();
    run.progress.done();
    if (!settled || !isReady(states)) return await failedStart(engine, stack, states, started, mask);
    return await proveStack(engine, stack, flags, io, observation, states, mask);
  } finally {
    observation.stop();
  }
}

async function failedStart(
  engine: Engine,
  stack: StackSource,
  states: readonly ServiceState[],
  started: Awaited<ReturnType<typeof startStack>> | undefined,
  mask: (text: string) => string,
): Promise<UpResult> {
  const hasFailed = states.some(({ state }) => state === 'failed');
  if (started && started.exitCode !== 0 && !hasFailed) {
    return { exitCode: 3, states, probes: [], failures: [startFailure(engine, started, mask)] };
  }
  return { exitCode: 1, states, probes: [], failures: await serviceFailures(engine, stack, states, mask) };
}

async function proveStack(
  engine: Engine,
  stack: StackSource,
  flags: CliFlags,
  io: Io,
  observation: Observation,
  states: readonly ServiceState[],
  mask: (text: string) => string,
): Promise<UpResult> {
  const context = probeContext(stack, engine, flags, io);
  const probes = await prove(stack.manifest['x-smoke']?.probes ?? [], context, {
    timeoutMs: 30_000,
    signal: io.signal,
  });
  const failures = probeFailures(stack, probes, mask);
  // A service that ended while it was proved says more than the probe that missed it.
  const after = observation.states();
  const broken = after.some(({ state }) => state === 'failed')
    ? await serviceFailures(engine, stack, after, mask)
    : [];
  const all = [...broken, ...failures];
  return {
    exitCode: all.length > 0 ? 1 : 0,
    states: broken.length > 0 ? after : states,
    probes,
    failures: all,
  };
}

/** Services that ran on while the content of their volumes changed read it when they start again. */
async function restartReaders(engine: Engine, stack: StackSource, run: Run): Promise<void> {
  if (run.changed.length === 0) return;
  const volumes = await engine.volumes(stack.project);
  const users = volumes.filter(({ volume }) => run.changed.includes(volume)).flatMap(({ usedBy }) => usedBy);
  const containers = await engine.containers(stack.project);
  for (const { id, name, service, state, startedAt } of containers) {
    if (state !== 'running' || !users.includes(name) || (startedAt && startedAt >= run.began)) continue;
    run.progress.line(`${service}: restarted, because the content of its volumes changed`);
    await engine.restart(id);
  }
}

/** The result, or undefined when the time is over; an interrupt is thrown. */
async function inTime<Result>(
  work: Promise<Result>,
  interrupt: AbortSignal,
  deadline: AbortSignal,
): Promise<Result | undefined> {
  const ended = new Promise<undefined>((resolve, reject) => {
    deadline.addEventListener('abort', () => resolve(undefined), { once: true });
    interrupt.addEventListener('abort', () => reject(interrupt.reason), { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } catch (error) {
    if (interrupt.aborted) {
      // The provider gets its time to end before anything is taken back.
      await work.catch(() => undefined);
      throw interrupt.reason;
    }
    if (deadline.aborted && error instanceof SmokeError) return undefined;
    throw error;
  }
}

async function takeBack(
  engine: Engine,
  stack: StackSource,
  before: {
    readonly manifest: string | undefined;
    readonly containers: readonly unknown[];
    readonly volumes: readonly { readonly name: string }[];
  },
  kept: string,
  progress: Progress,
  io: Io,
): Promise<void> {
  if (before.manifest === undefined) {
    rmSync(kept, { force: true });
    forgetRun(stack.project, io);
  }
  if (before.manifest !== undefined) writeFileWhole(kept, before.manifest);
  if (before.containers.length > 0) {
    progress.line(`interrupted: ${stack.project} was there before and stays as it is now`);
    return;
  }
  progress.line('interrupted: taking back what this run started');
  await engine.removeProject(stack.project, { volumes: false });
  const had = new Set(before.volumes.map(({ name }) => name));
  for (const { name } of await engine.volumes(stack.project)) {
    if (!had.has(name)) await engine.removeVolume(name);
  }
}
