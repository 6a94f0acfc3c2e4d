// The middle of `up`: the provider starts, smoke watches and drives health, then the probes have their say.

import type { ContainerState, Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { ProbeContext } from '../probes/outcome.ts';
import type { Failure } from '../report/report.ts';
import type { Timeline } from '../report/test-report.ts';
import { probeContext } from './context.ts';
import { findFailures } from './failures.ts';
import { inTime } from './in-time.ts';
import { bucketsFirst } from './make-buckets.ts';
import { type Observation, observeStack } from './observe.ts';
import type { Progress } from './progress.ts';
import { type ProbeResult, prepareToProve, prove } from './prove.ts';
import type { StackSource } from './read-source.ts';
import type { Sight } from './scene.ts';
import { maskFor } from './secrets.ts';
import { type Interlude, type StartResult, startStack } from './start.ts';
import { recordTimeline } from './timeline.ts';
import { isReady, type ServiceState, serviceStates } from './verdict.ts';

/** How it went. `exitCode`: 0 good, 1 a service or probe failed, 3 the provider could not start it. */
export interface UpResult {
  readonly exitCode: 0 | 1 | 3;
  readonly states: readonly ServiceState[];
  readonly probes: readonly ProbeResult[];
  readonly failures: readonly Failure[];
  /** How the start went. */
  readonly timeline: Timeline;
}

type Outcome = Omit<UpResult, 'timeline'>;

/** One stack on its way up. */
export interface Run {
  readonly engine: Engine;
  readonly stack: StackSource;
  readonly flags: CliFlags;
  readonly io: Io;
  readonly progress: Progress;
  readonly timeoutMs: number;
  /** Notes the Compose provider while it runs. */
  readonly noteChild: (pid: number | undefined) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly began: Date;
  /** Containers of the project before this run. */
  readonly before: readonly ContainerState[];
  /** Volumes whose content changed. */
  readonly changed: readonly string[];
  /** The same manifest with the same variables was started before. */
  readonly unchanged: boolean;
}

/** A run under way, and what the provider has said so far. */
type Running = Run & { readonly said: string[] };

const probesTimeoutMs = 30_000;

/** Starts the stack and waits for every service, then proves it; failures are results, not errors. */
export async function startAndProve(given: Run): Promise<UpResult> {
  const run: Running = { ...given, said: [] };
  const { engine, stack, io, progress } = run;
  const mask = maskFor(stack, run.flags, io);
  const deadline = AbortSignal.timeout(run.timeoutMs);
  const observation = observeStack(engine, stack.project, stack.manifest, run.before);
  observation.onChange(progress.states);
  const recorder = recordTimeline(stack.manifest, run.began);
  observation.onChange((states) => recorder.note(states, new Date()));
  const context = probeContext(stack, engine, run.flags, io);
  try {
    const prepared = prepareToProve(stack.manifest['x-smoke']?.probes ?? [], context);
    // It is awaited before the proof; a start that fails earlier must not leave its error unhandled.
    prepared.catch(() => undefined);
    const started = await inTime(start(run, observation, context, deadline, mask), io.signal, deadline);
    const isStarted = started?.exitCode === 0 && !(await isRefused(run, started));
    if (isStarted) await restartReaders(run);
    observation.judge();
    const settled = isStarted ? await inTime(observation.settled(), io.signal, deadline) : undefined;
    const states = settled ?? observation.states();
    progress.done();
    const timeline = recorder.timeline();
    if (!settled || !isReady(states)) return { ...(await failedStart(run, states, started, mask)), timeline };
    await prepared;
    return { ...(await proveStack(run, observation, context, states, mask)), timeline };
  } finally {
    observation.stop();
  }
}

async function start(
  run: Running,
  observation: Observation,
  context: ProbeContext,
  deadline: AbortSignal,
  mask: (text: string) => string,
): Promise<StartResult> {
  const { engine, stack, env, unchanged } = run;
  const signal = AbortSignal.any([run.io.signal, deadline]);
  // Of what the provider says, only pulls take long enough to be worth a line.
  const onLine = (line: string): void => {
    run.said.push(line);
    if (/pull|download/i.test(line)) run.progress.line(mask(line));
  };
  const buckets = bucketsFirst(stack, context);
  const there = serviceStates(stack.manifest, run.before, new Date());
  const isThere = ({ after }: Interlude): boolean =>
    isReady(there.filter(({ service }) => service === after));
  // A storage that runs as it will run needs no start of its own.
  const atOnce = buckets && unchanged && isThere(buckets);
  if (atOnce) await buckets.play(signal);
  const interlude = atOnce ? undefined : buckets;
  const onChild = run.noteChild;
  return await startStack(engine, stack, observation, { env, signal, onChild, onLine, unchanged, interlude });
}

/** podman-compose ends with 0 also where Podman refused to make a container: nothing comes after that. */
async function isRefused({ engine, stack }: Run, { output }: StartResult): Promise<boolean> {
  if (engine.compose.name !== 'podman-compose' || !/(?:^|\s|_default)Error: /m.test(output)) return false;
  const there = new Set((await engine.containers(stack.project)).map(({ service }) => service));
  return Object.keys(stack.manifest.services).some((service) => !there.has(service));
}

async function failedStart(
  run: Running,
  states: readonly ServiceState[],
  started: StartResult | undefined,
  mask: (text: string) => string,
): Promise<Outcome> {
  const { engine, stack } = run;
  const sight = sightOf(run, mask);
  const hasFailed = states.some(({ state }) => state === 'failed');
  const isMissing = states.some(({ state }) => state === 'missing');
  if (started && (started.exitCode !== 0 || isMissing) && !hasFailed) {
    // The engine notes at a container why it could not start it, but tells no event of that.
    const found = serviceStates(stack.manifest, await engine.containers(stack.project), new Date());
    const isNoted = found.some(({ state }) => state === 'failed');
    const failures = await findFailures(sight, found, isNoted ? {} : { output: started.output });
    return { exitCode: 3, states: found, probes: [], failures };
  }
  const failed = states.filter(({ state }) => state === 'failed');
  const neverRan = failed.length > 0 && failed.every(({ container }) => container?.state === 'created');
  // What the provider was still at when time ran out is known from what it said until then.
  const isStarting = !hasFailed && !started && run.said.length > 0;
  const failures = await findFailures(sight, states, isStarting ? { outputSoFar: run.said.join('\n') } : {});
  return { exitCode: neverRan ? 3 : 1, states, probes: [], failures };
}

async function proveStack(
  run: Run,
  observation: Observation,
  context: ProbeContext,
  states: readonly ServiceState[],
  mask: (text: string) => string,
): Promise<Outcome> {
  const { stack, io } = run;
  const probes = await prove(stack.manifest['x-smoke']?.probes ?? [], context, {
    timeoutMs: probesTimeoutMs,
    signal: io.signal,
  });
  // A service that ended while it was proved says more than the probe that missed it.
  const after = observation.states();
  const isBroken = after.some(({ state }) => state === 'failed');
  const isGood = !isBroken && probes.every(({ state }) => state !== 'failed');
  const failures = isGood ? [] : await findFailures(sightOf(run, mask), after, { probes });
  return { exitCode: failures.length > 0 ? 1 : 0, states: isBroken ? after : states, probes, failures };
}

function sightOf({ engine, stack, flags, io, began }: Run, mask: (text: string) => string): Sight {
  return { engine, stack, flags, env: io.env, began, mask };
}

/** Services that ran on while the content of their volumes changed read it when they start again. */
async function restartReaders({ engine, stack, changed, began, progress }: Run): Promise<void> {
  if (changed.length === 0) return;
  const volumes = await engine.volumes(stack.project);
  const users = volumes.filter(({ volume }) => changed.includes(volume)).flatMap(({ usedBy }) => usedBy);
  const containers = await engine.containers(stack.project);
  for (const { id, name, service, state, startedAt } of containers) {
    if (state !== 'running' || !users.includes(name) || (startedAt && startedAt >= began)) continue;
    progress.line(`${service}: restarted, because the content of its volumes changed`);
    await engine.restart(id);
  }
}
