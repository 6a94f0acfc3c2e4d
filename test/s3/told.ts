// What a report must tell, and in which words.

import { expect } from 'vitest';
import type { Fault } from './fault-proxy.ts';
import type { Checked } from './smoke.ts';

/** What is expected of a report. */
export interface Expected {
  readonly exitCode?: number;
  readonly kind?: string;
  readonly words?: RegExp;
  readonly cells?: Readonly<Record<string, string>>;
  readonly mode?: 'tagging' | 'bucket';
  readonly settings?: Readonly<Record<string, string>>;
}

/** One thing that is wrong, and what is told of it. */
export interface Case extends Expected {
  readonly title: string;
  readonly fault?: Fault;
  readonly env?: Readonly<Record<string, string>>;
}

/** Words of clients and of systems that say nothing to a user. */
const jargon =
  /UnknownError|socket hang up|\bE[A-Z]{4,}\b|getaddrinfo|signature we calculated|\$metadata|\$response|[Dd]eseriali|AggregateError|fetch failed|DEPTH_ZERO|CERT_|UNABLE_TO|ERR_|TimeoutError|undefined|\[object|\n\s+at /;

/** The cause is told in words of smoke, in time, and without secrets. */
export function mustTellInWords(
  { report, stdout, stderr }: Checked,
  { kind, words, settings }: Expected,
  secret: string,
): void {
  const told = `${report.problem?.text}\n${report.problem?.hint ?? ''}`;
  if (kind !== undefined) expect([report.problem?.kind, told]).toEqual([kind, told]);
  if (words !== undefined) expect(told).toMatch(words);
  if (settings !== undefined) expect(report.verdict.settings).toMatchObject(settings);
  expect(`${told}\n${stderr}`).not.toMatch(jargon);
  expect(stdout + stderr).not.toContain(secret);
  expect(report.took).toBeLessThan(30_000);
}
