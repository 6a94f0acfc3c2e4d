// The first part of a test: the stack comes up, every service is healthy, every probe passes.

import type { Engine } from '../../engine/engine.ts';
import type { Io } from '../../io.ts';
import type { CliFlags } from '../../options/flags.ts';
import type { CheckReport, Timeline } from '../../report/test-report.ts';
import type { Progress } from '../progress.ts';
import type { ProbeResult } from '../prove.ts';
import type { StackSource } from '../read-source.ts';
import { lookBefore } from '../take-back.ts';
import { bringUp } from '../up.ts';
import { isReady, type ServiceState } from '../verdict.ts';
import type { Checks } from './checks.ts';

/** What is started, and how. */
export interface Start {
  readonly engine: Engine;
  readonly stack: StackSource;
  readonly flags: CliFlags;
  readonly io: Io;
  readonly timeoutMs: number;
  readonly progress: Progress;
  readonly noteChild: (pid: number | undefined) => void;
}

/** Starts the stack; whether all is well, and how the start went. */
export async function startForTest(
  { engine, stack, flags, io, timeoutMs, progress, noteChild }: Start,
  checks: Checks,
): Promise<{ readonly isUp: boolean; readonly timeline: Timeline }> {
  const began = performance.now();
  const before = await lookBefore(engine, stack, io);
  const result = await bringUp(engine, stack, flags, io, {
    timeoutMs,
    progress,
    before,
    noteChild,
    told: async () => {},
  });
  const { states, probes, failures, exitCode, timeline } = result;
  const isStarted = states.length > 0 && isReady(states);
  checks.add({
    group: 'start',
    name: 'the stack starts',
    state: isStarted ? 'passed' : 'failed',
    ...(!isStarted && failures[0] && { detail: `${failures[0].subject}: ${failures[0].cause}` }),
    elapsedMs: Math.round(performance.now() - began),
  });
  for (const state of states) checks.add(serviceCheck(state, timeline));
  for (const probe of probes) checks.add(probeCheck(probe));
  checks.addFailures(failures);
  // A start that did not end has no chain that led to its end.
  return { isUp: exitCode === 0, timeline: isStarted ? timeline : { ...timeline, critical: [] } };
}

function serviceCheck({ service, state, problem }: ServiceState, timeline: Timeline): CheckReport {
  const { startedMs = 0, readyMs = startedMs } =
    timeline.services.find((one) => one.service === service) ?? {};
  const isGood = state === 'healthy' || state === 'running' || state === 'done';
  const name = `${service} ${isGood ? `is ${state}` : 'gets ready'}`;
  const common = { group: 'services', name, service, elapsedMs: Math.max(0, readyMs - startedMs) } as const;
  if (isGood) return { ...common, state: 'passed' };
  if (state === 'missing' || state === 'created')
    return { ...common, state: 'skipped', detail: 'it was not started' };
  return { ...common, state: 'failed', detail: problem ?? `it is ${state}` };
}

function probeCheck({ kind, hint: _, ...probe }: ProbeResult): CheckReport {
  const group = kind === 's3' ? 'storage' : kind === 'exec' ? 'services' : 'addresses';
  return { group, ...probe };
}
