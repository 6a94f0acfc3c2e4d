// The verbs that bring content into volumes and out of them.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addGroup, type RunVerb } from './verb.ts';

/** Adds `volumes` with its own verbs. */
export function addVolumeVerbs(program: Command, run: RunVerb, io: Io): void {
  const volumes = addGroup(
    program,
    'volumes',
    'content in and out of named volumes, on Docker and Podman alike',
  );
  volumes
    .command('list')
    .description('volumes of the project, and what may fill them')
    .action(run(async (flags) => (await import('./volumes.ts')).list(flags, io)));
  volumes
    .command('import [volume] [archive]')
    .description(
      'fill a volume from a tar archive, a folder or - (standard input); without arguments, all from the content folder',
    )
    .option('--replace', 'make the volume equal to the archive: remove what is not in it')
    .action(
      run(async (flags, volume, archive) =>
        (await import('./volumes.ts')).importInto(flags, io, volume, archive),
      ),
    );
  volumes
    .command('export <volume> [archive]')
    .description('a volume as a tar archive, to a file or standard output')
    .action(
      run(async (flags, volume, archive) =>
        (await import('./volumes.ts')).exportFrom(flags, io, volume ?? '', archive),
      ),
    );
  volumes
    .command('pack [folder]')
    .description('archives of the content folder that podman volume import accepts, written to a folder')
    .action(run(async (flags, folder) => (await import('./volumes.ts')).pack(flags, io, folder)));
}
