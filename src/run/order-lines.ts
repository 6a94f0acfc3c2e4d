// Puts the beginnings of several logs in the order of time: they all come at once when following begins.

import type { ServiceLine } from '../report/log-line.ts';

/** Takes lines and hands them on. */
export interface LineOrder {
  readonly take: (line: ServiceLine) => Promise<void>;
  /** Hands on what is still held. */
  readonly done: () => Promise<void>;
}

/** Holds lines until none has come for a moment, hands them on in order, and holds none from then on. */
export function orderAtFirst(
  onLine: (line: ServiceLine) => Promise<void> | void,
  { quietMs = 300, atMostMs = 2000 } = {},
): LineOrder {
  const held: ServiceLine[] = [];
  let released: Promise<void> | undefined;
  const release = (): Promise<void> => {
    clearTimeout(quiet);
    clearTimeout(late);
    released ??= (async () => {
      held.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      for (const line of held) await onLine(line);
    })();
    // Who takes or is done gets the error; until then it is nobody's.
    released.catch(() => undefined);
    return released;
  };
  let quiet = setTimeout(release, quietMs);
  const late = setTimeout(release, atMostMs);
  return {
    take: async (line) => {
      if (released) {
        await released;
        return await onLine(line);
      }
      held.push(line);
      clearTimeout(quiet);
      quiet = setTimeout(release, quietMs);
    },
    done: () => released ?? release(),
  };
}
