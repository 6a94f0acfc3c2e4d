// The checks of one run: each is timed, told, and kept with its failure cards.

import { SmokeError } from '../../error.ts';
import type { Failure } from '../../report/report.ts';
import type { CheckReport, TestFailure } from '../../report/test-report.ts';

/** What a check is about. */
export type Subject = Pick<CheckReport, 'group' | 'name' | 'service'>;

/** How it ended; without cards of its own, what failed gets one that says the detail. */
export interface CheckOutcome {
  readonly state: CheckReport['state'];
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly failures?: readonly Failure[] | undefined;
}

/** The checks so far. */
export interface Checks {
  /** Makes a check; whether it did not fail. */
  readonly make: (subject: Subject, work: () => Promise<CheckOutcome>) => Promise<boolean>;
  /** Takes in one that was made elsewhere; its cards come by `addFailures`. */
  readonly add: (report: CheckReport) => void;
  readonly addFailures: (failures: readonly Failure[]) => void;
  readonly reports: () => readonly CheckReport[];
  readonly failures: () => readonly TestFailure[];
}

/** None yet. `tell` hears of every check; `next` is the step that a card without a better one gives. */
export function createChecks(
  tell: (check: CheckReport) => void,
  mask: (text: string) => string,
  { next, signal }: { readonly next: string; readonly signal: AbortSignal },
): Checks {
  const reports: CheckReport[] = [];
  const failures: TestFailure[] = [];
  const add = (report: CheckReport): void => {
    reports.push(report);
    tell(report);
  };
  return {
    add,
    addFailures: (more) => void failures.push(...more),
    reports: () => reports,
    failures: () => failures,
    make: async (subject, work) => {
      const began = performance.now();
      const {
        state,
        detail,
        hint,
        failures: cards,
      } = await work().catch((error: unknown) => outcomeOf(error, signal));
      const elapsedMs = Math.round(performance.now() - began);
      const told = detail === undefined ? undefined : mask(detail);
      add({ ...subject, state, ...(told !== undefined && { detail: told }), elapsedMs });
      if (state === 'failed') {
        const { name: check } = subject;
        failures.push(
          ...(cards ?? [card(subject, told, hint ?? next)]).map((found) => ({ ...found, check })),
        );
      }
      return state !== 'failed';
    },
  };
}

/** What could not be done fails the check; an interrupt ends the run, and a defect is one. */
function outcomeOf(error: unknown, signal: AbortSignal): CheckOutcome {
  if (!(error instanceof SmokeError) || signal.aborted) throw error;
  return { state: 'failed', detail: error.message, hint: error.hint };
}

function card({ name, service }: Subject, detail: string | undefined, next: string): Failure {
  return {
    subject: service ?? name,
    cause: detail ?? 'failed',
    evidence: [`check: ${name}`],
    next,
  };
}
