// What a run found out about a stack, as data for every kind of report. Types only.

import type { StackUrl } from '../stack/manifest.ts';

/** The whole result of up, probe or status. */
export interface Report {
  readonly project: string;
  readonly engine?: string;
  readonly services: readonly ServiceReport[];
  readonly probes: readonly ProbeReport[];
  readonly urls: readonly StackUrl[];
  readonly login?: LoginReport;
  /** Further users, of services that ask for a login of their own. */
  readonly logins?: readonly (LoginReport & { readonly name: string })[];
  readonly failures: readonly Failure[];
}

/** One service's container. */
export interface ServiceReport {
  readonly service: string;
  readonly state: string;
  readonly problem?: string;
}

/** One probe's result. */
export interface ProbeReport {
  readonly name: string;
  readonly kind: string;
  readonly service?: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly detail?: string;
  readonly hint?: string;
  readonly elapsedMs: number;
}

/** How to log in; the password only where it may be shown. */
export interface LoginReport {
  readonly user: string;
  readonly password?: string;
  /** Where the password comes from when it is not shown. */
  readonly source: string;
}

/** Why something failed: the cause first, then the evidence, then what to do. Already free of secrets. */
export interface Failure {
  readonly subject: string;
  /** What kind of cause it is, for machines; absent where none was recognised. */
  readonly code?: string;
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly next: string;
}
