// Reads and follows the logs of containers. Talks to an engine.

import type { Readable } from 'node:stream';
import { callForStream, type EngineClient, engineFailed } from './client.ts';
import { type LogLine, logLines } from './log-lines.ts';

/** Which part of a log is wanted. */
export interface LogOptions {
  /** Goes on until the container ends. */
  readonly follow?: boolean;
  /** Only so many of the last lines. */
  readonly tail?: number;
  /** Only what was written since then, to the second. */
  readonly since?: Date;
  readonly signal?: AbortSignal;
}

/** The lines of a container, both streams in the order they came. An abort ends them without an error. */
export async function* readLogLines(
  client: EngineClient,
  id: string,
  options: LogOptions,
): AsyncGenerator<LogLine> {
  const { signal } = options;
  let stream: Readable | undefined;
  try {
    const { Config } = await client.docker.getContainer(id).inspect();
    if (signal?.aborted) return;
    stream = await callForStream(client, `/containers/${id}/logs?${queryOf(options)}`, signal);
    yield* logLines(stream, !Config.Tty);
  } catch (error) {
    if (!signal?.aborted)
      throw engineFailed(`the log of the container ${id.slice(0, 12)} could not be read`, error);
  } finally {
    stream?.destroy();
  }
}

function queryOf({ follow = false, tail, since }: LogOptions): URLSearchParams {
  return new URLSearchParams({
    stdout: '1',
    stderr: '1',
    timestamps: '1',
    follow: follow ? '1' : '0',
    ...(tail !== undefined && { tail: String(tail) }),
    ...(since && { since: String(Math.floor(since.getTime() / 1000)) }),
  });
}
