// Runs the Compose provider: in one go, or in waves where it ignores `service_healthy`.

import { runCompose } from '../engine/compose.ts';
import type { Engine } from '../engine/engine.ts';
import type { Observation } from './observe.ts';
import type { StackSource } from './read-source.ts';
import { awaitedServices, independentServices, startWaves } from './waves.ts';

/** How the start went; `output` is what the provider said last. */
export interface StartResult {
  readonly exitCode: number;
  readonly output: string;
}

/** What has to happen as soon as a service is ready, and before those that wait for it start. */
export interface Interlude {
  readonly after: string;
  readonly play: (signal: AbortSignal) => Promise<void>;
}

/** Starts the stack. Ends early when a service is beyond hope. */
export async function startStack(
  engine: Engine,
  stack: StackSource,
  observation: Observation,
  options: {
    readonly env: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
    readonly onChild: (pid: number | undefined) => void;
    readonly onLine: (line: string) => void;
    /** The same manifest with the same variables was started before. */
    readonly unchanged: boolean;
    readonly interlude: Interlude | undefined;
  },
): Promise<StartResult> {
  const { project, file, folder } = stack;
  const hopeless = new AbortController();
  const signal = AbortSignal.any([options.signal, hopeless.signal]);
  const { onLine, onChild, env } = options;
  const compose = (args: readonly string[]): Promise<StartResult> =>
    runCompose(engine.compose, args, {
      project,
      file,
      projectDirectory: folder,
      env,
      onLine,
      onChild,
      signal,
    });
  observation.onChange((states) => {
    if (states.some(({ state }) => state === 'failed')) hopeless.abort();
  });
  try {
    if (!engine.compose.honoursHealthy) {
      await removeOrphans(engine, stack);
      return await startInWaves(stack, observation, compose, options.interlude, signal);
    }
    const up = ['up', '--detach', '--remove-orphans'];
    const keep = ['--no-recreate'];
    const { recreatesUnchanged } = engine.compose;
    const first = recreatesUnchanged && options.unchanged ? [...up, ...keep] : up;
    const { interlude } = options;
    if (!interlude) return await compose(first);
    const early = independentServices(stack.manifest, interlude.after);
    const started = await startEarly(
      interlude,
      early,
      observation,
      (names) => compose([...first, ...names]),
      signal,
    );
    if (started.exitCode !== 0) return started;
    if (!recreatesUnchanged) return await compose(up);
    // What this provider is told of again it makes anew, unless it is to keep it: the rest is made anew by hand.
    if (!options.unchanged) await removeOthers(engine, stack, early);
    return await compose([...up, ...keep]);
  } catch (error) {
    if (hopeless.signal.aborted && !options.signal.aborted) return { exitCode: 1, output: '' };
    throw error;
  }
}

/** Starts what can start before the interlude, and plays it. */
async function startEarly(
  { after, play }: Interlude,
  early: readonly string[],
  observation: Observation,
  start: (services: readonly string[]) => Promise<StartResult>,
  signal: AbortSignal,
): Promise<StartResult> {
  const started = await start(early);
  if (started.exitCode !== 0) return started;
  observation.judge(early);
  const states = await Promise.race([observation.settled([after]), aborted(signal)]);
  if (states.some(({ state }) => state === 'failed')) return { exitCode: 1, output: started.output };
  await play(signal);
  return started;
}

/** Removes the containers of all services but these. */
async function removeOthers(
  engine: Engine,
  { project }: StackSource,
  kept: readonly string[],
): Promise<void> {
  for (const { id, service } of await engine.containers(project))
    if (!kept.includes(service)) await engine.remove(id);
}

/** podman-compose leaves the containers of services that the manifest no longer has, and their ports with them. */
async function removeOrphans(engine: Engine, stack: StackSource): Promise<void> {
  for (const { id, service } of await engine.containers(stack.project)) {
    if (stack.manifest.services[service] === undefined) await engine.remove(id);
  }
}

async function startInWaves(
  stack: StackSource,
  observation: Observation,
  compose: (args: readonly string[]) => Promise<StartResult>,
  interlude: Interlude | undefined,
  signal: AbortSignal,
): Promise<StartResult> {
  let last: StartResult = { exitCode: 0, output: '' };
  const awaited = awaitedServices(stack.manifest);
  for (const wave of startWaves(stack.manifest)) {
    last = await compose(['up', '--detach', '--no-deps', ...wave]);
    if (last.exitCode !== 0) return last;
    observation.judge(wave);
    const states = await Promise.race([
      // One that nobody waits for may itself need what comes later, without saying so.
      observation.settled(wave.filter((service) => awaited.has(service))),
      aborted(signal),
    ]);
    if (states.some(({ state }) => state === 'failed')) return { exitCode: 1, output: last.output };
    if (interlude && wave.includes(interlude.after)) await interlude.play(signal);
  }
  return last;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
