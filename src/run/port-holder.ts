// Who has a port of this machine: a container of either engine, and its stack, or a process.

import { findPublishers, type Publisher } from '../engine/publishers.ts';
import { findListener, type Listener } from './listeners.ts';

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
  const [publishers, listener] = await Promise.all([
    findPublishers(port, collides, env, signal),
    findListener(port, collides),
  ]);
  const [publisher] = publishers;
  if (publisher) return { kind: 'container', ...publisher };
  return listener && (monitored(listener) ?? processOf(listener));
}

/** Podman's monitor holds the ports of its container, and names it: for a Podman that cannot be asked. */
function monitored({ name, commandLine = [] }: Listener): PortHolder | undefined {
  if (name !== 'conmon') return undefined;
  const container = commandLine[commandLine.indexOf('-n') + 1];
  return container === undefined ? undefined : { kind: 'container', engine: 'podman', name: container };
}

function processOf({ pid, name }: Listener): PortHolder {
  return { kind: 'process', ...(pid !== undefined && { pid }), ...(name !== undefined && { name }) };
}
