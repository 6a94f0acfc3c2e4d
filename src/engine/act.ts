// What smoke does to single containers: health checks, logs, commands, restarts. Talks to an engine.

import type { Readable } from 'node:stream';
import { call, type EngineClient, engineFailed, libpod, statusOf } from './client.ts';
import type { ExecResult, HealthResult } from './engine.ts';
import { readLogLines } from './logs.ts';
import { inspect } from './observe.ts';

const timedOut = 124;
const keptOutput = 64 * 1024;
/** Lines of a log may be long. */
const keptLog = 4 * 1024 * 1024;

/** Runs the declared health check once, through Podman; Docker's daemon runs its own. */
export async function runHealthCheck(client: EngineClient, id: string): Promise<HealthResult> {
  try {
    if (client.name !== 'podman') throw new Error('the engine runs health checks by itself');
    await call(client, 'GET', libpod(client, `/containers/${id}/healthcheck`));
    // The answer has only the verdict; the output is in what the engine recorded.
    const result = (await inspect(client, id))?.healthLog.at(-1);
    if (!result) throw new Error('nothing was recorded');
    return result;
  } catch (error) {
    throw engineFailed(`the health check of the container ${id.slice(0, 12)} could not run`, error);
  }
}

/** The last lines a container wrote, both streams in the order they came. */
export async function readLogs(client: EngineClient, id: string, lines: number): Promise<string> {
  // Podman's last lines lack what was written before a pause amid a line: there, the whole log is read.
  const part = client.name === 'podman' ? {} : { tail: lines };
  const last: string[] = [];
  let size = 0;
  for await (const { text } of readLogLines(client, id, part)) {
    last.push(`${text}\n`);
    size += text.length;
    while (last.length > lines || (size > keptLog && last.length > 1))
      size -= (last.shift()?.length ?? 1) - 1;
  }
  return last.join('');
}

/** Runs a command inside a container, both streams as one text. */
export async function execIn(
  client: EngineClient,
  id: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<ExecResult> {
  try {
    const run = await client.docker
      .getContainer(id)
      .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: false });
    const stream = await run.start({ hijack: false, stdin: false });
    const { bytes, ended } = await collected(stream, timeoutMs);
    const output = demultiplexed(bytes).toString('utf8');
    if (!ended) return { exitCode: timedOut, output: `${output}(ended after ${timeoutMs} ms)` };
    const { ExitCode } = await run.inspect();
    return { exitCode: ExitCode ?? 1, output };
  } catch (error) {
    throw engineFailed(`${command[0]} could not run in the container ${id.slice(0, 12)}`, error);
  }
}

/** Stops a container and starts it again. */
export async function restart(client: EngineClient, id: string): Promise<void> {
  await client.docker
    .getContainer(id)
    .restart()
    .catch((error) => {
      throw engineFailed(`the container ${id.slice(0, 12)} could not be restarted`, error);
    });
}

/** Removes a container, running or not; one that is gone already is fine. */
export async function remove(client: EngineClient, id: string): Promise<void> {
  await client.docker
    .getContainer(id)
    .remove({ force: true })
    .catch((error) => {
      if (statusOf(error) === 404) return;
      throw engineFailed(`the container ${id.slice(0, 12)} could not be removed`, error);
    });
}

function collected(stream: Readable, timeoutMs: number): Promise<{ bytes: Buffer; ended: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const finish = (ended: boolean) => {
      clearTimeout(timer);
      resolve({ bytes: Buffer.concat(chunks), ended });
    };
    const timer = setTimeout(() => {
      finish(false);
      stream.destroy();
    }, timeoutMs);
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= keptOutput) chunks.push(chunk);
    });
    stream.once('end', () => finish(true));
    stream.once('error', reject);
  });
}

/** Takes the engine's framing off: eight bytes before every piece, the last four its length. */
export function demultiplexed(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    if ((bytes[at] ?? 0) > 2) return bytes;
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    pieces.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces);
}
