// Questions to the person at the terminal.

import { createInterface } from 'node:readline';
import type { Io } from '../io.ts';

/** Asks one question after the other. The end of the input is an empty answer; an interrupt is thrown. */
export interface Questions {
  readonly ask: (question: string) => Promise<string>;
  readonly end: () => void;
}

/** Whether there is somebody to ask. */
export function canAsk(io: Io): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true;
}

/** Questions on standard error, answers from standard input. */
export function openQuestions(io: Io): Questions {
  // The terminal keeps its own line editing, and makes a signal of Ctrl-C.
  const lines = createInterface({ input: io.stdin, terminal: false });
  const answers: string[] = [];
  let isOver = false;
  let wake = (): void => {};
  lines.on('line', (line) => {
    answers.push(line);
    wake();
  });
  const close = (): void => {
    isOver = true;
    wake();
  };
  lines.on('close', close);
  io.signal.addEventListener('abort', close, { once: true });
  return {
    ask: async (question) => {
      io.signal.throwIfAborted();
      io.stderr.write(question);
      while (answers.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (io.signal.aborted || answers.length === 0) io.stderr.write('\n');
      io.signal.throwIfAborted();
      return (answers.shift() ?? '').trim();
    },
    end: () => {
      io.signal.removeEventListener('abort', close);
      lines.close();
      io.stdin.pause();
    },
  };
}
