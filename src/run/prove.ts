// Runs all probes of a stack at once and waits until each is settled.

import { setMaxListeners } from 'node:events';
import type { ProbeContext, ProbeOutcome } from '../probes/outcome.ts';
import { runProbe } from '../probes/probe.ts';
import { trustContext } from '../probes/trust.ts';
import { waitUntilReady } from '../probes/wait.ts';
import type { Probe } from '../stack/manifest.ts';

/** One probe's result. */
export interface ProbeResult {
  readonly name: string;
  readonly kind: Probe['kind'];
  readonly service?: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** What was seen, or why it failed or was skipped. */
  readonly detail?: string;
  readonly hint?: string;
  readonly elapsedMs: number;
}

/** Loads what the probes will need, while the stack starts: the S3 client and the authorities take 0.2 s. */
export async function prepareToProve(probes: readonly Probe[], context: ProbeContext): Promise<void> {
  trustContext(context.ca);
  if (probes.some(({ kind }) => kind === 's3')) await import('../s3/proof.ts');
}

/** Results in the order of the probes. When one can never pass, the others are tried once and not waited for. */
export async function prove(
  probes: readonly Probe[],
  context: ProbeContext,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<ProbeResult[]> {
  const hopeless = new AbortController();
  // Every probe listens; Node would take more than ten for a leak.
  setMaxListeners(0, hopeless.signal);
  return await Promise.all(
    probes.map(async (probe) => {
      const attempt = (limits: Parameters<typeof runProbe>[2]) => runProbe(probe, context, limits);
      const { outcome, elapsedMs } = await waitUntilReady(attempt, { ...options, giveUp: hopeless.signal });
      if (outcome.state === 'fatal') hopeless.abort();
      const { name, kind, service } = probe;
      return {
        name,
        kind,
        ...(service !== undefined && { service }),
        elapsedMs: Math.round(elapsedMs),
        ...settled(outcome),
      };
    }),
  );
}

function settled(outcome: ProbeOutcome): Pick<ProbeResult, 'state' | 'detail' | 'hint'> {
  if (outcome.state === 'ready')
    return { state: 'passed', ...(outcome.detail !== undefined && { detail: outcome.detail }) };
  if (outcome.state === 'skipped') return { state: 'skipped', detail: outcome.reason };
  const hint = outcome.state === 'fatal' ? outcome.hint : undefined;
  return { state: 'failed', detail: outcome.detail, ...(hint !== undefined && { hint }) };
}
