// The verbs about the application's buckets on the chosen storage.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addGroup, type RunVerb } from './verb.ts';

/** Adds `buckets` with its own verbs. */
export function addBucketVerbs(program: Command, run: RunVerb, io: Io): void {
  const buckets = addGroup(program, 'buckets', 'the application’s buckets on the chosen storage');
  buckets.addHelpText('after', about);
  buckets
    .command('names')
    .description('their names, one a line; nothing is asked of the storage')
    .action(run(async (flags) => (await import('./buckets.ts')).names(flags, io)));
  buckets
    .command('list')
    .description('which are there, with objects, bytes and age; also those that this version does not use')
    .action(run(async (flags) => (await import('./buckets-list.ts')).list(flags, io)));
  buckets
    .command('create')
    .description(
      'make those that are missing; what is yours already is fine, and a second run completes the first',
    )
    .option('--no-check', 'without asking first what the storage can do')
    .action(run(async (flags) => (await import('./buckets-create.ts')).create(flags, io)));
  buckets
    .command('check')
    .description('whether each is there, yours and writable; exit 1 when one is not')
    .action(run(async (flags) => (await import('./buckets-check.ts')).check(flags, io)));
  buckets
    .command('remove [name...]')
    .description('empty and remove those that smoke named; others only when their names are given')
    .option('--yes', 'do not ask')
    .action(run(async (flags, ...words) => (await import('./buckets-remove.ts')).remove(flags, io, words)));
  buckets
    .command('lifecycle [name...]')
    .description('show or set when objects expire and unfinished uploads are cleaned up')
    .option(
      '--expire-days <n>',
      'let objects expire: in buckets whose content is made again, or in those that are named',
    )
    .option('--abort-days <n>', 'abort uploads that were never finished')
    .option('--all', 'let objects expire in all buckets, recordings included')
    .option('--show', 'show the rules and change nothing (the default without days)')
    .option('--remove', 'take the rules of smoke away; others stay')
    .action(
      run(async (flags, ...words) => (await import('./buckets-lifecycle.ts')).lifecycle(flags, io, words)),
    );
}

const about = `
The storage is that of -f FILE or of -s NAME, else that of the stack that smoke up started.
docs/buckets.md tells how names are made, and what remove will never touch.
`;
