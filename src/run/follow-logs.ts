// Follows the logs of a project: all its containers, those that start again, and those that come later.

import type { ContainerState, Engine } from '../engine/engine.ts';
import type { ServiceLine } from '../report/log-line.ts';
import { serviceLines } from './merge-logs.ts';
import { orderAtFirst } from './order-lines.ts';

/** Whose logs, from where on, and who gets the lines. */
export interface FollowOptions {
  readonly isWanted: (service: string) => boolean;
  readonly tail?: number;
  readonly since?: Date;
  readonly signal: AbortSignal;
  /** What it waits for holds the logs back. */
  readonly onLine: (line: ServiceLine) => Promise<void> | void;
}

/** A project whose containers are made anew has none that lives for a moment. */
const times = { lookEveryMs: 500, endedForMs: 3000 };

/** Ends on abort, or when no wanted container lives any more. Rejects when the engine fails. */
export async function followLogs(
  engine: Engine,
  project: string,
  options: FollowOptions,
  { lookEveryMs, endedForMs } = times,
): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const order = orderAtFirst(options.onLine);
  const readers = new Map<string, Reader>();
  let latest: readonly ContainerState[] | undefined;
  let aliveAt = Date.now();
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    over.abort();
  };
  const look = (): void => {
    const wanted = (latest ?? []).filter(({ service }) => options.isWanted(service));
    const isReading = [...readers.values()].some((reader) => reader.isOpen());
    if (!latest || isReading || wanted.some(isAlive)) aliveAt = Date.now();
    if (Date.now() - aliveAt > endedForMs) over.abort();
    for (const container of wanted) {
      if (container.state === 'created') continue;
      const reader =
        readers.get(container.id) ?? createReader(engine, { ...options, signal, onLine: order.take });
      readers.set(container.id, reader);
      reader.read(container, (error) => {
        // A container that was removed meanwhile has said its last.
        if (latest?.some(({ id }) => id === container.id)) fail(error);
      });
    }
  };
  const see = (seen: readonly ContainerState[]): void => {
    latest = seen;
    look();
  };
  const stopWatching = engine.watch(project, see, fail, 'calm');
  const ticker = setInterval(look, lookEveryMs);
  try {
    await ended(signal);
    await order.done();
  } finally {
    clearInterval(ticker);
    stopWatching();
  }
  if (failure !== undefined && !options.signal.aborted) throw failure;
}

/** Reads one container's log, once for each of its lives. */
interface Reader {
  readonly isOpen: () => boolean;
  readonly read: (container: ContainerState, onError: (error: unknown) => void) => void;
}

function createReader(engine: Engine, { tail, since, signal, onLine }: FollowOptions): Reader {
  let isOpen = false;
  let life: number | undefined;
  let isFirst = true;
  let at = 0n;
  let count = 0;
  const follow = async (container: ContainerState): Promise<void> => {
    // Where it was left, to the second: lines that were seen come once more, and are left out.
    const from = isFirst ? since : at > 0n ? new Date(Number(at / 1_000_000n)) : container.startedAt;
    const old = { at, count };
    let seen = 0;
    const lines = serviceLines(engine, container, {
      follow: true,
      signal,
      ...(isFirst && tail !== undefined && { tail }),
      ...(from && { since: from }),
    });
    isFirst = false;
    for await (const line of lines) {
      if (line.at < old.at) continue;
      if (old.count > 0 && line.at === old.at && seen++ < old.count) continue;
      count = line.at === at ? count + 1 : 1;
      at = line.at;
      await onLine(line);
    }
  };
  return {
    isOpen: () => isOpen,
    read: (container, onError) => {
      const now = container.startedAt?.getTime() ?? 0;
      if (isOpen || signal.aborted || (now === life && container.state !== 'running')) return;
      isOpen = true;
      life = now;
      follow(container)
        .catch(onError)
        .finally(() => {
          isOpen = false;
        });
    },
  };
}

function isAlive({ state }: ContainerState): boolean {
  return state !== 'exited' && state !== 'dead';
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
