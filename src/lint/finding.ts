// What lint says, and what a rule is. Types only.

import type { ComposeFile, Project } from './project.ts';
import type { Spot } from './spot.ts';

/** error: does not work somewhere; warning: unsafe, or changes under the user; note: good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** One finding, as it is printed. */
export interface Finding {
  /** Stable, for scripts: SM and a number. */
  readonly code: string;
  /** The same rule in words. */
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Dotted path in the file: services.s3.healthcheck.test */
  readonly path: string;
  /** What was got. */
  readonly message: string;
  /** What happens, on which engine or provider. */
  readonly on: string;
  readonly cure: string;
  /** `--fix` knows the cure. */
  readonly fixable: boolean;
}

/** A replacement in the text of a file, by offsets. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a rule found at a place; without words of its own it speaks those of its rule. */
export interface Hit {
  readonly spot: Spot;
  readonly message: string;
  readonly severity?: Severity;
  readonly on?: string;
  readonly cure?: string;
  readonly fix?: readonly Edit[];
}

/** One rule of the table. */
export interface Rule {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly on: string;
  readonly cure: string;
  readonly check: (file: ComposeFile, project: Project) => Iterable<Hit>;
}
