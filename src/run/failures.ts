// Failure cards: looks at what failed, lets the diagnosis name the cause, and masks secrets before and after.

import { arrange } from '../diagnose/arrange.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { linesOf, withoutSecrets } from '../diagnose/lines.ts';
import type { Symptoms } from '../diagnose/symptoms.ts';
import type { ContainerState, Engine } from '../engine/engine.ts';
import { projectFlag } from '../options/options.ts';
import type { Failure } from '../report/report.ts';
import type { ProbeResult } from './prove.ts';
import { lookAround, type Sight } from './scene.ts';
import type { ServiceState } from './verdict.ts';

/** A stack trace is long, and its cause may stand at its beginning. */
const logLines = 200;

/** What is known of a failure before anybody looks around. */
type Seen = Omit<Symptoms, 'scene' | 'service'> & { readonly serviceName?: string };

/** Cards for what failed while the stack started or was proved: services, the provider's start, probes. */
export async function findFailures(
  sight: Sight,
  states: readonly ServiceState[],
  more: {
    readonly output?: string /** The output of a provider that was not done yet. */;
    readonly outputSoFar?: string;
    readonly probes?: readonly ProbeResult[];
  } = {},
): Promise<Failure[]> {
  const { outputSoFar, output = outputSoFar, probes = [] } = more;
  const seen = [
    ...(output === undefined ? [] : [{ ...startSeen(sight, output), isLate: outputSoFar !== undefined }]),
    ...(await Promise.all(blamed(states, output !== undefined).map((state) => serviceSeen(sight, state)))),
    ...(await Promise.all(probesThatFailed(probes).map((probe) => probeSeen(sight, states, probe)))),
  ];
  if (seen.length === 0) return [];
  const scene = await lookAround(
    sight,
    states,
    seen.flatMap(({ lines }) => lines),
  );
  const diagnoses = seen.map(({ serviceName, ...symptoms }) => {
    const service = scene.services.find(({ name }) => name === serviceName);
    return diagnose({ ...symptoms, scene, ...(service && { service }) });
  });
  return arrange(diagnoses, scene).map((failure) => masked(failure, sight.mask));
}

/** Services that failed, or that were not ready in time. What only waits for its turn is blamed last. */
function blamed(states: readonly ServiceState[], hasStartFailed: boolean): readonly ServiceState[] {
  const failed = states.filter(({ state }) => state === 'failed');
  if (failed.length > 0 || hasStartFailed) return failed;
  const late = states.filter(({ state }) => !['healthy', 'running', 'done'].includes(state));
  const begun = late.filter(({ state }) => state !== 'missing' && state !== 'created');
  return begun.length > 0 ? begun : late;
}

/** What can never pass comes first, for it may explain the rest. */
function probesThatFailed(probes: readonly ProbeResult[]): readonly ProbeResult[] {
  const failed = probes.filter(({ state }) => state === 'failed');
  return [...failed.filter(({ hint }) => hint), ...failed.filter(({ hint }) => !hint)];
}

async function serviceSeen(
  { engine, stack, mask }: Sight,
  { service, state, problem, container }: ServiceState,
): Promise<Seen> {
  const log = container && engine ? await readLog(engine, container.id) : '';
  const health = container && engine ? await healthOutput(engine, container) : '';
  const late = state === 'missing' ? 'was not started' : `was not ready in time, it is ${state}`;
  return {
    kind: 'service',
    subject: service,
    area: service,
    serviceName: service,
    summary: mask(problem ?? late),
    lines: [
      ...linesOf('engine', mask(container?.error ?? '')),
      ...linesOf('health', mask(health)),
      ...linesOf('log', mask(log)),
    ],
    advice: container
      ? `${engine?.name ?? 'docker'} logs ${container.name}   (then mend it and call smoke up again)`
      : `smoke status${projectFlag(stack.project)}`,
  };
}

function startSeen({ engine, stack, mask }: Sight, output: string): Seen {
  return {
    kind: 'start',
    subject: engine?.compose.name ?? 'the Compose provider',
    area: engine?.compose.name ?? 'the Compose provider',
    summary: 'ended with an error and said nothing',
    lines: linesOf('provider', mask(output)),
    advice: `smoke lint ${stack.file}   (or correct by hand what the Compose provider names above, and call smoke up again)`,
  };
}

async function probeSeen(
  { engine, stack, mask }: Sight,
  states: readonly ServiceState[],
  { name, kind, service, detail = 'failed', hint }: ProbeResult,
): Promise<Seen> {
  const container = states.find((each) => each.service === service)?.container;
  // A log tells of many things that were mended long since: it counts where the service itself says that it is broken.
  const isBroken = /answered 5\d\d|ended with/.test(detail);
  const log = isBroken && container && engine ? await readLog(engine, container.id) : '';
  return {
    kind: 'probe',
    subject: name,
    area: service ?? (kind === 's3' ? 'storage' : name),
    ...(service !== undefined && { serviceName: service }),
    summary: mask(detail),
    lines: [...linesOf('probe', mask(detail)), ...linesOf('log', mask(log))],
    advice: hint ?? `smoke status${projectFlag(stack.project)}`,
  };
}

/** Some engines keep no word of a check that cannot run: then it is run once more, by hand. */
async function healthOutput(engine: Engine, container: ContainerState): Promise<string> {
  const { id, state, health, healthcheck, healthLog } = container;
  const last = healthLog.at(-1);
  // What passed says nothing of a failure.
  const kept = last?.exitCode === 0 ? '' : (last?.output ?? '');
  const [how, ...words] = healthcheck?.test ?? [];
  if (
    kept.trim() !== '' ||
    last === undefined ||
    last.exitCode === 0 ||
    state !== 'running' ||
    health === 'healthy'
  )
    return kept;
  const command = how === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words;
  try {
    return (await engine.exec(id, command, Math.min(healthcheck?.timeoutMs ?? 0, 5000))).output;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What is gone is told without it. */
async function readLog(engine: Engine, id: string): Promise<string> {
  return await engine.logs(id, logLines).catch(() => '');
}

function masked({ subject, cause, evidence, next, ...rest }: Failure, mask: Sight['mask']): Failure {
  return {
    ...rest,
    subject,
    cause: mask(cause),
    evidence: evidence.map(mask),
    next: withoutSecrets(mask(next)),
  };
}
