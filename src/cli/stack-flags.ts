// The flags that describe a stack, or say where it is and how it is shown; every verb takes them.

import { type Command, Option } from 'commander';

/** Adds them to the program. */
export function addStackFlags(program: Command): void {
  // With its opposite, a `--no-…` flag has no default, so that USE_PROXY and its like count where no flag is given.
  for (const name of ['proxy', 'tls', 'agent-tls', 'grafana'])
    program.addOption(new Option(`--${name}`).hideHelp());
  program
    .option(
      '-s, --storage <name>',
      'storage: seaweed (default), garage, minio, ext and others (smoke list), or a path such as ./mine.yml',
    )
    .option(
      '--provider <name>',
      'S3 provider of -s ext, which knows its endpoints (smoke storage providers shows them)',
    )
    .option('--region <name>', 'region of the buckets, with -s ext')
    .option(
      '--from <files...>',
      'with -s ext, the buckets of another Cryostat: Helm values, a Cryostat resource, Secrets, a pod, a manifest; - reads standard input',
    )
    .option(
      '--with-credentials [file]',
      'with --from, write the credentials of its Secrets to a file for the start (default: <project>.env)',
    )
    .option(
      '--ca <file>',
      'certificates (PEM) of the authority that the storage outside of the stack is trusted by',
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
      'update the database of kept volumes; with up --watch, keep the volumes that the run made',
    )
    .option('-O, --offline', 'pull nothing that is present (smoke never does)')
    .option('-r, --reports [n]', 'report sidecars, 1 without a number')
    .option(
      '-t, --samples [names]',
      'sample applications: names by comma (smoke list), or all (the default)',
      (names: string, before: string | undefined) => (before === undefined ? names : `${before},${names}`),
    )
    .option('-A, --no-agent-tls', 'sample agents without TLS')
    .option('-G, --no-grafana', 'without Grafana and jfr-datasource')
    .option('-X, --development-aids', 'database viewer and Prometheus')
    .option('--tools <names>', 'further tools by comma: names, or paths such as ./mine.yml')
    .option('-b, --open-tabs', 'with up: open the URLs in a browser once they answer')
    .option('-n, --print', 'print the manifest (the default)')
    .option('--project <name>', 'name of the project (default: the application)')
    .option('--bind <address>', 'address of the published ports (default: 127.0.0.1)')
    .option('--ports <how>', 'auto: move every published port to a free one, and remember it')
    .option('--identity <file>', 'where the secrets of the project are remembered')
    .option('--identity-from <manifest>', 'restore a lost identity from a printed manifest')
    .option('--fresh', 'make new secrets and a new instance id; the old ones are kept aside')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .option(
      '--format <name>',
      'compose, json, env (the variables that a start needs), or for a cluster: helm, operator, kubernetes',
    )
    .option(
      '--secrets <how>',
      'with a format for a cluster: none (the default), separate (the Secrets alone), inline (with the rest)',
    )
    .option(
      '--storage-class <classes>',
      'with --format kubernetes: classes by kind, such as file=nfs,block=fast',
    )
    .option('--quota', 'with --format kubernetes: a ResourceQuota of what the stack asks for')
    .option(
      '--only <services>',
      'with --format kubernetes: only these services by comma, and what they wait for',
    )
    .option('-f, --file <manifest>', 'a manifest instead of the flags')
    .option('--content <folder>', 'content for volumes (default: volumes/ beside smoke)')
    .option('--lock-file <file>', 'digests of images (default: images.lock beside smoke, where there is one)')
    .option('--json', 'machine-readable results')
    .option('--timeout <seconds>', 'how long to wait for the stack (default: 300)')
    .option('--dry-run', 'say what would be done');
}
