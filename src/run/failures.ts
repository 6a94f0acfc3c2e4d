// Failure cards: for what failed, the last health output, the last log lines and the next command. Secrets are masked.

import type { Engine } from '../engine/engine.ts';
import { projectFlag } from '../options/options.ts';
import type { Failure } from '../report/report.ts';
import type { ProbeResult } from './prove.ts';
import type { StackSource } from './read-source.ts';
import type { StartResult } from './start.ts';
import type { ServiceState } from './verdict.ts';

const logLines = 15;

/** Cards for services that failed, or that were not ready in time. */
export async function serviceFailures(
  engine: Engine,
  stack: StackSource,
  states: readonly ServiceState[],
  mask: (text: string) => string,
): Promise<Failure[]> {
  const failed = states.filter(({ state }) => state === 'failed');
  const late = states.filter(({ state }) => state !== 'healthy' && state !== 'running' && state !== 'done');
  const blamed =
    failed.length > 0 ? failed : late.filter(({ state }) => state !== 'missing' && state !== 'created');
  return await Promise.all(
    (blamed.length > 0 ? blamed : late).map((state) => serviceFailure(engine, stack, state, mask)),
  );
}

async function serviceFailure(
  engine: Engine,
  stack: StackSource,
  { service, state, problem, container }: ServiceState,
  mask: (text: string) => string,
): Promise<Failure> {
  const health = container?.healthLog.at(-1)?.output.trim();
  const logs = container ? (await engine.logs(container.id, logLines)).trim() : '';
  return {
    subject: service,
    cause: mask(
      problem ?? (state === 'missing' ? 'was not started' : `was not ready in time, it is ${state}`),
    ),
    evidence: mask(
      [...(health ? [`health check: ${health}`] : []), ...(logs ? ['last log lines:', logs] : [])].join('\n'),
    )
      .split('\n')
      .filter((line) => line.trim() !== ''),
    next: container
      ? `${engine.name} logs ${container.name}   (then mend it and call smoke up again; smoke down${projectFlag(stack.project)} stops the stack)`
      : `smoke status${projectFlag(stack.project)}`,
  };
}

/** Cards for probes that failed; what can never pass comes first, for it may explain the rest. */
export function probeFailures(
  stack: StackSource,
  probes: readonly ProbeResult[],
  mask: (text: string) => string,
): Failure[] {
  const failed = probes.filter(({ state }) => state === 'failed');
  return [...failed.filter(({ hint }) => hint), ...failed.filter(({ hint }) => !hint)].map(
    ({ name, kind, service, detail, hint }) => ({
      subject: service ?? (kind === 's3' ? 'storage' : name),
      cause: mask(detail ?? 'failed'),
      evidence: [`probe: ${name}`],
      next: hint ?? `smoke status${projectFlag(stack.project)}`,
    }),
  );
}

/** The card for a provider that could not start the stack although no service failed. */
export function startFailure(
  engine: Engine,
  { output }: StartResult,
  states: readonly ServiceState[],
  mask: (text: string) => string,
): Failure {
  const lines = mask(output)
    .split('\n')
    .filter((line) => line.trim() !== '');
  // What follows the first error is often only a consequence of it.
  const cause = lines.find((line) => /^Error\b/.test(line)) ?? lines.at(-1);
  const named = states.find(
    ({ container }) => container && (cause?.includes(container.id) || cause?.includes(container.name)),
  );
  return {
    subject: named?.service ?? engine.compose.name,
    cause: cause ?? 'ended with an error and said nothing',
    evidence: lines.slice(-logLines),
    next: 'the lines above are from the Compose provider; mend what they name and call smoke up again',
  };
}
