// The verbs around a running stack.

import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { RunVerb } from './verb.ts';

/** Adds up, test, probe, status, logs, open and down. */
export function addRunVerbs(program: Command, run: RunVerb, io: Io): void {
  program
    .command('up')
    .description('start the stack, fill its volumes, wait until it is healthy, and prove that it works')
    .option('--watch', 'stay in front with live states; Ctrl-C or q takes down what this run brought up')
    .option('--no-check', 'with -s ext: without asking first what the storage can do')
    .option('--evidence <folder>', evidenceHelp)
    .addHelpText('after', watchHelp + stackFlags)
    .action(run(async (flags) => (await import('./up.ts')).up(flags, io)));
  program
    .command('test')
    .description('bring the stack up in a project of its own, check it to the bottom, report, leave nothing')
    .option('--repeat <n>', 'that many runs, to find what fails now and then')
    .option('--keep', 'leave a stack that failed as it is, to be looked at')
    .option(
      '--report <format[=file]>',
      'terminal (the default), json, junit, tap, github or html, to standard output or a file; repeatable',
      (word: string, before: readonly string[] = []) => [...before, word],
    )
    .option('--evidence <folder>', evidenceHelp)
    .addHelpText('after', testHelp + stackFlags)
    .action(run(async (flags) => (await import('./test.ts')).test(flags, io)));
  program
    .command('probe')
    .description('prove that a running stack works; exit 1 when it does not')
    .action(run(async (flags) => (await import('./probe.ts')).probe(flags, io)));
  program
    .command('status')
    .description('services, health, URLs and how to log in')
    .option('--show-password', 'print the password')
    .action(run(async (flags) => (await import('./status.ts')).status(flags, io)));
  program
    .command('logs')
    .argument('[services...]', 'whose logs (default: all)')
    .description('what the services of a running stack write, together; secrets of the stack are masked')
    .option('--follow', 'go on with new lines, also of services that start again, until Ctrl-C')
    .option('--tail <lines>', 'only the last lines of each container')
    .option('--since <when>', 'only what is newer: how long ago (90s, 10m, 1h30m), or a time')
    .option('--timestamps', 'begin each line with its time')
    .addHelpText('after', '\nWith --json one object; with --follow --json one object for each line.\n')
    .action(run(async (flags, ...services) => (await import('./logs.ts')).logs(flags, services, io)));
  program
    .command('open')
    .argument('[name]', 'a URL by its name or its service (default: all)')
    .description('open the URLs of a running stack in the browser; exit 1 when one could not be opened')
    .addHelpText('after', browserHelp)
    .action(run(async (flags, name) => (await import('./open.ts')).open(flags, name, io)));
  program
    .command('down')
    .description('stop the stack; its volumes stay')
    .option('--volumes', 'remove its volumes, and the data in them, too')
    .action(run(async (flags) => (await import('./down.ts')).down(flags, io)));
}

const evidenceHelp = 'keep logs, states, health, events, manifest and report there, without secrets';

const watchHelp = `
With --watch, l shows the logs. In the end, volumes that the run made are removed, unless -V is given; what was there
before always stays, and so does a stack that ran before. With --json the report comes in the end.
`;

const testHelp = `
Checked are every service, every URL, certificates, log-in and refusal, the storage, the application's own way down to
an object in its bucket, and all of that again after a restart of each service. Exit 1 when something failed.

  smoke test -s garage --report junit=results.xml --report html=report.html
  smoke test -s minio --repeat 20
`;

const browserHelp = `
The browser is $BROWSER, or what open (macOS), wslview (WSL) or xdg-open starts. Without one, or without a display,
the URLs are printed, and why they were not opened.
`;

const stackFlags = '\nIt takes every flag that describes a stack: smoke --help\n';
