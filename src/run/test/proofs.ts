// The tests that fragments declare: probes that only `smoke test` makes, and journeys through the application.

import { type JourneyOutcome, type OpenJourney, openJourney } from '../../probes/journey.ts';
import type { ProbeContext } from '../../probes/outcome.ts';
import type { Journey, Probe, StackTest } from '../../stack/manifest.ts';
import { prove } from '../prove.ts';
import type { CheckOutcome, Checks } from './checks.ts';

const patienceMs = 60_000;
const foundWithinSeconds = 30;

/** A journey whose steps are done: what it made is there, to be found again. */
export interface WaitingJourney {
  readonly journey: Journey;
  readonly open: OpenJourney;
}

/** Makes the probes, and walks the journeys; those with something to find again stay open. */
export async function makeProofs(
  tests: readonly StackTest[],
  context: ProbeContext,
  checks: Checks,
  signal: AbortSignal,
  opened: (name: string) => void,
): Promise<WaitingJourney[]> {
  const probes = tests.filter((test) => test.kind !== 'journey');
  await Promise.all(probes.map((probe) => makeProbe(probe, context, checks, signal)));
  const waiting: WaitingJourney[] = [];
  for (const journey of tests.filter((test) => test.kind === 'journey')) {
    const open = await walk(journey, context, checks, signal, opened);
    if (open) waiting.push({ journey, open });
  }
  return waiting;
}

/** What has to be there still is, or is again before long. */
export async function findAgain(
  waiting: readonly WaitingJourney[],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const { open } of waiting) {
    const outcome = await open.again(signal, foundWithinSeconds);
    if (outcome.state === 'failed') return outcome.detail;
  }
  return undefined;
}

/** Takes away what journeys made, and sees that it is gone. */
export async function endJourneys(
  waiting: readonly WaitingJourney[],
  checks: Checks,
  signal: AbortSignal,
): Promise<void> {
  for (const { journey, open } of waiting) await end(journey, open, checks, signal);
}

async function makeProbe(
  probe: Probe,
  context: ProbeContext,
  checks: Checks,
  signal: AbortSignal,
): Promise<void> {
  const { name, service } = probe;
  const subject = { group: 'application' as const, name, ...(service !== undefined && { service }) };
  await checks.make(subject, async () => {
    const [result] = await prove([probe], context, { timeoutMs: patienceMs, signal });
    return result ?? { state: 'skipped', detail: 'it gave no result' };
  });
}

async function walk(
  journey: Journey,
  context: ProbeContext,
  checks: Checks,
  signal: AbortSignal,
  opened: (name: string) => void,
): Promise<OpenJourney | undefined> {
  const { name, service } = journey;
  const { s3 } = context;
  let open: OpenJourney | undefined;
  const isGood = await checks.make({ group: 'application', name, service }, async () => {
    if (s3 === undefined)
      return { state: 'skipped', detail: 'the storage, or its credentials, are not known here' };
    open = openJourney(journey, { ...context, s3 });
    opened(open.name);
    const made = await open.steps(signal);
    return told(made.state === 'failed' ? made : await open.again(signal));
  });
  if (open && isGood && journey.again) return open;
  if (open) await end(journey, open, checks, signal);
  return undefined;
}

async function end(journey: Journey, open: OpenJourney, checks: Checks, signal: AbortSignal): Promise<void> {
  const { name, service } = journey;
  const subject = { group: 'application' as const, name: `${name}, and is gone once it is deleted`, service };
  await checks.make(subject, async () => told(await open.cleanup(signal)));
}

function told(outcome: JourneyOutcome): CheckOutcome {
  return outcome.state === 'failed' ? { state: 'failed', detail: outcome.detail } : { state: 'passed' };
}
