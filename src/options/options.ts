// Flags and environment → what the user wants, checked. Pure.

import { SmokeError } from '../error.ts';
import type { Flags } from './flags.ts';
import { nearest } from './nearest.ts';
import { sampleNames } from './samples.ts';

/** What a stack is made from. */
export interface StackOptions {
  readonly app: string;
  readonly storage: string;
  readonly project: string;
  readonly bind: string;
  /** Option → value: which variants of the fragments are taken. */
  readonly choices: Readonly<Record<string, string>>;
  /** Parameters that flags set. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Flags that are known but have nothing to act on yet. */
  readonly withoutEffect: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The application of a stack, and the name of its project unless another one is given. */
export const defaultApp = 'cryostat';

const logLevels = ['INFO', 'DEBUG', 'TRACE', 'ALL'] as const;

/** Reads flags and the variables that stand for flags; a flag wins over its variable. */
export function readOptions(flags: Flags, environment: Environment): StackOptions {
  const app = defaultApp;
  const usesProxy = flags.proxy ?? flagOf(environment, 'USE_PROXY') ?? true;
  const usesTls = flags.tls ?? flagOf(environment, 'USE_TLS') ?? true;
  const keepsVolumes = flags.keepVolumes ?? flagOf(environment, 'KEEP_VOLUMES') ?? false;
  const podman = /podman/.test(flags.engine ?? '');
  return {
    app,
    storage: flags.storage ?? 'seaweed',
    project: readProject(flags, environment, app),
    bind: readAddress(flags.bind ?? '127.0.0.1'),
    choices: {
      proxy: usesProxy ? (usesTls ? 'tls' : 'plain') : 'none',
      discovery: flags.discovery ? (podman ? 'podman' : 'docker') : 'none',
    },
    parameters: {
      ...(flags.verbose && {
        QUARKUS_LOG_LEVEL: logLevels[Math.min(flags.verbose, logLevels.length - 1)] ?? 'INFO',
      }),
      ...(keepsVolumes && !environment['DATABASE_GENERATION'] && { DATABASE_GENERATION: 'update' }),
    },
    withoutEffect: readLater(flags, environment),
  };
}

/** Name of the project, by the rule of Compose; it also becomes a file name. */
export function readProject(flags: Pick<Flags, 'project'>, environment: Environment, app: string): string {
  const name = flags.project ?? (environment['COMPOSE_PROJECT_NAME'] || app);
  if (/^[a-z0-9][a-z0-9_-]*$/.test(name) && name.length <= 63) return name;
  const from = flags.project === undefined ? 'COMPOSE_PROJECT_NAME' : '--project';
  throw new SmokeError(
    'USAGE',
    `${from}: got "${name}", expected lower-case letters, digits, hyphens and underscores, a letter or digit first, 63 at most`,
    {
      hint: `Did you mean ${
        name
          .toLowerCase()
          .replace(/[^a-z0-9_-]+/g, '-')
          .replace(/^[-_]+/, '')
          .slice(0, 63) || app
      }?`,
    },
  );
}

function readAddress(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  const isV4 = /^(\d{1,3}\.){3}\d{1,3}$/.test(bare) && bare.split('.').every((part) => Number(part) <= 255);
  if (isV4 || URL.canParse(`http://[${bare}]/`)) return bare;
  throw new SmokeError(
    'USAGE',
    `--bind: got "${address}", expected an IP address of this machine, such as 127.0.0.1 or 0.0.0.0`,
  );
}

/** The flag that names a project for another call; nothing for the usual one. */
export function projectFlag(project: string): string {
  return project === defaultApp ? '' : ` --project ${project}`;
}

/** A variable of the old script that means a flag. */
export function flagOf(environment: Environment, name: string): boolean | undefined {
  const value = environment[name];
  if (value === undefined || value === '') return undefined;
  if (/^(true|1|yes)$/i.test(value)) return true;
  if (/^(false|0|no)$/i.test(value)) return false;
  throw new SmokeError('USAGE', `${name}: got "${value}", expected true or false`);
}

function readLater(flags: Flags, environment: Environment): string[] {
  readReplicas(flags.reports);
  readSamples(flags.samples);
  const given: readonly (readonly [string, boolean])[] = [
    ['-r (report sidecars)', flags.reports !== undefined],
    ['-t (sample applications)', flags.samples !== undefined],
    ['-X (development aids)', flags.developmentAids === true],
    ['-G (without Grafana)', (flags.grafana ?? flagOf(environment, 'DEPLOY_GRAFANA')) === false],
    ['-A (agents without TLS)', (flags.agentTls ?? flagOf(environment, 'SAMPLE_APPS_USE_TLS')) === false],
    ['-b (open in a browser)', flags.openTabs ?? flagOf(environment, 'OPEN_TABS') ?? false],
  ];
  return given.filter(([, present]) => present).map(([name]) => name);
}

function readReplicas(value: string | boolean | undefined): void {
  if (value === undefined || typeof value === 'boolean') return;
  if (/^[1-9]\d?$/.test(value)) return;
  throw new SmokeError(
    'USAGE',
    `-r: got "${value}", expected a number of report sidecars from 1 to 99, or nothing (1)`,
  );
}

function readSamples(value: string | boolean | undefined): void {
  if (value === undefined || typeof value === 'boolean') return;
  for (const name of value.split(',')) {
    if (name === 'all' || sampleNames.includes(name)) continue;
    const near = nearest(name, sampleNames);
    throw new SmokeError(
      'USAGE',
      `-t: unknown sample "${name}", expected all, or some of ${sampleNames.join(', ')}`,
      {
        ...(near && { hint: `Did you mean ${near}?` }),
      },
    );
  }
}
