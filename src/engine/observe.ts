// Reads a project's containers. Talks to an engine.

import type { ContainerInfo } from 'dockerode';
import { type EngineClient, engineFailed, reasonOf, statusOf } from './client.ts';
import { containerState } from './container-state.ts';
import type { ContainerState } from './engine.ts';
import { projectLabel } from './labels.ts';

/** All containers of a project, ended ones too, sorted by name. */
export async function listContainers(
  client: EngineClient,
  project: string,
): Promise<readonly ContainerState[]> {
  const found = await projectContainers(client, project);
  const states = await Promise.all(found.map((container) => inspect(client, container.Id)));
  return sortedByName(states.filter((state) => state !== undefined));
}

/** A cheap look: container id → a text that differs when its state or health does. */
export async function glance(client: EngineClient, project: string): Promise<Map<string, string>> {
  const found = await projectContainers(client, project);
  return new Map(found.map(({ Id, State, Status }) => [Id, `${State} ${/\(.*\)/.exec(Status)?.[0] ?? ''}`]));
}

/** One container; undefined when it is gone. */
export async function inspect(client: EngineClient, id: string): Promise<ContainerState | undefined> {
  try {
    return containerState(await client.docker.getContainer(id).inspect());
  } catch (error) {
    // Podman answers 500 for a container that goes while it looks.
    if (statusOf(error) === 404 || /no such container/.test(reasonOf(error))) return undefined;
    throw engineFailed(`${client.name} could not inspect the container ${id.slice(0, 12)}`, error);
  }
}

/** The engine's list of a project's containers. */
export async function projectContainers(
  client: EngineClient,
  project: string,
): Promise<readonly ContainerInfo[]> {
  const filters = { label: [`${projectLabel}=${project}`] };
  return client.docker.listContainers({ all: true, filters }).catch((error) => {
    throw engineFailed(`${client.name} could not list the containers of ${project}`, error);
  });
}

/** The order in which containers are told. */
export function sortedByName(states: readonly ContainerState[]): readonly ContainerState[] {
  return [...states].sort((a, b) => (a.name < b.name ? -1 : 1));
}
