// Ports that stay with their project: the next print and the next start have the same.

import { type Io, say } from '../io.ts';
import type { MovedPorts } from '../stack/port-names.ts';
import { createPortChooser } from './free-ports.ts';
import { readMemory, remember } from './memory.ts';
import type { Purpose } from './use-provider.ts';

/** Chooses for a manifest that is printed, and remembers it. */
export function rememberedPorts(io: Io): NonNullable<Purpose['choosePorts']> {
  return async (manifest) => {
    const { choose, release } = createPortChooser(io);
    try {
      const ports = await choose(manifest);
      rememberPorts(manifest.name, ports, io);
      return ports;
    } finally {
      await release();
    }
  };
}

/** Keeps the ports for the next time; those of services that are not chosen this time stay. */
export function rememberPorts(project: string, ports: MovedPorts, io: Io): void {
  const before = readMemory(project, io).ports ?? {};
  if (Object.entries(ports).every(([key, port]) => before[key] === port)) return;
  try {
    remember(project, { ports: { ...before, ...ports } }, io);
  } catch (error) {
    say(io, `smoke: warning: the next time the ports are other ones: ${(error as Error).message}`);
  }
}
