// Brings a volume out as a tar stream. Talks to an engine; on Podman it may start the podman client.

import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SmokeError } from '../error.ts';
import { callForStream, type EngineClient, engineFailed, libpod } from './client.ts';
import { mountPoint, type ScratchMaker } from './scratch.ts';
import { folderHeader } from './tar-write.ts';
import { requireVolume } from './volumes.ts';

/** The content of a volume, its root's mode and owner included where the engine lets them be seen. */
export async function exportArchive(
  client: EngineClient,
  scratch: ScratchMaker,
  podman: string | undefined,
  name: string,
): Promise<Readable> {
  await requireVolume(client, name);
  try {
    if (client.name === 'docker') return await throughScratch(client, scratch, name);
    // Podman's archive endpoint gives every file to root, so its volume export is used instead.
    const root = await rootHeader(client, name);
    if (podman !== undefined) return throughCommand(podman, name, root);
    return await throughLibpod(client, name, root);
  } catch (error) {
    throw engineFailed(`the volume ${name} could not be read`, error);
  }
}

async function throughScratch(client: EngineClient, scratch: ScratchMaker, name: string): Promise<Readable> {
  const container = await scratch.make(name);
  try {
    const content = await client.docker.getContainer(container.id).getArchive({ path: `${mountPoint}/.` });
    return tied(content as Readable, undefined, container.remove);
  } catch (error) {
    await container.remove();
    throw error;
  }
}

function throughCommand(podman: string, name: string, root: Buffer | undefined): Readable {
  // Podman opens /dev/stdout anew, which works for a pipe and not for the socket that Node hands out; hence cat.
  // The status of the left side comes on a stream of its own.
  const script = '{ "$0" volume export "$1"; echo $? >&3; } | cat';
  const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const;
  const child = spawn('/bin/sh', ['-c', script, podman, name], { stdio: [...stdio], detached: true });
  const [, stdout, stderr, status] = child.stdio as unknown as readonly Readable[];
  if (!stdout || !stderr || !status) throw new Error('the shell could not be started');
  const ended = (async () => {
    const [complaint, exitCode] = await Promise.all([text(stderr), text(status)]);
    if (exitCode.trim() !== '0') throw new Error(`podman volume export failed: ${complaint.trim()}`);
  })();
  // Whoever reads the stream hears of it; here it must only not count as unheard.
  ended.catch(() => {});
  child.once('error', (error) => stdout.destroy(error));
  // Podman goes on for ever when its reader goes away without a word.
  const abandon = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  return tied(stdout, root, () => ended, abandon);
}

async function throughLibpod(
  client: EngineClient,
  name: string,
  root: Buffer | undefined,
): Promise<Readable> {
  const [major = 0, minor = 0] = client.version.split('.').map(Number);
  if (major < 5 || (major === 5 && minor < 6))
    throw new SmokeError('ENGINE_FAILED', `Podman ${client.version} gives no volume out over its socket`, {
      hint: 'install the podman client on this machine, or Podman 5.6 or newer at the other end',
    });
  const content = await callForStream(client, libpod(client, `/volumes/${name}/export`));
  return tied(content, root, async () => {});
}

/** Podman leaves the root out; its mode and owner are read from the disk where that is possible. */
async function rootHeader(client: EngineClient, name: string): Promise<Buffer | undefined> {
  // Without root's rights the owners seen outside are not those inside.
  if (process.getuid?.() !== 0) return undefined;
  const { Mountpoint } = await client.docker.getVolume(name).inspect();
  const found = await stat(Mountpoint).catch(() => undefined);
  if (!found) return undefined;
  const { mode, uid, gid, mtimeMs } = found;
  return folderHeader('./', { mode: mode & 0o7777, uid, gid, mtime: Math.floor(mtimeMs / 1000) });
}

/**
 * The content after `start`; before the end is told, and also when the reader goes away, `after` runs.
 * `abandon` runs first when the reader goes away before the end.
 */
function tied(
  content: Readable,
  start: Buffer | undefined,
  after: () => Promise<void>,
  abandon: () => void = () => {},
): Readable {
  let done: Promise<void> | undefined;
  const once = () => {
    done ??= after();
    return done;
  };
  const out = new Transform({
    highWaterMark: 1024 * 1024,
    transform(chunk, _encoding, next) {
      next(null, chunk);
    },
    flush(next) {
      once().then(() => next(), next);
    },
    destroy(error, next) {
      if (!content.readableEnded) abandon();
      content.destroy();
      once().then(
        () => next(error),
        (failure) => next(error ?? failure),
      );
    },
  });
  if (start) out.push(start);
  pipeline(content, out, () => {});
  return out;
}
