// How a watched stack is shown: a table that is drawn again on a terminal, a line for each change elsewhere.

import type { Io } from '../io.ts';
import type { Paint } from '../report/paint.ts';
import { renderWatch, type WatchRow } from '../report/watch-table.ts';
import { canRedraw, createLiveBlock } from './live-block.ts';

/** Where a watched stack is shown. */
export interface WatchView {
  /** Something to be read later, too. */
  readonly line: (text: string) => void;
  readonly rows: (rows: readonly WatchRow[], footer: string) => void;
  readonly done: () => void;
  /** Whether the states are in sight, so that not every change needs a line. */
  readonly isLive: boolean;
}

const plainView = (io: Io): WatchView => ({
  line: (text) => void io.stderr.write(`${text}\n`),
  rows: () => {},
  done: () => {},
  isLive: false,
});

/** Lines of a lively log are written together. */
const gatherMs = 40;

/** The view on standard error. */
export function createWatchView(io: Io, paint: Paint): WatchView {
  const { stderr } = io;
  if (!canRedraw(stderr, io.env)) return plainView(io);
  const block = createLiveBlock(stderr);
  let last: { rows: readonly WatchRow[]; footer: string } | undefined;
  let gathered: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    if (!last) return;
    // A terminal that does not know its size has 0 of both.
    const [columns, rows] = [stderr.columns || 80, stderr.rows || 24];
    block.show(renderWatch(last.rows, { now: io.now(), columns, rows, footer: last.footer, paint }));
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered.length > 0) block.line(gathered.join('\n'));
    gathered = [];
  };
  stderr.on('resize', draw);
  return {
    line: (text) => {
      gathered.push(text);
      timer ??= setTimeout(flush, gatherMs);
    },
    rows: (rows, footer) => {
      last = { rows, footer };
      draw();
    },
    done: () => {
      flush();
      stderr.off('resize', draw);
      block.done();
    },
    isLive: true,
  };
}
