// Says what is being waited for, but only when it takes longer than a second.

import { type Io, say } from '../io.ts';

const quietMs = 1000;

/** Says it after a second, unless the returned function was called before. */
export function slowly(io: Io, text: string): () => void {
  const timer = setTimeout(() => say(io, text), quietMs);
  timer.unref();
  return () => clearTimeout(timer);
}
