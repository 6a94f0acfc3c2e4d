// The verbs that look at the library, at a stack on paper, at a Compose file, or at the machine; none changes anything.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { RunVerb } from './verb.ts';

/** Adds them to the program. */
export function addLookVerbs(program: Command, run: RunVerb, io: Io): void {
  program
    .command('list [kind]')
    .description('applications, storages, samples and tools, and how to choose each')
    .action(run(async (flags, kind) => (await import('./list.ts')).list(flags, io, kind)));
  program
    .command('graph')
    .description('the stack of the flags, or of a Compose file (-f FILE), as a tree')
    .option('--mermaid', 'as a Mermaid flowchart')
    .option('--svg', 'as an SVG for light and dark pages')
    .action(run(async (flags) => (await import('./graph.ts')).graph(flags, io)));
  program
    .command('images')
    .description(
      'images of the stack of the flags, their variables and states; with --lock, pin their digests',
    )
    .option('--all', 'every image that the library knows')
    .option('--lock', 'write the digests of the engine or of the registries to the lock file')
    .option('--present', 'say which of them the engine has')
    .action(run(async (flags) => (await import('./images.ts')).images(flags, io)));
  program
    .command('lint <file...>')
    .description(
      'portability and safety of any Compose file (- for standard input); exit 1 when something is found',
    )
    .option('--fix', 'mend in the file what can be mended by rule')
    .option('--sarif', 'as SARIF 2.1.0, for code hosts')
    .action(run(async (flags, ...files) => (await import('./lint.ts')).lint(flags, files, io)));
  program
    .command('doctor')
    .description(
      'what on this machine would stop the stack of the flags, or of -f FILE, each with its cure; exit 1 then',
    )
    .addHelpText('after', doctorHelp)
    .action(run(async (flags) => (await import('./doctor.ts')).doctor(flags, io)));
  program
    .command('completion [shell]')
    .description('a completion script for bash, zsh or fish: source <(smoke completion bash)')
    .action(
      run(async (flags, shell) => (await import('./completion.ts')).completion(program, flags, io, shell)),
    );
}

const doctorHelp = `
It takes every flag that describes a stack (smoke --help), makes nothing, pulls nothing, and needs no credentials.
`;
