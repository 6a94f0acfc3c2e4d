// Stays in front of a stack: shows its states as they change, its logs on demand, and says how it ended.

import type { ContainerState, Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import { renderLogLine } from '../report/log-line.ts';
import type { Paint } from '../report/paint.ts';
import { driveHealth } from './drive-health.ts';
import { followLogs } from './follow-logs.ts';
import { readKeys } from './keys.ts';
import type { StackSource } from './read-source.ts';
import { type ServiceState, serviceStates } from './verdict.ts';
import { createChangeFinder, type WatchChange, watchRows } from './watch-rows.ts';
import type { WatchView } from './watch-view.ts';

/** What watching needs besides the stack. */
export interface WatchOptions {
  readonly view: WatchView;
  readonly paint: Paint;
  readonly mask: (text: string) => string;
  /** What `q` does, in words. */
  readonly quits: string;
}

/** `quit`: by its key; `signal`: by Ctrl-C and the like; `gone`: somebody took all containers away. */
export interface WatchEnd {
  readonly how: 'quit' | 'signal' | 'gone';
  readonly states: readonly ServiceState[];
}

const goneForMs = 5000;
const tailOfLogs = 10;

/** Watches until it is ended. Rejects when the engine does not answer any more. */
export async function watchStack(
  engine: Engine,
  stack: StackSource,
  io: Io,
  options: WatchOptions,
): Promise<WatchEnd> {
  const { view } = options;
  const { project, manifest } = stack;
  const logs = logSwitch(engine, stack, io, options);
  const findChanges = createChangeFinder();
  let containers: readonly ContainerState[] | undefined;
  let goneSince: number | undefined;
  let end: (how: WatchEnd['how']) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<WatchEnd['how']>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  const states = (): ServiceState[] => serviceStates(manifest, containers ?? [], io.now());
  const show = (): void => {
    if (containers === undefined) return;
    const rows = watchRows(states());
    for (const change of findChanges(rows)) tellChange(change, view, options.paint, io.now());
    view.rows(rows, `l: logs ${logs.isOn() ? 'off' : 'on'}   q: ${options.quits}`);
    goneSince = containers.length > 0 ? undefined : (goneSince ?? Date.now());
    if (goneSince !== undefined && Date.now() - goneSince > goneForMs) end('gone');
  };
  const trouble = createTrouble(engine, project, view, fail);
  const driver = driveHealth(engine, trouble, { lasting: true });
  const see = (seen: readonly ContainerState[]): void => {
    containers = seen;
    driver.update(seen);
    show();
  };
  const onSignal = (): void => end('signal');
  io.signal.addEventListener('abort', onSignal, { once: true });
  if (io.signal.aborted) end('signal');
  const stopWatching = engine.watch(project, see, trouble, 'calm');
  const ticker = setInterval(show, 1000);
  const stopKeys = !view.isLive
    ? () => {}
    : readKeys(io.stdin, (key) => {
        if (key === 'q' || key === 'Q') end('quit');
        if (key === 'l' || key === 'L') logs.toggle();
        show();
      });
  try {
    return { how: await ended, states: states() };
  } finally {
    stopKeys();
    clearInterval(ticker);
    stopWatching();
    driver.stop();
    await logs.off();
    io.signal.removeEventListener('abort', onSignal);
    view.done();
  }
}

function tellChange({ row, kind }: WatchChange, view: WatchView, paint: Paint, now: Date): void {
  const { service, state, problem } = row;
  // Where the table is in sight, only what breaks and mends is told as well.
  if (kind === 'other' && view.isLive) return;
  const text = `${service}: ${state}${problem ? `, ${problem}` : ''}`;
  const mark = kind === 'worse' ? paint('red', '✘ ') : kind === 'better' ? paint('green', '✔ ') : '';
  view.line(view.isLive ? `${paint('dim', now.toTimeString().slice(0, 8))} ${mark}${text}` : text);
}

/** What the engine refuses is told; when it does not even list containers, watching makes no sense any more. */
function createTrouble(
  engine: Engine,
  project: string,
  view: WatchView,
  fail: (error: unknown) => void,
): (error: Error) => void {
  const told = new Set<string>();
  return (error) => {
    if (told.has(error.message)) return;
    told.add(error.message);
    engine.containers(project).then(() => view.line(`smoke: ${error.message}`), fail);
  };
}

interface LogSwitch {
  readonly isOn: () => boolean;
  readonly toggle: () => void;
  readonly off: () => Promise<void>;
}

function logSwitch(
  engine: Engine,
  { project, manifest }: StackSource,
  io: Io,
  { view, mask, paint }: WatchOptions,
): LogSwitch {
  const style = { services: Object.keys(manifest.services), paint };
  let stop: AbortController | undefined;
  let running: Promise<void> = Promise.resolve();
  let leftAt: Date | undefined;
  const on = async ({ signal }: AbortController): Promise<void> => {
    await followLogs(engine, project, {
      isWanted: () => true,
      tail: tailOfLogs,
      ...(leftAt && { since: leftAt }),
      signal,
      onLine: (line) => view.line(renderLogLine({ ...line, text: mask(line.text) }, style)),
    });
  };
  const off = async (): Promise<void> => {
    stop?.abort();
    stop = undefined;
    leftAt = io.now();
    await running;
  };
  return {
    isOn: () => stop !== undefined,
    off,
    toggle: () => {
      if (stop) return void off();
      const controller = new AbortController();
      stop = controller;
      running = on(controller)
        .catch((error: Error) => view.line(`smoke: ${error.message}`))
        .finally(() => {
          if (stop === controller) stop = undefined;
        });
    },
  };
}
