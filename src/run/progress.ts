// Live progress: a block that is drawn again on a terminal, plain lines elsewhere.

import type { Io } from '../io.ts';
import type { Paint } from '../report/paint.ts';
import { renderServices } from '../report/terminal.ts';
import { canRedraw, createLiveBlock } from './live-block.ts';
import { isReady, type ServiceState } from './verdict.ts';

/** Tells what happens while it happens. */
export interface Progress {
  readonly line: (text: string) => void;
  readonly states: (states: readonly ServiceState[]) => void;
  /** Ends the block; the report that follows tells the states again. */
  readonly done: () => void;
}

/** Progress on standard error. */
export function createProgress(io: Io, paint: Paint): Progress {
  return canRedraw(io.stderr, io.env) ? liveProgress(io, paint) : plainProgress(io);
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
  const block = createLiveBlock(io.stderr);
  let isDone = false;
  return {
    line: block.line,
    states: (states) => {
      // While the stack is proved it changes still, under a report that is about to be printed.
      if (!isDone) block.show(renderFitting(states, io.stderr.rows || undefined, paint));
    },
    done: () => {
      isDone = true;
      block.done();
    },
  };
}

/** What is not ready comes first where the terminal is too low for all: what scrolls away cannot be drawn again. */
function renderFitting(
  states: readonly ServiceState[],
  rows = Number.POSITIVE_INFINITY,
  paint: Paint,
): string {
  const room = Math.max(2, rows - 1);
  if (states.length <= room) return renderServices(states, paint);
  const [ready, rest] = [true, false].map((wanted) => states.filter((state) => isReady([state]) === wanted));
  const shown = [...(rest ?? []), ...(ready ?? [])].slice(0, room - 1);
  return `${renderServices(shown, paint)}  and ${states.length - shown.length} more\n`;
}
