// States of services → what a watch shows of them, and what is worth a line when it changes. Pure.

import type { WatchRow } from '../report/watch-table.ts';
import type { ServiceState } from './verdict.ts';

/** One row for each container. */
export function watchRows(states: readonly ServiceState[]): WatchRow[] {
  return states.map(({ service, state, problem, container }) => {
    const isCheckBad = state === 'healthy' && (container?.healthLog.at(-1)?.exitCode ?? 0) !== 0;
    const what = problem ?? (isCheckBad ? 'its last health check failed' : undefined);
    return {
      service,
      state: state === 'missing' ? 'gone' : state,
      ...(what !== undefined && { problem: what }),
      ...(container?.startedAt && { startedAt: container.startedAt }),
      restarts: container?.restartCount ?? 0,
    };
  });
}

/** A change that has been seen. */
export interface WatchChange {
  readonly row: WatchRow;
  /** `worse`: it failed or is gone; `better`: it works again after that. */
  readonly kind: 'worse' | 'better' | 'other';
}

const bad = new Set(['failed', 'gone']);
const good = new Set(['healthy', 'running', 'done']);

/** Remembers what it has seen, and tells what is new; the first time all that is not well. */
export function createChangeFinder(): (rows: readonly WatchRow[]) => WatchChange[] {
  const seen = new Map<string, string>();
  const down = new Set<string>();
  return (rows) =>
    rows.flatMap((row): WatchChange[] => {
      const { service, state, problem } = row;
      const text = `${state} ${problem ?? ''}`;
      const before = seen.get(service);
      if (before === text) return [];
      seen.set(service, text);
      if (bad.has(state)) {
        down.add(service);
        return [{ row, kind: 'worse' }];
      }
      if (good.has(state) && down.delete(service)) return [{ row, kind: 'better' }];
      return before === undefined && good.has(state) ? [] : [{ row, kind: 'other' }];
    });
}
