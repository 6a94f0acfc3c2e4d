// The verbs about sharing buckets with another Cryostat.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addGroup, type RunVerb } from './verb.ts';

/** Adds `share` with its own verbs. */
export function addShareVerbs(program: Command, run: RunVerb, io: Io): void {
  const share = addGroup(
    program,
    'share',
    'whether two Cryostats, such as a laptop’s and a cluster’s, share their data',
  );
  share.addHelpText('after', about);
  share
    .command('check [side] [other]')
    .description(
      'whether two sides see each other’s data: compares their settings, and proves it by objects that it removes',
    )
    .option('--no-check', 'only compare: nothing is asked of the storage, nothing is written')
    .action(run(async (flags, ...words) => (await import('./share-check.ts')).shareCheck(flags, io, words)));
}

const about = `
A side is a file, several by comma (values.yaml,secret.yaml), or - for standard input. Without the other side, it is
the stack: of -f FILE, of -s NAME, or the one that smoke up started. docs/share.md tells more.
`;
