// What `smoke test` found out, as data for every kind of report. Types only.

import type { Failure } from './report.ts';

export type Verdict = 'passed' | 'failed';

/** The whole result: one or more runs of the same stack. Version 1 of docs/test-report.schema.json. */
export interface TestReport {
  readonly app: string;
  readonly storage: string;
  /** The engine and the Compose provider, with their versions. */
  readonly engine: string;
  /** What was tested, as a command that tests it again; free of credentials. */
  readonly command: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly verdict: Verdict;
  readonly runs: readonly TestRun[];
}

/** One run: up, checked, taken down. */
export interface TestRun {
  readonly project: string;
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly verdict: Verdict;
  /** In the order in which they were made. */
  readonly checks: readonly CheckReport[];
  readonly timeline: Timeline;
  readonly failures: readonly TestFailure[];
  /** Whether the stack still runs, as --keep wishes. */
  readonly kept: boolean;
}

/** A failure card of a test. */
export interface TestFailure extends Failure {
  /** The name of the check that it explains; without it, it belongs to the failed checks of its subject. */
  readonly check?: string;
}

/** What a check is about; reports group by it, in this order. */
export const checkGroups = [
  'start',
  'services',
  'addresses',
  'storage',
  'application',
  'restarts',
  'cleanup',
] as const;

/** One thing that has to hold. */
export interface CheckReport {
  readonly group: (typeof checkGroups)[number];
  readonly name: string;
  readonly service?: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** What was seen, why it failed, or why it was skipped. Free of secrets. */
  readonly detail?: string;
  readonly elapsedMs: number;
}

/** How the start went; milliseconds since its begin. */
export interface Timeline {
  readonly totalMs: number;
  readonly services: readonly TimelineService[];
  /** What the end of the start waited for, from the begin on: each step had to end before the next one could go on. */
  readonly critical: readonly CriticalStep[];
}

/** One service on its way; what is missing did not happen, or was not seen. */
export interface TimelineService {
  readonly service: string;
  readonly createdMs?: number;
  readonly startedMs?: number;
  /** Healthy, ended with 0, or running where it has no health check. */
  readonly readyMs?: number;
  readonly waitsFor: readonly string[];
}

/** A link of the critical chain: the service, what it did, and how long that took. */
export interface CriticalStep {
  readonly service: string;
  /** `start`: until its container ran; `ready`: from then until it was ready. */
  readonly phase: 'start' | 'ready';
  readonly fromMs: number;
  readonly toMs: number;
}
