// The command line: flags, verbs and their help. Each verb's work is in a file of its own, loaded when it runs.

import { Command, Option } from 'commander';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { version } from '../version.ts';

/** Says what a verb's run ended with. */
type Finish = (exitCode: number) => void;

/** Words that are verbs, for telling them from the value of a flag. */
export const verbs: readonly string[] = ['up', 'probe', 'status', 'down', 'volumes', 'help'];

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
      const words = given.filter((word): word is string => typeof word === 'string');
      const command = given.at(-1) as Command;
      finish(await work(command.optsWithGlobals<CliFlags>(), ...words));
    };
  program.helpCommand('help [verb]', 'help, also for a verb');
  addRunVerbs(program, run, io);
  addVolumeVerbs(program, run, io);
  // After the verbs, which would inherit it.
  program.allowExcessArguments().action(
    run(async (flags) => {
      refuseWord(program.args[0], verbs, ', or none to print the manifest');
      return (await import('./print.ts')).print(flags, io);
    }),
  );
  return program;
}

function refuseWord(word: string | undefined, known: readonly string[], otherwise = ''): void {
  if (word === undefined) return;
  const near = nearest(word, known);
  throw new SmokeError('USAGE', `unknown verb "${word}", expected one of ${known.join(', ')}${otherwise}`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}

function addStackFlags(program: Command): void {
  // With its opposite, a `--no-…` flag has no default, so that USE_PROXY and its like count where no flag is given.
  for (const name of ['proxy', 'tls', 'agent-tls', 'grafana'])
    program.addOption(new Option(`--${name}`).hideHelp());
  program
    .option(
      '-s, --storage <name>',
      'storage: seaweed (default), minio, garage, ext, none, or a path such as ./mine.yml',
    )
    .option('-p, --no-proxy', 'without the auth proxy')
    .option('-k, --no-tls', 'auth proxy without TLS')
    .option(
      '-c, --engine <name>',
      'container engine: docker, podman or a path (default: the first found, Podman first)',
    )
    .option('--discovery', 'give Cryostat the engine socket, so that it finds containers')
    .option(
      '-v, --verbose',
      'more verbose logs of the application, repeatable',
      (_, count: number | undefined) => (count ?? 0) + 1,
    )
    .option(
      '-V, --keep-volumes',
      'update the database of kept volumes (volumes always stay unless down --volumes)',
    )
    .option('-O, --offline', 'pull nothing that is present (smoke never does)')
    .option('-r, --reports [n]', 'report sidecars (no effect yet)')
    .option('-t, --samples [names]', 'sample applications: all, or names by comma (no effect yet)')
    .option('-A, --no-agent-tls', 'sample agents without TLS (no effect yet)')
    .option('-G, --no-grafana', 'without Grafana and jfr-datasource (no effect yet)')
    .option('-X, --development-aids', 'database viewer and Prometheus (no effect yet)')
    .option('-b, --open-tabs', 'open the URLs in a browser (no effect yet)')
    .option('-n, --print', 'print the manifest (the default)')
    .option('--project <name>', 'name of the project (default: the application)')
    .option('--bind <address>', 'address of the published ports (default: 127.0.0.1)')
    .option('--identity <file>', 'where the secrets of the project are remembered')
    .option('--identity-from <manifest>', 'restore a lost identity from a printed manifest')
    .option('--fresh', 'make new secrets and a new instance id; the old ones are kept aside')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .addOption(new Option('--format <name>', 'compose, json, or env (the variables that a start needs)'))
    .option('-f, --file <manifest>', 'a manifest instead of the flags')
    .option('--content <folder>', 'content for volumes (default: volumes/ beside smoke)')
    .option('--json', 'machine-readable results')
    .option('--timeout <seconds>', 'how long to wait for the stack (default: 300)')
    .option('--dry-run', 'say what would be done');
}

type Run = (
  work: (flags: CliFlags, ...words: string[]) => Promise<number>,
) => (...given: unknown[]) => Promise<void>;

function addRunVerbs(program: Command, run: Run, io: Io): void {
  program
    .command('up')
    .description('start the stack, fill its volumes, wait until it is healthy, and prove that it works')
    .addHelpText('after', stackFlags)
    .action(run(async (flags) => (await import('./up.ts')).up(flags, io)));
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
    .command('down')
    .description('stop the stack; its volumes stay')
    .option('--volumes', 'remove its volumes, and the data in them, too')
    .action(run(async (flags) => (await import('./down.ts')).down(flags, io)));
}

function addVolumeVerbs(program: Command, run: Run, io: Io): void {
  const volumes = program
    .command('volumes')
    .description('content in and out of named volumes, on Docker and Podman alike')
    .allowExcessArguments()
    .action(() => {
      refuseWord(
        volumes.args[0],
        volumes.commands.map((command) => command.name()),
      );
      volumes.help({ error: true });
    });
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

const stackFlags = '\nIt takes every flag that describes a stack: smoke --help\n';

const examples = `
Examples:
  smoke -s garage > compose.yml          print a stack with Garage; docker compose up starts it
  smoke up -s garage                     start it, fill its volumes, prove that it works
  S3_ENDPOINT=https://s3.example.net AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… smoke -s ext -o compose.yml
  smoke status --show-password           URLs, health and how to log in
  smoke down --volumes                   stop it and remove its data

Exit codes: 0 good, 1 a probe or check failed, 2 wrong use, 3 engine, 4 provisioning, 70 a defect of smoke, 130 interrupted.
`;
