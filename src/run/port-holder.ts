// Who has a port of this machine: a container of either engine, and its stack, or a process.

import { readFile } from 'node:fs/promises';
import type { Listener } from '../doctor/facts.ts';
import { findPublishers, type Publisher } from '../engine/publishers.ts';
import { readListeners } from './listeners.ts';

/** Who has a port. A process without pid belongs to somebody else, and only root may see which it is. */
export type PortHolder =
  | ({ readonly kind: 'container' } & Publisher)
  | { readonly kind: 'process'; readonly pid?: number; readonly name?: string };

const everywhere = new Set(['', '0.0.0.0', '::']);

/** Who keeps others from a TCP port at an address of this machine; undefined when nobody does. */
export async function findPortHolder(
  port: number,
  address: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<PortHolder | undefined> {
  const collides = (other: string | undefined = ''): boolean =>
    everywhere.has(other) || everywhere.has(address) || other === address;
  const [publishers, listeners = []] = await Promise.all([
    findPublishers(port, collides, env, signal),
    readListeners((other) => other === port),
  ]);
  const [publisher] = publishers;
  if (publisher) return { kind: 'container', ...publisher };
  const listener = listeners.find(({ protocol, address: own }) => protocol === 'tcp' && collides(own));
  return listener && ((await monitored(listener)) ?? { kind: 'process', ...listener.process });
}

/** Podman's monitor holds the ports of its container, and names it: for a Podman that cannot be asked. */
async function monitored({ process: monitor }: Listener): Promise<PortHolder | undefined> {
  if (monitor?.name !== 'conmon') return undefined;
  const words = (await readFile(`/proc/${monitor.pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  const container = words[words.indexOf('-n') + 1];
  return container ? { kind: 'container', engine: 'podman', name: container } : undefined;
}
