// The outside world as one value, so that every verb can be run by a test.

import type { Readable, Writable } from 'node:stream';
import { SmokeError } from './error.ts';
import type { Making } from './identity/making.ts';

/** A stream that people may look at. */
export type Output = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** What a verb may use of its process. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean; readonly setRawMode?: (raw: boolean) => unknown };
  readonly stdout: Output;
  readonly stderr: Output;
  /** The folder with compose/ and volumes/. */
  readonly root: string;
  readonly now: () => Date;
  /** How keys and hashes are made, where not as always. */
  readonly making?: Making;
  /** Aborted by SIGINT, SIGTERM and SIGHUP; its reason is the error that ends the run. */
  readonly signal: AbortSignal;
}

/** The reason of the signal when the reader of a pipe has seen enough, or the terminal is gone: no failure. */
export const pipeClosed = new SmokeError('CANCELLED', 'nobody reads the output any more');

/** Whether an error says so: the one who writes may hear of it before the signal does. An engine's pipe is none of ours. */
export function isPipeClosed(error: unknown): boolean {
  if (!(error instanceof SmokeError) || error.code !== 'UNWRITABLE') return false;
  return (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EPIPE';
}

/** Writes advice or progress: a line on standard error. */
export function say(io: Io, line: string): void {
  io.stderr.write(`${line}\n`);
}
