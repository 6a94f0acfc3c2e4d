// The command line: flags, verbs and their help. Each verb's work is in a file of its own, loaded when it runs.

import { Command } from 'commander';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { version } from '../version.ts';
import { addBucketVerbs } from './bucket-verbs.ts';
import { addLookVerbs } from './look-verbs.ts';
import { addRunVerbs } from './run-verbs.ts';
import { addShareVerbs } from './share-verbs.ts';
import { addStackFlags } from './stack-flags.ts';
import { addStorageVerbs } from './storage-verbs.ts';
import { refuseWord } from './verb.ts';
import { addVolumeVerbs } from './volume-verbs.ts';

/** Says what a verb's run ended with. */
type Finish = (exitCode: number) => void;

/** The program; `finish` gets the exit code of the verb that ran. */
export function createProgram(io: Io, finish: Finish): Command {
  const program = new Command('smoke');
  program
    .description(
      'Composes a local stack and prints it as one portable Compose manifest; brings it up and proves that it works.',
    )
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(smoke --help shows every flag)')
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error:/, 'smoke:')),
    })
    .version(version, '--version', 'the version of smoke');
  addStackFlags(program);
  const run =
    (work: (flags: CliFlags, ...words: string[]) => Promise<number>) =>
    async (...given: unknown[]): Promise<void> => {
      // Words that may be many come as a list.
      const words = given.flat().filter((word): word is string => typeof word === 'string');
      const command = given.at(-1) as Command;
      finish(await work(command.optsWithGlobals<CliFlags>(), ...words));
    };
  program.helpCommand('help [verb]', 'help, also for a verb');
  addRunVerbs(program, run, io);
  addVolumeVerbs(program, run, io);
  addStorageVerbs(program, run, io);
  addBucketVerbs(program, run, io);
  addShareVerbs(program, run, io);
  addLookVerbs(program, run, io);
  // After the verbs, which would inherit it.
  program.allowExcessArguments().action(
    run(async (flags) => {
      refuseWord(program.args[0], verbNames(program), ', or none to print the manifest');
      return (await import('./print.ts')).print(flags, io);
    }),
  );
  return program;
}

/** Letters of the flags that every verb takes, for telling a bundle of flags from a flag with its value. */
export function flagLetters(program: Command): string[] {
  return ['h', ...program.options.flatMap(({ short }) => (short === undefined ? [] : [short.slice(1)]))];
}

/** Words that are verbs, for telling them from the value of a flag. */
export function verbNames(program: Command): string[] {
  return [...program.commands.map((command) => command.name()), 'help'];
}

const examples = `
Examples:
  smoke -s garage > compose.yml          print a stack with Garage; docker compose up starts it
  smoke up -s garage                     start it, fill its volumes, prove that it works
  S3_ENDPOINT=https://s3.example.net AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… smoke -s ext -o compose.yml
  smoke status --show-password           URLs, health and how to log in
  smoke down --volumes                   stop it and remove its data

Exit codes: 0 good, 1 a probe or check failed, 2 wrong use, 3 engine or a busy project, 4 provisioning, 70 a defect of smoke, 130 interrupted.
`;
