// Puts an Engine together from a connection and what was found around it.

import { execIn, readLogs, remove, restart, runHealthCheck } from './act.ts';
import { type EngineClient, isUnreachable } from './client.ts';
import type { ComposeProvider } from './compose.ts';
import type { Engine } from './engine.ts';
import { exportArchive } from './export.ts';
import { inspectWhole, pastEvents } from './history.ts';
import { findImage } from './images.ts';
import { importArchive } from './import.ts';
import { readLogLines } from './logs.ts';
import { listContainers } from './observe.ts';
import { publishedPorts } from './published-ports.ts';
import { scratchMaker } from './scratch.ts';
import { removeProject } from './sweep.ts';
import { createVolume, listVolumes, removeVolume } from './volumes.ts';
import { type Watch, watchContainers } from './watch.ts';

/** What belongs to an engine besides its connection. */
export interface EngineParts {
  readonly firesHealthChecks: boolean;
  /** Gives the provider, or throws the reason why there is none. */
  readonly compose: () => ComposeProvider;
  /** A podman client that works on the same storage as the connection. */
  readonly podman?: string;
  /** Ends what was started to reach the engine. */
  readonly stop?: () => Promise<void>;
}

/** The engine behind a connection. */
export function openEngine(client: EngineClient, parts: EngineParts): Engine {
  const scratch = scratchMaker(client);
  const watches = new Set<Watch>();
  return {
    name: client.name,
    version: client.version,
    address: client.address,
    firesHealthChecks: parts.firesHealthChecks,
    get compose() {
      return parts.compose();
    },
    containers: (project) => listContainers(client, project),
    watch(project, onChange, onError, pace = 'eager') {
      const watch = watchContainers(client, project, onChange, onError, pace);
      watches.add(watch);
      return () => {
        watches.delete(watch);
        watch.stop();
      };
    },
    async runHealthCheck(id) {
      const result = await runHealthCheck(client, id);
      // The engine's own event of it may come late.
      for (const watch of watches) watch.look(id);
      return result;
    },
    logs: (id, lines) => readLogs(client, id, lines),
    logLines: (id, options) => readLogLines(client, id, options),
    exec: (id, command, timeoutMs) => execIn(client, id, command, timeoutMs),
    restart: (id) => restart(client, id),
    inspect: (id) => inspectWhole(client, id),
    events: (project, since) => pastEvents(client, project, since),
    remove: (id) => remove(client, id),
    image: (name) => findImage(client, name),
    publishedPorts: () => publishedPorts(client),
    volumes: (project) => listVolumes(client, project),
    createVolume: (project, volume) => createVolume(client, project, volume),
    async removeVolume(name) {
      await scratch.settled();
      await removeVolume(client, name);
    },
    importVolume: (name, archive, options) => importArchive(client, scratch, name, archive, options),
    exportVolume: (name) => exportArchive(client, scratch, parts.podman, name),
    async removeProject(project, what) {
      await scratch.settled();
      return removeProject(client, project, what);
    },
    async close() {
      for (const watch of watches) watch.stop();
      watches.clear();
      try {
        await scratch.close();
      } catch (error) {
        // Whatever else failed because the engine is gone says more; the next run sweeps.
        if (!isUnreachable(error)) throw error;
      } finally {
        await parts.stop?.();
      }
    },
  };
}
