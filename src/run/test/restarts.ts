// Each service in turn is restarted: the stack gets well again, and what was stored before is still there.

import type { ContainerState, Engine } from '../../engine/engine.ts';
import type { CliFlags } from '../../options/flags.ts';
import type { ProbeContext } from '../../probes/outcome.ts';
import type { Manifest } from '../../stack/manifest.ts';
import { findFailures } from '../failures.ts';
import { inTime } from '../in-time.ts';
import { observeStack } from '../observe.ts';
import { prove } from '../prove.ts';
import type { StackSource } from '../read-source.ts';
import { isReady, servicesToEnd } from '../verdict.ts';
import type { CheckOutcome, Checks } from './checks.ts';
import { findAgain, type WaitingJourney } from './proofs.ts';

const wellWithinMs = 120_000;
const provedWithinMs = 30_000;

/** What a restart is judged by. */
export interface RestartSetting {
  readonly engine: Engine;
  readonly stack: StackSource;
  readonly context: ProbeContext;
  readonly waiting: readonly WaitingJourney[];
  readonly flags: CliFlags;
  readonly env: NodeJS.ProcessEnv;
  readonly mask: (text: string) => string;
  readonly signal: AbortSignal;
}

/** Why a running container is not restarted: its data would be gone, or it may be a job that is still at work. Pure. */
export function whyNotRestarted(
  { oneShot, healthcheck, service }: Pick<ContainerState, 'oneShot' | 'healthcheck' | 'service'>,
  manifest: Manifest,
): string | undefined {
  if (manifest['x-smoke']?.ephemeral?.includes(service))
    return 'what it stores is gone when it is restarted, and it promises no more';
  const ports = manifest.services[service]?.['ports'];
  if (!oneShot || healthcheck !== undefined || (Array.isArray(ports) && ports.length > 0)) return undefined;
  return 'it has no restart policy, health check or published port, and may be a job that is still at work';
}

/** Restarts every service that is meant to last. */
export async function checkRestarts(setting: RestartSetting, checks: Checks): Promise<void> {
  const { engine, stack, signal, waiting } = setting;
  const containers = await engine.containers(stack.project);
  const jobs = servicesToEnd(stack.manifest);
  const lasting = containers.filter(({ state, service }) => state === 'running' && !jobs.has(service));
  const what = waiting.length > 0 ? ', and what was stored is there' : '';
  let ill: string | undefined;
  for (const service of new Set(lasting.map((container) => container.service))) {
    signal.throwIfAborted();
    const own = lasting.filter((container) => container.service === service);
    const [reason] = own.flatMap((container) => whyNotRestarted(container, stack.manifest) ?? []);
    // What is wrong by then would be told again, of a service that has nothing to do with it.
    const why = ill === undefined ? reason : `${ill} did not come back well before`;
    const isGood = await checks.make(
      { group: 'restarts', name: `${service} comes back after a restart${what}`, service },
      async () =>
        why === undefined ? await restartService(own, setting) : { state: 'skipped', detail: why },
    );
    if (!isGood) ill = service;
  }
}

async function restartService(
  containers: readonly ContainerState[],
  setting: RestartSetting,
): Promise<CheckOutcome> {
  const { engine, stack, context, waiting, signal } = setting;
  const service = containers[0]?.service;
  for (const { id } of containers) await engine.restart(id);
  const ill = await becomesWell(setting, service);
  if (ill) return ill;
  const probes = (stack.manifest['x-smoke']?.probes ?? []).filter((probe) => probe.service === service);
  const results = await prove(probes, context, { timeoutMs: provedWithinMs, signal });
  const failed = results.find(({ state }) => state === 'failed');
  if (failed) return { state: 'failed', detail: `${failed.name}: ${failed.detail}`, hint: failed.hint };
  const lost = await findAgain(waiting, signal);
  return lost === undefined ? { state: 'passed' } : { state: 'failed', detail: lost };
}

/** Waits until every service is ready, and the restarted one runs; what failed, otherwise. */
async function becomesWell(
  { engine, stack, flags, env, mask, signal }: RestartSetting,
  restarted: string | undefined,
): Promise<CheckOutcome | undefined> {
  const observation = observeStack(engine, stack.project, stack.manifest, []);
  try {
    const settled = await inTime(observation.settled(), signal, AbortSignal.timeout(wellWithinMs));
    const states = settled ?? observation.states();
    if (settled && isReady(states)) {
      const hasEnded = states.some(({ service, state }) => service === restarted && state === 'done');
      return hasEnded
        ? { state: 'failed', detail: 'it ended by itself when it was started again' }
        : undefined;
    }
    const failures = await findFailures({ engine, stack, flags, env, mask }, states);
    return { state: 'failed', detail: failures[0]?.cause, failures };
  } finally {
    observation.stop();
  }
}
