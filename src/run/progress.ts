// Live progress: a block that is drawn again on a terminal, plain lines elsewhere.

import { stripVTControlCharacters } from 'node:util';
import type { Io } from '../io.ts';
import type { Paint } from '../report/paint.ts';
import { renderServices } from '../report/terminal.ts';
import type { ServiceState } from './verdict.ts';

/** Tells what happens while it happens. */
export interface Progress {
  readonly line: (text: string) => void;
  readonly states: (states: readonly ServiceState[]) => void;
  /** Ends the block; the report that follows tells the states again. */
  readonly done: () => void;
}

/** Progress on standard error. */
export function createProgress(io: Io, paint: Paint): Progress {
  return io.stderr.isTTY ? liveProgress(io, paint) : plainProgress(io);
}

function plainProgress(io: Io): Progress {
  const last = new Map<string, string>();
  return {
    line: (text) => void io.stderr.write(`${text}\n`),
    states: (states) => {
      for (const { service, state, problem, container } of states) {
        // While a service is made anew, it has two containers for a moment.
        const key = container?.id ?? service;
        if (state === 'missing' || last.get(key) === state) continue;
        last.set(key, state);
        io.stderr.write(`${service}: ${state}${problem ? `, ${problem}` : ''}\n`);
      }
    },
    done: () => {},
  };
}

function liveProgress(io: Io, paint: Paint): Progress {
  let drawn = 0;
  let block = '';
  const erase = (): void => {
    if (drawn > 0) io.stderr.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = (): void => {
    io.stderr.write(block);
    drawn = linesOnScreen(block, io.stderr.columns);
  };
  return {
    line: (text) => {
      erase();
      io.stderr.write(`${text}\n`);
      draw();
    },
    states: (states) => {
      const next = renderServices(states, paint);
      if (next === block) return;
      erase();
      block = next;
      draw();
    },
    done: () => {
      erase();
      block = '';
    },
  };
}

/** Lines that a text takes on the terminal, where one that is too wide goes on in the next. */
function linesOnScreen(text: string, columns = Number.POSITIVE_INFINITY): number {
  return stripVTControlCharacters(text)
    .split('\n')
    .slice(0, -1)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
}
