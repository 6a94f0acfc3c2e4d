// Options → manifest: reads the library and the identity, then hands everything to the pure part.

import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { draftIdentity } from '../identity/draft.ts';
import { setIdentityAside } from '../identity/fresh.ts';
import { identityPath } from '../identity/paths.ts';
import { type IdentityPlace, loadIdentity } from '../identity/store.ts';
import type { Io } from '../io.ts';
import { chooseFragments } from '../library/choose.ts';
import { isPath, type Library } from '../library/library.ts';
import { openLibrary } from '../library/open.ts';
import { commandAgain } from '../options/again.ts';
import type { CliFlags } from '../options/flags.ts';
import { readOptions, type StackOptions } from '../options/options.ts';
import { type ComposedStack, composeStack } from '../stack/compose-stack.ts';
import type { Fragment } from '../stack/fragment.ts';
import type { Identity } from '../stack/identity.ts';
import { identityNeeds } from '../stack/identity-needs.ts';
import type { MovedPorts } from '../stack/port-names.ts';
import { collectParameters, isNeeded, type Settings } from '../stack/scope.ts';
import { checkInstanceId } from '../stack/storage.ts';
import { checkValue, missingValue } from '../stack/values.ts';
import { readAuthorities } from './authorities.ts';
import { readLock } from './image-lock.ts';
import type { Purpose, WithProvider } from './use-provider.ts';
import type { UsedSide } from './use-side.ts';

/** A manifest, the parts and the options it came from, and the command that makes it again. */
export interface Made extends ComposedStack {
  readonly options: StackOptions;
  readonly command: string;
}

/** Makes the manifest that flags and environment describe. */
export async function makeManifest(described: CliFlags, user: Io, purpose: Purpose = {}): Promise<Made> {
  const isShared = described.from !== undefined || described.withCredentials !== undefined;
  const sharing = isShared ? await import('./use-side.ts') : undefined;
  const flags = sharing?.flagsForSide(described) ?? described;
  const given = readOptions(flags, user.env);
  const content = flags.content === undefined ? join(user.root, 'volumes') : resolve(flags.content);
  const library = openLibrary(user.root, content);
  const chosen = await chooseFragments(library, given);
  const used = await sharing?.useSide(flags, user, chosen, given.project);
  try {
    return await assemble({ flags, given, library, chosen, used }, used?.io ?? user, purpose);
  } catch (error) {
    throw used?.blame(error) ?? error;
  }
}

interface Wish {
  readonly flags: CliFlags;
  readonly given: StackOptions;
  readonly library: Library;
  readonly chosen: readonly Fragment[];
  readonly used: UsedSide | undefined;
}

async function assemble(wish: Wish, io: Io, purpose: Purpose): Promise<Made> {
  const { flags, used } = wish;
  const { fragments, options, settings } = await withProvider(wish.chosen, wish.given, wish.library, io, {
    ...purpose,
    authorities: [...readAuthorities(flags.ca), ...(used?.authorities ?? [])],
  });
  checkRequired(fragments, settings);
  const lock = readLock(flags, io);
  const path = identityPath(io.env, options.project, flags.identity);
  const place = {
    path,
    project: options.project,
    now: io.now(),
    ...(io.making && { making: io.making }),
    warn: (text: string) => io.stderr.write(`smoke: ${text}\n`),
  };
  const needs = identityNeeds(fragments, io.env, options.bind);
  const compose = (remembered: Identity, ports?: MovedPorts): ComposedStack => {
    const chosen = io.env['S3_INSTANCE_ID'];
    const identity = chosen
      ? { ...remembered, instanceId: checkInstanceId(chosen), instanceIdChosen: true }
      : remembered;
    const { app, bind, project } = options;
    const storage = storageName(options.storage);
    const moved = ports && { ports };
    return composeStack({ app, storage, bind, project, fragments, settings, identity, lock, ...moved });
  };
  const variables = usedVariables(fragments, used?.shown ?? io.env);
  const again = commandAgain(options, variables, io.env['HOME'], { ...flags, from: used?.from ?? [] });
  const move = (composed: ComposedStack, identity: Identity): Promise<ComposedStack> =>
    withPorts(composed, (ports) => compose(identity, ports), options, purpose, io);
  // On paper first: a wrong call leaves no identity behind, and sets none aside.
  if (purpose.onPaper || flags.fresh || !existsSync(path)) {
    const draft = draftIdentity(needs);
    const drafted = compose(draft);
    if (purpose.onPaper || flags.dryRun) return { ...(await move(drafted, draft)), options, command: again };
  }
  if (flags.fresh) setIdentityAside(place);
  if (flags.identityFrom !== undefined) await restoreFrom(flags.identityFrom, place, fragments, io);
  const identity = await loadIdentity(place, needs);
  used?.keep(options.project);
  return { ...(await move(compose(identity), identity)), options, command: again };
}

/** With --ports auto, the stack once more with its ports where they are moved to. */
async function withPorts(
  composed: ComposedStack,
  again: (ports: MovedPorts) => ComposedStack,
  { movesPorts }: StackOptions,
  { choosePorts }: Purpose,
  io: Io,
): Promise<ComposedStack> {
  if (!movesPorts) return composed;
  const { moveStack } = await import('./move-stack.ts');
  return await moveStack(composed, again, choosePorts, io);
}

/** Only a storage outside of the stack has a provider: nothing else waits for the table. */
async function withProvider(
  fragments: readonly Fragment[],
  options: StackOptions,
  library: Library,
  io: Io,
  purpose: Purpose,
): Promise<WithProvider> {
  const isOutside = fragments.some(({ notes }) => notes.provides?.s3?.recognised);
  const isAboutOutside = [options.provider, options.region, purpose.authorities?.[0]].some(Boolean);
  if (!isOutside && !isAboutOutside) {
    const { neverStarted = false } = purpose;
    return { fragments, options, settings: { flags: options.parameters, environment: io.env, neverStarted } };
  }
  const { useProvider } = await import('./use-provider.ts');
  return await useProvider(fragments, options, library, io, purpose);
}

/** What the environment sets for the chosen fragments is checked before anything is made from it. */
function checkRequired(fragments: readonly Fragment[], settings: Settings): void {
  const { environment, hostOnly } = settings;
  for (const [name, { parameter }] of collectParameters(fragments)) {
    const value = environment[name];
    if (!value && isNeeded(parameter, settings)) throw missingValue(name, parameter);
    if (value && parameter.at !== 'start') checkValue(name, parameter, value, hostOnly);
  }
}

function storageName(storage: string): string {
  return isPath(storage) ? basename(storage).replace(/\.ya?ml$/, '') : storage;
}

/** Variables that decided something and may be shown. */
function usedVariables(fragments: readonly Fragment[], environment: Io['env']): Record<string, string> {
  const parameters = [...collectParameters(fragments)].filter(
    ([, { parameter }]) => !parameter.secret && parameter.at !== 'start',
  );
  const buckets = fragments.flatMap(({ notes }) => Object.keys(notes.buckets ?? {}));
  const names = [...parameters.map(([name]) => name), ...buckets, 'S3_INSTANCE_ID', 'BUCKET_NAME_MAX_LENGTH'];
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
}

async function restoreFrom(
  file: string,
  place: IdentityPlace,
  fragments: readonly Fragment[],
  io: Io,
): Promise<void> {
  const [{ readSource }, { restoreIdentity }] = await Promise.all([
    import('./read-source.ts'),
    import('../identity/restore.ts'),
  ]);
  const { manifest } = await readSource(file, { project: place.project }, io);
  restoreIdentity(place, manifest, fragments);
}
