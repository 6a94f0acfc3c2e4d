// The outside world as one value, so that every verb can be run by a test.

import type { Readable, Writable } from 'node:stream';

/** A stream that people may look at. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a verb may use of its process. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** The folder with compose/ and volumes/. */
  readonly root: string;
  readonly now: () => Date;
  /** Aborted by SIGINT, SIGTERM and SIGHUP; its reason is the error that ends the run. */
  readonly signal: AbortSignal;
}

/** Writes advice or progress: a line on standard error. */
export function say(io: Io, line: string): void {
  io.stderr.write(`${line}\n`);
}
