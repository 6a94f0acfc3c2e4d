// What runs on an engine and publishes ports, whoever started it. Talks to an engine.

import type { RunningContainer } from '../doctor/facts.ts';
import { type EngineClient, engineFailed } from './client.ts';
import { projectLabel } from './labels.ts';

/** Every running container. */
export async function runningContainers(client: EngineClient): Promise<RunningContainer[]> {
  const found = await client.docker.listContainers().catch((error) => {
    throw engineFailed(`${client.name} could not list its containers`, error);
  });
  return found.map(({ Names, Id, Labels, Ports }) => {
    const project = Labels?.[projectLabel];
    return {
      name: Names?.[0]?.replace('/', '') ?? Id.slice(0, 12),
      ...(project && { project }),
      ports: (Ports ?? []).flatMap(({ IP, PublicPort, Type }) =>
        PublicPort ? [{ address: IP || '0.0.0.0', port: PublicPort, protocol: Type }] : [],
      ),
    };
  });
}
