// The verbs about the application's buckets on the chosen storage.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addGroup, type RunVerb } from './verb.ts';

/** Adds `buckets` with its own verbs. */
export function addBucketVerbs(program: Command, run: RunVerb, io: Io): void {
  const buckets = addGroup(program, 'buckets', 'the application’s buckets on the chosen storage');
  buckets
    .command('names')
    .description('their names, one a line; nothing is asked of the storage')
    .action(run(async (flags) => (await import('./buckets.ts')).names(flags, io)));
}
