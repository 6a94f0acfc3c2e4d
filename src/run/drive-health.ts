// Runs the declared health checks where the engine does not: Podman without systemd.

import type { ContainerState, Engine } from '../engine/engine.ts';

/** After so many refusals in a row the engine cannot run the check at all. */
const hopelessRefusals = 10;

/** Drives checks of the containers it is told about, each at its own interval. */
export interface HealthDriver {
  readonly update: (containers: readonly ContainerState[]) => void;
  readonly stop: () => void;
}

/** A driver for an engine; one that fires its checks itself needs none. Errors go to `onError`. */
export function driveHealth(engine: Engine, onError: (error: Error) => void): HealthDriver {
  if (engine.firesHealthChecks) return { update: () => {}, stop: () => {} };
  const underway = new Map<string, NodeJS.Timeout | undefined>();
  const current = new Map<string, ContainerState>();
  const refusals = new Map<string, number>();
  let stopped = false;
  const check = async (id: string): Promise<void> => {
    try {
      await engine.runHealthCheck(id);
      refusals.delete(id);
    } catch (error) {
      // A check over its time, or of a container that has just ended, is refused now and then; its state will tell.
      const times = (refusals.get(id) ?? 0) + 1;
      refusals.set(id, times);
      if (!stopped && times >= hopelessRefusals && current.get(id)?.state === 'running')
        onError(error as Error);
    }
    if (stopped || !needsCheck(current.get(id))) {
      underway.delete(id);
      return;
    }
    underway.set(
      id,
      setTimeout(() => void check(id), current.get(id)?.healthcheck?.intervalMs ?? 2000),
    );
  };
  return {
    update: (containers) => {
      current.clear();
      for (const container of containers) current.set(container.id, container);
      for (const [id, container] of current) {
        if (underway.has(id) || !needsCheck(container)) continue;
        underway.set(id, undefined);
        void check(id);
      }
    },
    stop: () => {
      stopped = true;
      for (const timer of underway.values()) clearTimeout(timer);
    },
  };
}

function needsCheck(container: ContainerState | undefined): boolean {
  return (
    container?.state === 'running' && container.healthcheck !== undefined && container.health !== 'healthy'
  );
}
