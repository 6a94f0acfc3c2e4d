// A journey through an application's API, down to the objects in its bucket. Talks HTTP, and S3 by way of journey-object.ts.

import { randomBytes } from 'node:crypto';
import type { Journey, JourneyStep } from '../stack/manifest.ts';
import { pathOf, tryRequest } from './journey-request.ts';
import { fillIn, type Known } from './journey-texts.ts';
import type { Attempt, ProbeContext, ProbeOutcome } from './outcome.ts';
import { waitUntilReady } from './wait.ts';

/** What a step knows. */
export interface Setting {
  readonly url: string;
  readonly bucket: string;
  readonly ca?: string | undefined;
  readonly login?: { readonly user: string; readonly password: string } | undefined;
  readonly s3: NonNullable<ProbeContext['s3']>;
  readonly known: Known;
  /** The bytes that the journey sends. */
  readonly sent: Buffer;
}

/** What came of a step: what was taken from its answer, or why it does not hold. */
export type StepResult =
  | { readonly taken: Known }
  | { readonly problem: string; readonly status?: number; readonly hint?: string };

/** How a part of a journey went. */
export type JourneyOutcome =
  | { readonly state: 'passed'; readonly steps: number }
  | { readonly state: 'failed'; readonly detail: string };

/** A journey under way: what its steps made is there until `cleanup`. */
export interface OpenJourney {
  /** The name that everything it makes has in it. */
  readonly name: string;
  readonly steps: (signal: AbortSignal) => Promise<JourneyOutcome>;
  /** `withinSeconds`: after a restart, an application may need a while to find its storage and database again. */
  readonly again: (signal: AbortSignal, withinSeconds?: number) => Promise<JourneyOutcome>;
  readonly cleanup: (signal: AbortSignal) => Promise<JourneyOutcome>;
}

const fileBytes = 64 * 1024;
const attemptMs = 20_000;
/** For a step that has to hold at once. */
const leastMs = 10_000;

/** A new journey. */
export function openJourney(
  journey: Journey,
  context: ProbeContext & { readonly s3: NonNullable<ProbeContext['s3']> },
): OpenJourney {
  const { url, bucket } = journey;
  const { ca, login, s3 } = context;
  const name = `smoke-${randomBytes(6).toString('hex')}`;
  const sent = randomBytes(fileBytes);
  let known: Known = { ...journey.values, name };
  const run = async (step: JourneyStep, within: number, signal: AbortSignal): Promise<string | undefined> => {
    const attempt = async (limits: Attempt): Promise<ProbeOutcome> => {
      // Timers of signals take whole milliseconds only.
      const timeoutMs = Math.ceil(Math.min(attemptMs, Math.max(limits.timeoutMs, leastMs)));
      const until = AbortSignal.any([limits.signal, AbortSignal.timeout(timeoutMs)]);
      const setting = { url, bucket, ca, login, s3, known, sent };
      const result = await tryStep(step, setting, { signal: until, timeoutMs });
      if ('problem' in result) return { state: 'waiting', detail: result.problem };
      known = { ...known, ...result.taken };
      return { state: 'ready' };
    };
    const { outcome } = await waitUntilReady(attempt, { timeoutMs: within * 1000, signal });
    return outcome.state === 'waiting' ? outcome.detail : undefined;
  };
  const walk = async (
    steps: readonly JourneyStep[],
    signal: AbortSignal,
    atLeast = 0,
  ): Promise<JourneyOutcome> => {
    for (const step of steps) {
      const problem = await run(step, Math.max(step.within ?? 0, atLeast), signal);
      if (problem !== undefined) return { state: 'failed', detail: `${describe(step, known)}: ${problem}` };
    }
    return { state: 'passed', steps: steps.length };
  };
  return {
    name,
    steps: (signal) => walk(journey.steps, signal),
    again: (signal, withinSeconds) => walk(journey.again ?? [], signal, withinSeconds),
    // What an earlier step did not come to make needs no removal.
    cleanup: (signal) =>
      walk(
        journey.cleanup.filter((step) => isKnown(step, known)),
        signal,
      ),
  };
}

async function tryStep(step: JourneyStep, setting: Setting, attempt: Attempt): Promise<StepResult> {
  if ('object' in step)
    return await (await import('../s3/journey-object.ts')).tryObject(step, setting, attempt);
  const path = pathOf(step, setting.known);
  if (path === undefined) return { problem: 'an earlier step found out nothing for it' };
  return await tryRequest(step, path, setting, attempt);
}

function isKnown(step: JourneyStep, known: Known): boolean {
  return fillIn('object' in step ? step.object : step.request, known) !== undefined;
}

function describe(step: JourneyStep, known: Known): string {
  if (!('object' in step)) return fillIn(step.request, known) ?? step.request;
  return `object ${fillIn(step.object, known) ?? step.object}`;
}
