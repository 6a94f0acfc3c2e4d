// A block of lines at the bottom of a terminal that is drawn again in its place; other lines go above it.

import { stripVTControlCharacters } from 'node:util';
import type { Io, Output } from '../io.ts';

/** The block. Every change is one write, so nothing flickers. */
export interface LiveBlock {
  /** Writes a line above the block. */
  readonly line: (text: string) => void;
  readonly show: (block: string) => void;
  /** Takes the block away. */
  readonly done: () => void;
}

/** Whether a block can be drawn again there: on a terminal that moves its cursor. */
export function canRedraw(output: Output, env: Io['env']): boolean {
  return output.isTTY === true && env['TERM'] !== 'dumb';
}

/** A block on this terminal. */
export function createLiveBlock(output: Output): LiveBlock {
  let block = '';
  const put = (above: string, next: string): void => {
    // As wide as the terminal is now: it may have been resized, and has wrapped the block anew.
    const drawn = linesOnScreen(block, output.columns);
    // The terminal may have echoed a key in front of the cursor.
    const erase = drawn > 0 ? `\r\u001b[${drawn}A\u001b[J` : '';
    block = next;
    output.write(`${erase}${above}${next}`);
  };
  return {
    line: (text) => put(`${text}\n`, block),
    show: (next) => {
      if (next !== block) put('', next);
    },
    done: () => {
      if (block !== '') put('', '');
    },
  };
}

/** Lines that a text takes on the terminal, where one that is too wide goes on in the next. */
function linesOnScreen(text: string, columns: number | undefined): number {
  // A terminal without a size says 0.
  const width = columns || Number.POSITIVE_INFINITY;
  return stripVTControlCharacters(text)
    .split('\n')
    .slice(0, -1)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
}
