// smoke up --watch: after the start it stays in front, and in the end takes down what it brought up.

import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { type Io, pipeClosed, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { flagOf, projectFlag } from '../options/options.ts';
import type { Paint } from '../report/paint.ts';
import type { StackSource } from '../run/read-source.ts';
import { maskFor } from '../run/secrets.ts';
import type { UpResult } from '../run/start-and-prove.ts';
import { type Before, isRunning } from '../run/take-back.ts';
import { takeDown } from '../run/take-down.ts';
import { type WatchEnd, watchStack } from '../run/watch.ts';
import { createWatchView, type WatchView } from '../run/watch-view.ts';

/** A stack that is up, and how it got there. */
export interface Started {
  readonly engine: Engine;
  readonly stack: StackSource;
  readonly before: Before;
  readonly result: UpResult;
  readonly paint: Paint;
  /** Runs beside the watch; it tells by the given function. */
  readonly beside: (result: UpResult, tell: (line: string) => void, signal: AbortSignal) => Promise<void>;
  readonly report: (result: UpResult) => Promise<void>;
}

/** Watches until Ctrl-C, `q`, or the end of the stack; what could not be started at all is taken down at once. */
export async function stayInFront(started: Started, flags: CliFlags, io: Io): Promise<number> {
  const { engine, stack, before, result, report } = started;
  const view = createWatchView(io, started.paint);
  let end: WatchEnd | undefined;
  if (!flags.json) {
    // A report that nobody takes must not leave a stack behind that nobody watches.
    await report(result).catch(async (error) => {
      await takeDown(engine, stack, before, keepsVolumes(flags, io), io);
      throw error;
    });
  }
  try {
    if (result.exitCode !== 3) end = await watch(started, view, flags, io);
  } catch (error) {
    say(io, `smoke: watching ended; what runs stays: smoke down${projectFlag(stack.project)} takes it down`);
    throw error;
  }
  if (end?.how === 'gone') say(io, `smoke: nothing of ${stack.project} is left to watch`);
  else await takeDown(engine, stack, before, keepsVolumes(flags, io), io);
  if (flags.json) await report({ ...result, states: end?.states ?? result.states });
  return end?.how === 'signal' ? signalCode(io) : result.exitCode;
}

async function watch(
  { engine, stack, before, result, paint, beside }: Started,
  view: WatchView,
  flags: CliFlags,
  io: Io,
): Promise<WatchEnd> {
  const stays = isRunning(before);
  if (!view.isLive) {
    const then = stays ? 'watching ends, it stays' : 'it is taken down';
    view.line(`smoke: watches ${stack.project}; on Ctrl-C ${then}`);
  }
  const mask = maskFor(stack, flags, io);
  const quits = stays ? 'end watching' : 'take it down';
  const over = new AbortController();
  const others = beside(result, view.line, AbortSignal.any([io.signal, over.signal]));
  // Its error is thrown where it is waited for.
  others.catch(() => undefined);
  try {
    return await watchStack(engine, stack, io, { view, paint, mask, quits });
  } finally {
    over.abort();
    await others;
  }
}

function keepsVolumes(flags: CliFlags, io: Io): boolean {
  return flags.keepVolumes ?? flagOf(io.env, 'KEEP_VOLUMES') ?? false;
}

function signalCode({ signal }: Io): number {
  if (signal.reason === pipeClosed) return 0;
  return signal.reason instanceof SmokeError ? signal.reason.exitCode : 130;
}
