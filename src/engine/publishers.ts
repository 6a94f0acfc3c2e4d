// Containers of every engine of this machine that publish a port. Asks the engines.

import type { Port } from 'dockerode';
import { type Reached, reachDocker, reachPodman, realReach } from './candidates.ts';
import { projectLabel, serviceLabel } from './labels.ts';
import { thisMachine } from './process.ts';

/** A container that publishes a port, and the stack that it belongs to, if any. */
export interface Publisher {
  readonly engine: 'docker' | 'podman';
  readonly name: string;
  readonly project?: string;
  readonly service?: string;
}

/** Running containers that publish the port, on Docker and on Podman; an engine that does not answer has none. */
export async function findPublishers(
  port: number,
  isMeant: (address: string) => boolean,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<readonly Publisher[]> {
  const machine = thisMachine(env, signal);
  const engines = [reachDocker(machine, realReach), reachPodman(machine, realReach)];
  const found = await Promise.all(engines.map((reached) => publishersOn(reached, port, isMeant)));
  return found.flat();
}

async function publishersOn(
  reaching: Promise<Reached>,
  port: number,
  isMeant: (address: string) => boolean,
): Promise<readonly Publisher[]> {
  let reached: Reached | undefined;
  try {
    reached = await reaching;
    const { docker, name: engine } = reached.client;
    const containers = await docker.listContainers();
    return containers
      .filter(({ Ports }) => (Ports ?? []).some((each: Port) => each.PublicPort === port && isMeant(each.IP)))
      .map(({ Names, Labels }) => ({
        engine,
        name: (Names[0] ?? '').replace(/^\//, ''),
        ...(Labels?.[projectLabel] && { project: Labels[projectLabel] }),
        ...(Labels?.[serviceLabel] && { service: Labels[serviceLabel] }),
      }));
  } catch {
    // No engine, or one that does not answer: it is asked only for a better word.
    return [];
  } finally {
    await reached?.stop?.();
  }
}
