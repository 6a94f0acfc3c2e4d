// Single keys from the terminal, while something stays in front.

import type { Io } from '../io.ts';

const interrupt = '\u0003';

/** Calls back for every key until the returned function is called, which gives the terminal back as it was. */
export function readKeys(stdin: Io['stdin'], onKey: (key: string) => void): () => void {
  if (!stdin.isTTY || !stdin.setRawMode) return () => {};
  const take = (chunk: Buffer | string): void => {
    for (const key of chunk.toString()) {
      // The terminal makes no signal of it now.
      if (key === interrupt) process.kill(process.pid, 'SIGINT');
      else onKey(key);
    }
  };
  // A terminal that goes away while it is read ends with a signal, too.
  const ignore = (): void => {};
  // Node gives the terminal back by itself when the process ends in any other way.
  stdin.setRawMode(true);
  stdin.on('data', take);
  stdin.on('error', ignore);
  stdin.resume();
  return () => {
    stdin.off('data', take);
    stdin.pause();
    stdin.setRawMode?.(false);
  };
}
