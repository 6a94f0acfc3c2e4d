// Follows the containers of a starting stack: drives their health, tells their states, knows when it is over.

import type { ContainerState, Engine } from '../engine/engine.ts';
import type { Manifest } from '../stack/manifest.ts';
import { driveHealth } from './drive-health.ts';
import { isReady, type ServiceState, serviceStates } from './verdict.ts';

/** A stack under observation. */
export interface Observation {
  /** States as last seen. */
  readonly states: () => readonly ServiceState[];
  /** Resolves when all of the services are ready, or one of them is beyond hope. Rejects when the engine fails. */
  readonly settled: (services?: readonly string[]) => Promise<readonly ServiceState[]>;
  /** Calls back at every change. */
  readonly onChange: (listener: (states: readonly ServiceState[]) => void) => void;
  /** From now on, containers that were there before this run count as well: all of them, or those of some services. */
  readonly judge: (services?: readonly string[]) => void;
  readonly stop: () => void;
}

/** Starts to follow a project. Failures that containers had `before` do not count until they are judged. */
export function observeStack(
  engine: Engine,
  project: string,
  manifest: Manifest,
  before: readonly ContainerState[],
): Observation {
  const listeners = new Set<(states: readonly ServiceState[]) => void>();
  let containers: readonly ContainerState[] = [];
  let old = before;
  let failure: Error | undefined;
  const states = (): ServiceState[] =>
    serviceStates(manifest, containers, new Date()).map((state) => excused(state, old));
  const tell = (): void => {
    const now = states();
    for (const listener of listeners) listener(now);
  };
  const fail = (error: Error): void => {
    failure ??= error;
    tell();
  };
  const driver = driveHealth(engine, fail);
  const stopWatching = engine.watch(
    project,
    (seen) => {
      containers = seen;
      driver.update(seen);
      tell();
    },
    fail,
  );
  // What an engine restarts or not shows only after a while, without an event.
  const ticker = setInterval(tell, 1000);
  return {
    states,
    onChange: (listener) => void listeners.add(listener),
    judge: (services) => {
      old = services === undefined ? [] : old.filter(({ service }) => !services.includes(service));
      tell();
    },
    settled: (services) =>
      new Promise((resolve, reject) => {
        const listener = (all: readonly ServiceState[]): void => {
          const own = services ? all.filter(({ service }) => services.includes(service)) : all;
          if (failure) reject(failure);
          else if (!isReady(own) && !all.some(({ state }) => state === 'failed')) return;
          else resolve(all);
          listeners.delete(listener);
        };
        listeners.add(listener);
        listener(states());
      }),
    stop: () => {
      clearInterval(ticker);
      stopWatching();
      driver.stop();
      listeners.clear();
    },
  };
}

/** What had failed before this run may be mended by it. */
function excused(state: ServiceState, before: readonly ContainerState[]): ServiceState {
  const { container } = state;
  if (!container || state.state !== 'failed') return state;
  const old = before.find(({ id }) => id === container.id);
  const isSameLife =
    old?.startedAt?.getTime() === container.startedAt?.getTime() && old?.error === container.error;
  // An engine restarts what keeps ending, so that each life is a new one; the provider has yet to replace it.
  const keptEnding = old !== undefined && old.restartCount > 0 && old.health !== 'healthy';
  const isOld = old !== undefined && (isSameLife || keptEnding);
  return isOld ? { service: state.service, state: 'starting', container } : state;
}
