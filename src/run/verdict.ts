// Containers of a stack → is it ready, still on its way, or beyond hope, and why. Pure.

import type { ContainerState } from '../engine/engine.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest } from '../stack/manifest.ts';

/** How one service stands. `done`: a one-shot service that ended with 0. */
export interface ServiceState {
  readonly service: string;
  readonly state: 'missing' | 'created' | 'starting' | 'healthy' | 'running' | 'done' | 'failed';
  /** Why it failed, in words. */
  readonly problem?: string;
  readonly container?: ContainerState;
}

/** Restarts after which a service that keeps ending is beyond hope: Docker waits longer each time, about 6 s until here. */
const hopelessRestarts = 6;

/** An engine that restarts an ended container has done so by then. */
const restartGraceMs = 2000;

/** A service without a health check counts as running when it has lasted so long: what cannot start ends at once. */
const settleMs = 2000;

/** State of every service of the manifest, in its order. */
export function serviceStates(
  manifest: Manifest,
  containers: readonly ContainerState[],
  now: Date,
): ServiceState[] {
  const mustEnd = servicesToEnd(manifest);
  return Object.keys(manifest.services).flatMap((service): ServiceState[] => {
    const own = containers.filter((container) => container.service === service);
    if (own.length === 0) return [{ service, state: 'missing' }];
    return own.map((container) => {
      const found = containerState(container, now);
      const isUnderWay = found.state === 'running' && mustEnd.has(service);
      return { service, container, ...found, ...(isUnderWay && { state: 'starting' as const }) };
    });
  });
}

/** Services that others wait for until they have ended. */
export function servicesToEnd({ services }: Manifest): ReadonlySet<string> {
  const names = Object.values(services).flatMap((service) => {
    const dependsOn = service?.['depends_on'];
    if (!isMap(dependsOn)) return [];
    return Object.entries(dependsOn)
      .filter(([, how]) => isMap(how) && how['condition'] === 'service_completed_successfully')
      .map(([name]) => name);
  });
  return new Set(names);
}

/** Whether every service is as far as it can get. */
export function isReady(states: readonly ServiceState[]): boolean {
  return states.every(({ state }) => state === 'healthy' || state === 'running' || state === 'done');
}

function containerState(container: ContainerState, now: Date): Pick<ServiceState, 'state' | 'problem'> {
  const { state, exitCode = 0, restartCount } = container;
  if (container.error) return { state: 'failed', problem: `could not be started: ${container.error}` };
  if (state === 'dead') return { state: 'failed', problem: 'is dead' };
  const ended = state === 'exited' || state === 'restarting';
  if (ended && container.oneShot && exitCode === 0) return { state: 'done' };
  if (state === 'exited' && container.oneShot) return { state: 'failed', problem: endOf(container) };
  if (restartCount >= hopelessRestarts && container.health !== 'healthy') {
    return {
      state: 'failed',
      problem: `keeps ending and was restarted ${restartCount} times${exitCode === 0 ? '' : `; it ${endOf(container)}`}`,
    };
  }
  if (state === 'exited') {
    const endedMs = now.getTime() - (container.finishedAt?.getTime() ?? 0);
    return endedMs > restartGraceMs ? { state: 'failed', problem: endOf(container) } : { state: 'starting' };
  }
  if (state !== 'running') return { state: state === 'restarting' ? 'starting' : 'created' };
  if (container.health === 'unhealthy') return { state: 'failed', problem: healthProblem(container) };
  if (container.healthcheck === undefined) return { state: isYoung(container, now) ? 'starting' : 'running' };
  return { state: container.health === 'healthy' ? 'healthy' : 'starting' };
}

/** A start in the future tells of clocks that differ, and nothing of the age. */
function isYoung({ startedAt }: ContainerState, now: Date): boolean {
  if (!startedAt) return false;
  const ageMs = now.getTime() - startedAt.getTime();
  return ageMs >= 0 && ageMs < settleMs;
}

function endOf({ exitCode, oomKilled }: ContainerState): string {
  if (oomKilled) return 'ended because it had not enough memory';
  if (exitCode !== undefined && exitCode > 128 && exitCode < 160) return `ended by signal ${exitCode - 128}`;
  return `ended with exit code ${exitCode ?? 'unknown'}`;
}

function healthProblem({ healthcheck, healthLog }: ContainerState): string {
  const last = healthLog.at(-1);
  const code = last ? `, the last check ended with ${last.exitCode}` : '';
  return `its health check did not pass in ${healthcheck?.retries ?? 'all'} tries${code}`;
}
