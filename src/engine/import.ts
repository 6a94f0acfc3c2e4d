// Brings an archive into a volume: all of it checked first, then streamed through the archive endpoint. Talks to an engine.

import type { Readable } from 'node:stream';
import { SmokeError } from '../error.ts';
import { createArchiveCheck, namesBelow } from './archive.ts';
import { plainTar } from './archive-source.ts';
import { type EngineClient, engineFailed, reasonOf } from './client.ts';
import type { ImportOptions } from './engine.ts';
import { mountPoint, type ScratchMaker } from './scratch.ts';
import { createTarReader } from './tar.ts';
import { renameTar } from './tar-write.ts';
import { emptyVolume, requireVolume } from './volumes.ts';

// Docker refuses symbolic links that leave the folder it writes to, and leaves that folder's own mode and owner
// alone; so there the entries go to / under the mount point's name. Podman does both right, but reaches the
// volume only by its own path.
const target = {
  docker: { path: '/', root: `${mountPoint.slice(1)}/` },
  podman: { path: mountPoint, root: '' },
} as const;

/** Imports an archive; when any entry may not go in, nothing is written. */
export async function importArchive(
  client: EngineClient,
  scratch: ScratchMaker,
  name: string,
  archive: () => Readable,
  options: ImportOptions,
): Promise<void> {
  await requireVolume(client, name);
  await checkArchive(archive(), options.signal);
  if (options.replace) await emptyVolume(client, name);
  const container = await scratch.make(name);
  try {
    await send(client, container.id, archive(), options);
  } catch (error) {
    requireGoing(options.signal);
    throw engineFailed(`the archive could not be written to the volume ${name}`, error);
  } finally {
    await container.remove();
  }
}

/** Reads the archive to its end and refuses it whole at the first entry that may not go into a volume. */
export async function checkArchive(archive: Readable, signal?: AbortSignal): Promise<void> {
  const reader = createTarReader({ entry: createArchiveCheck(), data: () => {} });
  try {
    for await (const chunk of await plainTar(archive)) {
      requireGoing(signal);
      reader.push(chunk as Buffer);
    }
    reader.end();
  } catch (cause) {
    if (cause instanceof SmokeError) throw cause;
    throw new SmokeError('USAGE', `refused the archive: ${reasonOf(cause)}`, {
      hint: 'nothing was written; make a clean archive, such as by: tar -C FOLDER -cf content.tar .',
      cause,
    });
  } finally {
    archive.destroy();
  }
}

async function send(
  client: EngineClient,
  container: string,
  archive: Readable,
  options: ImportOptions,
): Promise<void> {
  const { path, root } = target[client.name];
  const tar = await plainTar(archive);
  const renamed = renameTar((entry) => namesBelow(root, entry), options.onBytes);
  tar.once('error', (error) => renamed.destroy(error));
  try {
    // An aborted request must not leave the file open.
    const request = { path, ...(options.signal ? { abortSignal: options.signal } : {}) };
    await client.docker.getContainer(container).putArchive(tar.pipe(renamed), request);
  } finally {
    archive.destroy();
    renamed.destroy();
  }
}

function requireGoing(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SmokeError('CANCELLED', 'the import was interrupted');
}
