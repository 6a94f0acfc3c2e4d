// Watches a project's containers: events first, looks in between. Talks to an engine.

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type EngineClient, engineFailed } from './client.ts';
import type { ContainerState, Pace } from './engine.ts';
import { projectLabel } from './labels.ts';
import { glance, inspect, listContainers, sortedByName } from './observe.ts';

/** A running watch. */
export interface Watch {
  readonly stop: () => void;
  /** Looks at one container now, when smoke itself has changed it. */
  readonly look: (id: string) => void;
}

// Events carry every change, but Podman's event file is read with up to 250 ms of delay, and may be off.
// A glance is one cheap call; the slow refresh brings what a glance cannot see, such as health output.
const glanceEveryMs = { eager: { docker: 1000, podman: 100 }, calm: { docker: 2000, podman: 2000 } } as const;
const refreshEveryMs = { eager: 3000, calm: 10_000 } as const;

/** Calls back with the project's containers at first and after every change. */
export function watchContainers(
  client: EngineClient,
  project: string,
  onChange: (containers: readonly ContainerState[]) => void,
  onError: (error: Error) => void,
  pace: Pace,
): Watch {
  const stopped = new AbortController();
  const known = new Map<string, ContainerState>();
  let seen = new Map<string, string>();
  let told: string | undefined;
  let isWhole = false;
  const tell = () => {
    const containers = sortedByName([...known.values()]);
    const text = JSON.stringify(containers);
    // A part of the project would look as if the rest were gone.
    if (stopped.signal.aborted || !isWhole || text === told) return;
    told = text;
    onChange(containers);
  };
  const refresh = async () => {
    const containers = await listContainers(client, project);
    known.clear();
    for (const container of containers) known.set(container.id, container);
    isWhole = true;
    tell();
  };
  const look = async (id: string) => {
    const container = await inspect(client, id);
    if (container) known.set(id, container);
    else known.delete(id);
    tell();
  };
  const compare = async () => {
    const now = await glance(client, project);
    const ids = new Set([...now.keys(), ...seen.keys()]);
    const changed = [...ids].filter((id) => now.get(id) !== seen.get(id));
    seen = now;
    await Promise.all(changed.map(look));
  };
  const follow = async () => {
    const stream = await openEvents(client, project, stopped.signal);
    // Listening comes first, so that nothing falls between the first look and the first event.
    guard(refresh());
    try {
      for await (const line of createInterface({ input: stream })) {
        const id = changedContainer(line);
        if (id) guard(look(id));
      }
    } catch {
      // Cut off. Whether the engine is gone as well, the next glance tells, and it knows how to say so.
    }
  };
  const guard = (work: Promise<void>) =>
    void work.catch((error) => {
      if (!stopped.signal.aborted) onError(engineFailed(`${client.name} could not be watched`, error));
    });
  guard(follow());
  // Podman may not answer before there is an event.
  guard(refresh());
  const timers = [
    repeat(compare, glanceEveryMs[pace][client.name], guard, stopped.signal),
    repeat(refresh, refreshEveryMs[pace], guard, stopped.signal),
  ];
  return {
    look: (id) => guard(look(id)),
    stop: () => {
      stopped.abort();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function repeat(
  work: () => Promise<void>,
  everyMs: number,
  guard: (work: Promise<void>) => void,
  signal: AbortSignal,
): NodeJS.Timeout {
  let busy = false;
  return setInterval(() => {
    // A slow engine is not asked twice at once.
    if (busy || signal.aborted) return;
    busy = true;
    guard(
      work().finally(() => {
        busy = false;
      }),
    );
  }, everyMs);
}

async function openEvents(
  client: EngineClient,
  project: string,
  abortSignal: AbortSignal,
): Promise<Readable> {
  const filters = JSON.stringify({ type: ['container'], label: [`${projectLabel}=${project}`] });
  try {
    return (await client.docker.getEvents({ filters, abortSignal } as object)) as Readable;
  } catch (error) {
    throw engineFailed(`${client.name} does not tell what happens to ${project}`, error);
  }
}

/** The container that an event line is about; nothing for events that change no state. */
export function changedContainer(line: string): string | undefined {
  if (line.trim() === '') return undefined;
  const event = JSON.parse(line) as {
    Action?: string;
    status?: string;
    id?: string;
    Actor?: { ID?: string };
  };
  // Every health check runs an exec, whose own events say nothing new.
  if ((event.Action ?? event.status ?? '').startsWith('exec')) return undefined;
  return event.Actor?.ID ?? event.id;
}
