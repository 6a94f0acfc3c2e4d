// The verbs that look at the library, at a stack on paper, or at a Compose file; none of them changes anything.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { RunVerb } from './verb.ts';

/** Adds them to the program. */
export function addLookVerbs(_program: Command, _run: RunVerb, _io: Io): void {}
