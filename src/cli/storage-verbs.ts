// The verbs about storages in general: backends, providers, and what an S3 endpoint can really do.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addGroup, type RunVerb } from './verb.ts';

/** Adds `storage` with its own verbs. */
export function addStorageVerbs(program: Command, run: RunVerb, io: Io): void {
  const storage = addGroup(
    program,
    'storage',
    'storage backends, S3 providers, and what an S3 endpoint can really do',
  );
  storage
    .command('list')
    .description('storage backends of the library, and how to choose each')
    .action(run(async (flags) => (await import('./list.ts')).list(flags, io, 'storages')));
  storage
    .command('providers [provider]')
    .description('S3 providers that smoke knows, or one of them with all that it knows')
    .action(
      run(async (flags, name) => (await import('./storage-providers.ts')).storageProviders(flags, io, name)),
    );
  storage
    .command('check [endpoint]')
    .description(
      'what the storage of the stack, or an S3 endpoint (https://…), can really do; nothing stays behind',
    )
    .option('--bucket <name>', 'only what a key limited to this bucket may do')
    .action(
      run(async (flags, endpoint) => (await import('./storage-check.ts')).storageCheck(flags, io, endpoint)),
    );
}
