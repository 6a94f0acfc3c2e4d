// Probe: a command in a service's container ends with 0. Talks to nobody itself: the engine comes with the context.

import type { Probe } from '../stack/manifest.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';

type ExecProbe = Extract<Probe, { kind: 'exec' }>;

/** Runs the command once. */
export async function probeExec(
  probe: ExecProbe,
  context: ProbeContext,
  attempt: Attempt,
): Promise<ProbeOutcome> {
  if (context.exec === undefined) {
    return { state: 'skipped', reason: 'needs the container engine, and none is at hand' };
  }
  const what = `${probe.service}: ${probe.command[0] ?? 'no command'}`;
  let result: Awaited<ReturnType<typeof context.exec>>;
  try {
    result = await context.exec(probe.service, probe.command, attempt.timeoutMs);
  } catch (error) {
    // No container yet, or one between two starts: whether it is lost for good, the run sees from its state.
    const detail = error instanceof Error ? error.message : String(error);
    return { state: 'waiting', detail: `${what} could not be run: ${detail}` };
  }
  const line = lastLine(result.output);
  if (result.exitCode === 0) return { state: 'ready', ...(line === '' ? {} : { detail: line }) };
  const detail = `${what} ended with ${result.exitCode}${line === '' ? '' : `: ${line}`}`;
  if (result.exitCode === 126 || result.exitCode === 127) {
    return { state: 'fatal', detail, hint: `the image of ${probe.service} has no such command` };
  }
  return { state: 'waiting', detail };
}

function lastLine(output: string): string {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  return line.length > 200 ? `${line.slice(0, 199)}…` : line.trim();
}
