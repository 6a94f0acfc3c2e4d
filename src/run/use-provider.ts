// A storage outside of the stack: the settings that follow from its S3 provider. Reads the provider table.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { Library } from '../library/library.ts';
import { readProviders } from '../library/providers.ts';
import type { StackOptions } from '../options/options.ts';
import type { NamingProvider } from '../s3/bucket-names.ts';
import { chooseProvider, type ProviderChoice } from '../s3/provider-choice.ts';
import type { Fragment } from '../stack/fragment.ts';
import type { Manifest } from '../stack/manifest.ts';
import type { MovedPorts } from '../stack/port-names.ts';
import { collectParameters, type Settings, setting } from '../stack/scope.ts';

/** What a stack is made for, beyond what the user said. */
export interface Purpose {
  /** Where --ports auto moves the ports of the manifest; on paper alone, unless it is said otherwise. */
  readonly choosePorts?: (manifest: Manifest) => Promise<MovedPorts>;
  /** Features that its storage was seen to lack, whatever the table says. */
  readonly missing?: readonly string[];
  /** PEMs of the authorities that its storage is trusted by. */
  readonly authorities?: readonly string[];
  /** Only this machine talks to the storage, so that its loopback will do. */
  readonly hostOnly?: boolean;
  /** It is only looked at or printed for a place that has credentials of its own: none are needed here. */
  readonly neverStarted?: boolean;
  /** With an identity on paper: nothing is made, completed, restored or set aside. */
  readonly onPaper?: boolean;
}

/** Fragments, options and settings with what the provider says. */
export interface WithProvider {
  readonly fragments: readonly Fragment[];
  readonly options: StackOptions;
  readonly settings: Settings;
}

/** Fills in what nobody has set, and warns of what the user set and what cannot work. */
export async function useProvider(
  fragments: readonly Fragment[],
  options: StackOptions,
  library: Library,
  io: Io,
  { missing = [], hostOnly = false, neverStarted = false, authorities = [] }: Purpose = {},
): Promise<WithProvider> {
  const settings = { flags: options.parameters, environment: io.env, hostOnly, neverStarted };
  if (!fragments.some(({ notes }) => notes.provides?.s3?.recognised)) {
    refuseFlags(options, hostOnly ? [] : authorities);
    return { fragments, options, settings };
  }
  const { provider, region } = options;
  const choice = chooseProvider({ provider, region, environment: io.env }, await readProviders(library));
  const filled: Settings = {
    flags: { ...settings.flags, ...choice.flags },
    environment: { ...choice.defaults, ...withoutEmpty(io.env) },
    hostOnly,
    neverStarted,
  };
  const overlaid = fragments.map((fragment) =>
    trusting(without(overlay(fragment, choice), missing), authorities),
  );
  for (const warning of [
    ...choice.warnings,
    ...lackWarnings(overlaid, filled, choice),
    ...dotWarnings(overlaid, filled),
  ])
    io.stderr.write(`smoke: warning: ${warning}\n`);
  return {
    fragments: overlaid,
    options: choice.region === undefined ? options : { ...options, region: choice.region },
    settings: filled,
  };
}

function refuseFlags({ provider, region, storage }: StackOptions, authorities: readonly string[]): void {
  const given = { '--provider': provider, '--region': region, '--ca': authorities[0] };
  const flag = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (flag === undefined) return;
  throw new SmokeError(
    'USAGE',
    `${flag} is for a storage outside of the stack, but the storage is ${storage}`,
    {
      hint: `Did you mean -s ext ${flag} …?`,
    },
  );
}

function overlay(fragment: Fragment, { name, provider }: ProviderChoice): Fragment {
  const s3 = fragment.notes.provides?.s3;
  if (!s3?.recognised || name === undefined || !provider) return fragment;
  const { title, buckets, checksums, lacks } = provider;
  const known: NamingProvider = { title, buckets };
  const provides = { s3: { ...s3, lacks, provider: { ...known, name, checksums } } };
  return { ...fragment, notes: { ...fragment.notes, provides } };
}

function without(fragment: Fragment, missing: readonly string[]): Fragment {
  const s3 = fragment.notes.provides?.s3;
  if (!s3?.recognised || missing.length === 0) return fragment;
  const lacks = [...new Set([...(s3.lacks ?? []), ...missing])];
  return { ...fragment, notes: { ...fragment.notes, provides: { s3: { ...s3, lacks } } } };
}

/** The application and its sidecars find the certificates beside the stack's own. */
function trusting(fragment: Fragment, authorities: readonly string[]): Fragment {
  const { notes } = fragment;
  const s3 = notes.provides?.s3;
  if (!s3?.recognised || authorities.length === 0) return fragment;
  const files = Object.fromEntries(
    authorities.map((content, index) => [`ca/storage-${index + 1}.pem`, { content, mode: '0444' }]),
  );
  // Where the sidecars have the volume; they read one file.
  const values = { ...notes.values, STORAGE_CA_PATH: '/truststore/storage-1.pem' };
  const provides = { s3: { ...s3, authorities } };
  return { ...fragment, notes: { ...notes, provides, values, files: { ...notes.files, ...files } } };
}

/** A setting that has a better default on this provider, but was set to the usual one. */
function lackWarnings(
  fragments: readonly Fragment[],
  settings: Settings,
  { provider }: ProviderChoice,
): string[] {
  return [...collectParameters(fragments)].flatMap(([name, { parameter }]) => {
    const given = setting(settings, name);
    const lack = Object.entries(parameter.whenStorageLacks ?? {}).find(([feature]) =>
      provider?.lacks.includes(feature),
    );
    if (!lack || !provider || given === undefined || given !== parameter.default) return [];
    return [`${name}: ${given} needs ${lack[0]}, which ${provider.title} lacks; ${lack[1]} works`];
  });
}

/** The certificate of a server covers one name below its own, not two. */
function dotWarnings(fragments: readonly Fragment[], settings: Settings): string[] {
  const isHost = /^(false|0|no)$/i.test(setting(settings, 'S3_PATH_STYLE_ACCESS') ?? '');
  if (!isHost || !setting(settings, 'S3_ENDPOINT')?.startsWith('https:')) return [];
  const names = fragments.flatMap(({ notes }) => Object.keys(notes.buckets ?? {}));
  return names
    .filter((name) => setting(settings, name)?.includes('.'))
    .map(
      (name) => `${name}: no certificate covers a host name with a dot more; S3_PATH_STYLE_ACCESS=true works`,
    );
}

/** An empty variable counts as one that is not set. */
function withoutEmpty(environment: Io['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
