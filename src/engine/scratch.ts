// Scratch containers: never started, they only hold a volume so that the archive endpoint reaches it. Talks to an engine.

import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

import { startOf } from '../process-start.ts';
import { type EngineClient, engineFailed } from './client.ts';
import { scratchLabel } from './labels.ts';
import { removeFirmly } from './removal.ts';

/** Where a scratch container mounts its volume. */
export const mountPoint = '/volume';

/** Makes scratch containers; their image, an empty one, is imported at the first need and kept until `close`. */
export interface ScratchMaker {
  readonly make: (volume: string) => Promise<ScratchContainer>;
  /** Waits for removals under way: whoever stops reading an export does not wait for them. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A container to copy through. */
export interface ScratchContainer {
  readonly id: string;
  readonly remove: () => Promise<void>;
}

/** A maker of scratch containers on one engine. */
export function scratchMaker(client: EngineClient): ScratchMaker {
  let image: Promise<string> | undefined;
  const live = new Map<string, ScratchContainer>();
  const removing = new Map<string, Promise<void>>();
  const settled = async () => void (await Promise.all(removing.values()));
  return {
    settled,
    async make(volume) {
      image ??= importEmptyImage(client);
      const { id } = await client.docker.createContainer({
        name: uniqueName(),
        Image: await image,
        Cmd: ['never-started'],
        Labels: ownerLabel(),
        HostConfig: { NetworkMode: 'none', Binds: [`${volume}:${mountPoint}`] },
      });
      const remove = () => {
        const known = removing.get(id);
        if (known) return known;
        const removal = removeContainer(client, id).finally(() => live.delete(id));
        removing.set(id, removal);
        return removal;
      };
      const container = { id, remove };
      live.set(id, container);
      return container;
    },
    async close() {
      for (const container of live.values()) await container.remove();
      if (!image) return;
      const id = await image;
      image = undefined;
      await removeImage(client, id);
    },
  };
}

/** Removes scratch containers and images whose process is gone; tells their names. */
export async function sweepScratch(client: EngineClient): Promise<readonly string[]> {
  const filters = { label: [scratchLabel] };
  const containers = await client.docker.listContainers({ all: true, filters });
  const images = await client.docker.listImages({ filters: { label: [scratchLabel] } });
  const removed: string[] = [];
  for (const { Id, Labels, Names } of containers) {
    if (inUse(Labels[scratchLabel])) continue;
    await removeContainer(client, Id);
    removed.push(`container ${Names[0]?.replace('/', '') ?? Id.slice(0, 12)}`);
  }
  for (const { Id, Labels } of images) {
    if (inUse(Labels?.[scratchLabel])) continue;
    await removeImage(client, Id);
    removed.push(`image ${Id.replace('sha256:', '').slice(0, 12)}`);
  }
  return removed;
}

function uniqueName(): string {
  return `smoke-scratch-${randomBytes(6).toString('hex')}`;
}

function ownerLabel(): Record<string, string> {
  return { [scratchLabel]: `${hostname()}/${process.pid}` };
}

/** Whether the process that a label names still runs. One on another host is taken to be at work. */
export function inUse(owner: string | undefined): boolean {
  const [host, pid] = (owner ?? '').split('/');
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    // One that has ended and that nobody has waited for can be signalled still.
    return startOf(Number(pid)) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function importEmptyImage(client: EngineClient): Promise<string> {
  try {
    const labels = Object.entries(ownerLabel()).map(([name, value]) => `LABEL ${name}=${value}`);
    const answer = await client.docker.importImage(Readable.from([Buffer.alloc(10_240)]), {
      repo: `localhost/${uniqueName()}`,
      changes: labels,
    });
    const { status, error } = (await json(answer as Readable)) as { status?: string; error?: string };
    if (!status) throw new Error(error ?? 'the engine named no image');
    return status;
  } catch (error) {
    throw engineFailed(
      `${client.name} could not make the empty image that volumes are filled through`,
      error,
    );
  }
}

async function removeContainer(client: EngineClient, id: string): Promise<void> {
  await removeFirmly(() => client.docker.getContainer(id).remove({ force: true }));
}

async function removeImage(client: EngineClient, id: string): Promise<void> {
  await removeFirmly(() => client.docker.getImage(id).remove({ force: true }));
}
