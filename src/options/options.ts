// Flags and environment → what the user wants, checked. Pure.

import { SmokeError } from '../error.ts';
import type { Flags } from './flags.ts';
import { nearest } from './nearest.ts';

/** What a stack is made from. */
export interface StackOptions {
  readonly app: string;
  readonly storage: string;
  /** S3 provider of a storage outside of the stack, and its region. */
  readonly provider?: string;
  readonly region?: string;
  readonly project: string;
  readonly bind: string;
  /** Published ports are moved to free ones. */
  readonly movesPorts: boolean;
  /** Option → value: which variants of the fragments are taken. */
  readonly choices: Readonly<Record<string, string>>;
  /** Parameters that flags set. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Where `needs: discovery` finds the engine socket; printing never looks for an engine. */
  readonly engine: 'docker' | 'podman';
  /** Sample applications: names, paths, or `all` among them. */
  readonly samples: readonly string[];
  /** Tools by name or path, and whether those come along that are marked as aids. */
  readonly tools: readonly string[];
  readonly aids: boolean;
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
  const usesAgentTls = flags.agentTls ?? flagOf(environment, 'SAMPLE_APPS_USE_TLS') ?? true;
  const usesGrafana = flags.grafana ?? flagOf(environment, 'DEPLOY_GRAFANA') ?? true;
  const reports = readReplicas(flags.reports);
  const engine = readEngine(flags.engine);
  return {
    app,
    storage: flags.storage ?? (flags.provider === undefined ? 'seaweed' : 'ext'),
    ...(flags.provider !== undefined && { provider: flags.provider }),
    ...(flags.region !== undefined && { region: readRegion(flags.region) }),
    project: readProject(flags, environment, app),
    bind: readAddress(flags.bind ?? '127.0.0.1'),
    movesPorts: readPorts(flags.ports),
    choices: {
      proxy: usesProxy ? (usesTls ? 'tls' : 'plain') : 'none',
      discovery: flags.discovery ? engine : readDiscovery(environment, engine),
      agents: usesAgentTls ? 'tls' : 'plain',
    },
    engine,
    samples: readNames('-t', flags.samples, 'all'),
    tools: [
      ...new Set([
        ...(usesGrafana ? ['grafana'] : []),
        ...(reports === undefined ? [] : ['reports']),
        ...readNames('--tools', flags.tools),
      ]),
    ],
    aids: flags.developmentAids ?? false,
    parameters: {
      ...(flags.verbose && {
        QUARKUS_LOG_LEVEL: logLevels[Math.min(flags.verbose, logLevels.length - 1)] ?? 'INFO',
      }),
      ...(keepsVolumes && !environment['DATABASE_GENERATION'] && { DATABASE_GENERATION: 'update' }),
      ...(reports !== undefined && { REPORT_REPLICAS: reports }),
    },
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

/** What it means is known where the provider is; here, that it can be part of an address. */
function readRegion(region: string): string {
  if (/^[a-z0-9][a-z0-9-]*$/.test(region)) return region;
  throw new SmokeError('USAGE', `--region: got "${region}", expected a region such as eu-west-1`);
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

/** Whether --ports moves the published ports. */
export function readPorts(given: string | undefined): boolean {
  if (given === undefined) return false;
  if (given === 'auto') return true;
  const near = nearest(given, ['auto']);
  throw new SmokeError(
    'USAGE',
    `--ports: got "${given}", expected auto, which moves every published port to a free one`,
    { ...(near && { hint: `Did you mean ${near}?` }) },
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

/** The kind of the engine that -c names: docker, podman, or a path of one. */
function readEngine(given: string | undefined): 'docker' | 'podman' {
  const kind = /(docker|podman)[\w.-]*$/.exec(given ?? 'docker')?.[1];
  if (kind === 'docker' || kind === 'podman') return kind;
  const near = nearest(given ?? '', ['docker', 'podman']);
  throw new SmokeError('USAGE', `-c: got "${given}", expected docker, podman or a path of one`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}

/** Finding containers needs the engine's socket, so the variables that switch it on mean --discovery. */
function readDiscovery(environment: Environment, engine: 'docker' | 'podman'): string {
  const isOn = (name: string): boolean => flagOf(environment, `CRYOSTAT_DISCOVERY_${name}_ENABLED`) ?? false;
  const wanted = { docker: isOn('DOCKER'), podman: isOn('PODMAN') };
  if (wanted[engine]) return engine;
  return wanted.docker ? 'docker' : wanted.podman ? 'podman' : 'none';
}

/** Without a value, `-r` means one report sidecar; without `-r` there is none. */
function readReplicas(value: string | boolean | undefined): string | undefined {
  if (value === undefined || value === false) return undefined;
  if (value === true) return '1';
  if (/^[1-9]\d?$/.test(value)) return value;
  throw new SmokeError(
    'USAGE',
    `-r: got "${value}", expected a number of report sidecars from 1 to 99, or nothing (1)`,
  );
}

/** Names by comma; whether they exist is known where the library is read. */
function readNames(flag: string, value: string | boolean | undefined, withoutValue = ''): readonly string[] {
  if (value === undefined || value === false) return [];
  const names = value === true ? [withoutValue] : value.split(',').map((name) => name.trim());
  if (!names.includes('')) return [...new Set(names)];
  throw new SmokeError('USAGE', `${flag}: got "${String(value)}", expected names by comma`, {
    hint: 'See what there is: smoke list',
  });
}
