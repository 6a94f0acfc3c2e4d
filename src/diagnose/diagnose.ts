// Symptoms → diagnosis: the first cause of the table that fits, or what was seen where none does. Pure.

import { type Cause, type Explanation, type Found, findCause } from './cause.ts';
import { decisiveLine } from './decisive.ts';
import { evidenceFor } from './evidence.ts';
import { serviceIn } from './services.ts';
import type { Line, Symptoms } from './symptoms.ts';
import { causes } from './table.ts';

/** What is wrong with one thing that failed. */
export interface Diagnosis {
  readonly symptoms: Symptoms;
  /** Undefined where no cause was recognised. */
  readonly code?: string;
  /** The services that it is about, or what else failed. */
  readonly subjects: readonly string[];
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly next: string;
  readonly about?: string;
  readonly blames?: string;
  readonly mayFollow: boolean;
}

/** Finds the cause of one failure. */
export function diagnose(symptoms: Symptoms): Diagnosis {
  for (const cause of causes) {
    const found = findCause(cause, symptoms);
    if (found) return explained(symptoms, cause, found);
  }
  return unexplained(symptoms);
}

function explained(given: Symptoms, cause: Cause, found: Found): Diagnosis {
  // What the provider says is about a service more often than not: the words of the cause may then name it.
  const symptoms = aboutService(given, found.line);
  const explanation = cause.explain(symptoms, found);
  const decisive = found.line ?? decisiveLine(symptoms.lines);
  const { about, blames, seen = [] } = explanation;
  return {
    symptoms,
    code: cause.code,
    subjects: subjectsOf(symptoms, explanation),
    cause: explanation.cause,
    evidence: [
      ...seen,
      ...evidenceFor(symptoms, decisive, {
        isKnown: found.line !== undefined,
        ...(found.line && { at: found.at }),
      }),
    ],
    next: explanation.next,
    ...(about !== undefined && { about }),
    ...(blames !== undefined && { blames }),
    mayFollow: cause.mayFollow ?? false,
  };
}

function unexplained(given: Symptoms): Diagnosis {
  const isStart = given.kind === 'start';
  // A provider's first error is the cause, and the rest follows from it.
  const first = given.lines.find(({ text }) => /^Error\b/.test(text)) ?? given.lines.at(-1);
  const decisive = isStart ? first : decisiveLine(given.lines);
  const symptoms = aboutService(given, decisive);
  return {
    symptoms,
    subjects: [symptoms.service?.name ?? symptoms.area],
    cause: isStart ? (first?.text ?? given.summary) : given.summary,
    evidence: evidenceFor(symptoms, decisive, { isKnown: false }),
    next: symptoms.advice,
    mayFollow: given.kind !== 'start',
  };
}

function aboutService(symptoms: Symptoms, line: Line | undefined): Symptoms {
  if (symptoms.service || !line) return symptoms;
  const service = serviceIn(symptoms.scene, line.text);
  return service ? { ...symptoms, service, subject: service.name } : symptoms;
}

function subjectsOf(symptoms: Symptoms, { services = [] }: Explanation): readonly string[] {
  if (services.length > 0) return services;
  return [symptoms.service?.name ?? symptoms.area];
}
