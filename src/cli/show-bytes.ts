// Progress of a long transfer: on a terminal, after its first second, four times a second.

import type { Io } from '../io.ts';

const quietMs = 1000;
const everyMs = 250;

/** A listener for bytes sent so far; it writes nothing where nobody watches. */
export function showBytes(io: Io, subject: string): (bytes: number) => void {
  if (!io.stderr.isTTY) return () => {};
  const began = Date.now();
  let shown = began + quietMs - everyMs;
  return (bytes) => {
    const now = Date.now();
    if (now - shown < everyMs) return;
    shown = now;
    const megabytes = bytes / 1e6;
    const rate = megabytes / ((now - began) / 1000);
    io.stderr.write(`\r${subject}: ${megabytes.toFixed(0)} MB, ${rate.toFixed(0)} MB/s\u001b[K\r`);
  };
}
