// The command that makes a manifest again, free of credentials and of this machine's paths. Pure.

import type { StackOptions } from './options.ts';

/** Variables that were set and are not secret, then the flags, quoted for a shell. */
export function commandAgain(
  options: StackOptions,
  variables: Readonly<Record<string, string>>,
  home: string | undefined,
  places: {
    readonly from?: readonly string[];
    readonly ca?: string;
    readonly identity?: string;
    readonly content?: string;
    readonly lockFile?: string;
  } = {},
): string {
  const { choices, parameters } = options;
  const words = [
    ...Object.entries(variables).map(([name, value]) => `${name}=${quote(tidy(value, home))}`),
    './smoke',
    ...(options.storage === 'seaweed' ? [] : ['-s', quote(tidy(options.storage, home))]),
    ...(options.provider === undefined ? [] : ['--provider', quote(options.provider)]),
    ...(options.region === undefined ? [] : ['--region', quote(options.region)]),
    ...(places.from ?? []).flatMap((file) => ['--from', quote(tidy(file, home))]),
    ...(places.ca === undefined ? [] : ['--ca', quote(tidy(places.ca, home))]),
    ...(choices['proxy'] === 'none' ? ['-p'] : choices['proxy'] === 'plain' ? ['-k'] : []),
    ...(choices['discovery'] === 'none' ? [] : ['--discovery']),
    ...(options.engine === 'podman' && mayNeedSocket(options) ? ['-c', 'podman'] : []),
    ...(choices['agents'] === 'plain' ? ['-A'] : []),
    ...(options.tools.includes('grafana') ? [] : ['-G']),
    ...(parameters['REPORT_REPLICAS'] ? ['-r', parameters['REPORT_REPLICAS']] : []),
    ...(options.aids ? ['-X'] : []),
    ...names(
      '--tools',
      options.tools.filter((name) => !flagged.includes(name)),
      home,
    ),
    ...names('-t', options.samples, home),
    ...verbosity(parameters['QUARKUS_LOG_LEVEL']),
    ...(parameters['DATABASE_GENERATION'] ? ['-V'] : []),
    ...(options.project === options.app ? [] : ['--project', options.project]),
    ...(options.bind === '127.0.0.1' ? [] : ['--bind', options.bind]),
    ...(options.movesPorts ? ['--ports', 'auto'] : []),
    ...(places.identity === undefined ? [] : ['--identity', quote(tidy(places.identity, home))]),
    ...(places.content === undefined ? [] : ['--content', quote(tidy(places.content, home))]),
    ...(places.lockFile === undefined ? [] : ['--lock-file', quote(tidy(places.lockFile, home))]),
  ];
  return words.join(' ');
}

/** The engine decides only about the socket that Cryostat gets. */
function mayNeedSocket({ choices, samples, tools }: StackOptions): boolean {
  return (
    choices['discovery'] !== 'none' || samples.length > 0 || tools.some((name) => !flagged.includes(name))
  );
}

/** Tools that have flags of their own. */
const flagged = ['grafana', 'reports'];

function names(flag: string, values: readonly string[], home: string | undefined): string[] {
  return values.length === 0 ? [] : [flag, quote(tidy(values.join(','), home))];
}

function verbosity(level: string | undefined): string[] {
  const times = ['DEBUG', 'TRACE', 'ALL'].indexOf(level ?? '') + 1;
  return times > 0 ? [`-${'v'.repeat(times)}`] : [];
}

function tidy(value: string, home: string | undefined): string {
  const withoutUser = value.replace(/\/\/[^/@\s]*@/g, '//');
  const folder = home?.replace(/\/+$/, '');
  if (!folder) return withoutUser;
  const pattern = new RegExp(`${folder.replace(/[^\w/]/g, '\\$&')}(?![\\w.-])`, 'g');
  return withoutUser.replace(pattern, '~');
}

/** A word as a shell takes it for one. */
export function quote(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
