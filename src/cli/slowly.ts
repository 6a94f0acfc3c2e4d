// Progress of work that may take long: nothing in the first second.

import { type Io, say } from '../io.ts';

const quietMs = 1000;
/** A terminal shows the newest count in place; elsewhere, each is a line. */
const everyMs = { terminal: 250, lines: 5000 } as const;

/** Says it after a second, unless the returned function was called before. */
export function slowly(io: Io, text: string): () => void {
  const timer = setTimeout(() => say(io, text), quietMs);
  timer.unref();
  return () => clearTimeout(timer);
}

/** A listener for things done so far, shown as `text(count)`; `done` clears the line. */
export function showCount(
  io: Io,
  text: (count: number) => string,
): { readonly add: (count: number) => void; readonly done: () => void } {
  const every = io.stderr.isTTY ? everyMs.terminal : everyMs.lines;
  let [count, shown, isShown] = [0, Date.now() + quietMs - every, false];
  return {
    add: (more) => {
      count += more;
      if (Date.now() - shown < every) return;
      shown = Date.now();
      isShown = true;
      io.stderr.write(io.stderr.isTTY ? `\r${text(count)}\u001b[K\r` : `${text(count)}\n`);
    },
    done: () => {
      if (isShown && io.stderr.isTTY) io.stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
