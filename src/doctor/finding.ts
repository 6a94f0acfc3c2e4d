// What doctor says, and what a rule is. Types only.

import type { Facts } from './facts.ts';
import type { Wants } from './wants.ts';

/** stops: this stack would not start; warns: it starts, and something will not be as expected; fine: as it should be. */
export type Level = 'stops' | 'warns' | 'fine';

/** One finding, as it is printed. What is fine has neither reason nor cure. */
export interface Finding {
  readonly id: string;
  readonly level: Level;
  /** What it is about: an engine, a port, a folder. */
  readonly subject: string;
  readonly seen: string;
  readonly why?: string;
  /** A command to type. */
  readonly cure?: string;
}

/** What a rule found; without words of its own it speaks those of its rule. */
export interface Hit {
  readonly level?: Level;
  readonly subject: string;
  readonly seen: string;
  readonly why?: string;
  readonly cure?: string;
}

/** One rule of the table. */
export interface Rule {
  readonly id: string;
  readonly level: Exclude<Level, 'fine'>;
  /** What is found where it is not fine. */
  readonly summary: string;
  readonly why: string;
  /** The command in general; a hit may have a more exact one. */
  readonly cure: string;
  readonly check: (facts: Facts, wants: Wants) => Iterable<Hit>;
}
