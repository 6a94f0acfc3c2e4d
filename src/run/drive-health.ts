// Runs the declared health checks where the engine does not: Podman without systemd.

import type { ContainerState, Engine } from '../engine/engine.ts';

/** After so many refusals in a row the engine cannot run the check at all. */
const hopelessRefusals = 10;

/** Drives checks of the containers it is told about, each at its own interval. */
export interface HealthDriver {
  readonly update: (containers: readonly ContainerState[]) => void;
  readonly stop: () => void;
}

/** A service that was healthy is looked at no more often than this. */
const calmEveryMs = 10_000;

/**
 * A driver for an engine; one that fires its checks itself needs none. Errors go to `onError`. Checks end when they
 * pass, or go on at a lower rate with `lasting`.
 */
export function driveHealth(
  engine: Engine,
  onError: (error: Error) => void,
  { lasting = false, calmMs = calmEveryMs } = {},
): HealthDriver {
  if (engine.firesHealthChecks) return { update: () => {}, stop: () => {} };
  const underway = new Map<string, NodeJS.Timeout | undefined>();
  const current = new Map<string, ContainerState>();
  const refusals = new Map<string, number>();
  const calm = new Set<string>();
  let stopped = false;
  const needsCheck = (container: ContainerState | undefined): boolean =>
    container?.state === 'running' &&
    container.healthcheck !== undefined &&
    (lasting || container.health !== 'healthy');
  const checkIn = (id: string, ms: number): void => {
    const timer = setTimeout(() => void check(id), ms);
    underway.set(id, timer);
  };
  const check = async (id: string): Promise<void> => {
    calm.delete(id);
    let isWell = false;
    try {
      isWell = (await engine.runHealthCheck(id)).exitCode === 0;
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
    const everyMs = current.get(id)?.healthcheck?.intervalMs ?? 2000;
    const isCalm = isWell && current.get(id)?.health === 'healthy';
    if (isCalm) calm.add(id);
    checkIn(id, isCalm ? Math.max(everyMs, calmMs) : everyMs);
  };
  return {
    update: (containers) => {
      current.clear();
      for (const container of containers) current.set(container.id, container);
      for (const [index, { id, health }] of containers.entries()) {
        if (calm.has(id) && health !== 'healthy') {
          // It was started anew, and is waited for again.
          clearTimeout(underway.get(id));
          underway.delete(id);
        }
        if (underway.has(id) || !needsCheck(current.get(id))) continue;
        underway.set(id, undefined);
        // What is healthy already takes its turn, so that they do not all come at once.
        if (health === 'healthy') checkIn(id, (calmMs * (index + 1)) / containers.length);
        else void check(id);
      }
    },
    stop: () => {
      stopped = true;
      for (const timer of underway.values()) clearTimeout(timer);
    },
  };
}
