// Which ports of this machine containers have. Talks to an engine.

import { call, type EngineClient, engineFailed, libpod } from './client.ts';
import type { HeldPort } from './engine.ts';
import { projectLabel } from './labels.ts';

/** Ports of all containers, of whatever project, stopped ones too. */
export async function publishedPorts(client: EngineClient): Promise<readonly HeldPort[]> {
  try {
    return client.name === 'podman' ? await podmanPorts(client) : await dockerPorts(client);
  } catch (error) {
    throw engineFailed(`${client.name} could not list its containers`, error);
  }
}

async function dockerPorts(client: EngineClient): Promise<HeldPort[]> {
  const containers = await client.docker.listContainers({ all: true });
  return containers.flatMap(({ Ports, Labels }) =>
    (Ports ?? []).flatMap(({ PublicPort }) =>
      PublicPort ? [{ port: PublicPort, project: Labels?.[projectLabel] }] : [],
    ),
  );
}

interface PodmanContainer {
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Ports?: readonly { readonly host_port?: number; readonly range?: number }[] | null;
}

/** Podman takes ports side by side together, and tells only the first one where it speaks as Docker does. */
async function podmanPorts(client: EngineClient): Promise<HeldPort[]> {
  const answer = await call(client, 'GET', libpod(client, '/containers/json?all=true'));
  return ((answer ?? []) as readonly PodmanContainer[]).flatMap(({ Ports, Labels }) =>
    (Ports ?? []).flatMap(({ host_port: first, range = 1 }) =>
      Array.from({ length: first ? range : 0 }, (_, index) => ({
        port: (first ?? 0) + index,
        project: Labels?.[projectLabel],
      })),
    ),
  );
}
