// --from: a stack for the storage of another Cryostat. What its description says becomes variables, as if they were set.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import { isPath } from '../library/library.ts';
import type { CliFlags } from '../options/flags.ts';
import { type Parameters, parametersOf } from '../share/parameters.ts';
import { shownAddress } from '../share/reach.ts';
import type { SettingName, Side } from '../share/settings.ts';
import type { Fragment } from '../stack/fragment.ts';
import { collectReferences, fillReferences } from '../stack/references.ts';
import { collectParameters } from '../stack/scope.ts';
import { isAtLeast } from '../stack/storage.ts';
import { checkCredentialsFile, writeCredentialsFile } from './credentials-file.ts';
import { refuseSameFiles } from './distinct-files.ts';
import { readSideFiles } from './read-side.ts';
import { fileOf, keysOf, withKeys } from './side-keys.ts';
import { receiverAt, regionOf, wayTo } from './side-place.ts';

/** What a manifest is made with. */
export interface UsedSide {
  readonly io: Io;
  /** The environment of the command that makes it again, beside its flags. */
  readonly shown: Io['env'];
  /** Files for that command. */
  readonly from: readonly string[];
  /** PEMs that the storage is trusted by. */
  readonly authorities: readonly string[];
  /** An error about one of its variables, as one about the description; others as they are. */
  readonly blame: (error: unknown) => unknown;
  /** Writes the credentials, where that is wanted. */
  readonly keep: (project: string) => void;
}

/** The flags of a stack for another one's storage; those that say another storage are errors. */
export function flagsForSide(flags: CliFlags): CliFlags {
  const { from, storage = 'ext', provider, withCredentials } = flags;
  if (from === undefined) {
    throw new SmokeError('USAGE', '--with-credentials writes what --from reads, but --from is not given', {
      hint: 'For example: kubectl get cryostat,secret -o yaml | ./smoke --from - --with-credentials',
    });
  }
  if (provider !== undefined)
    throw new SmokeError('USAGE', `--provider ${provider}: the storage is the one that --from describes`, {
      hint: 'Leave --provider out: smoke knows the provider by its endpoint.',
    });
  if (storage !== 'ext' && !isPath(storage))
    throw new SmokeError(
      'USAGE',
      `-s ${storage}: --from describes a storage outside of the stack, expected -s ext`,
    );
  if (withCredentials === '-')
    throw new SmokeError('USAGE', '--with-credentials: got "-", expected a file, which only you can read');
  return { ...flags, storage };
}

/** Reads the description once in a call, and gives the Io of a stack for its storage. */
export async function useSide(
  flags: CliFlags,
  user: Io,
  fragments: readonly Fragment[],
  project: string,
): Promise<UsedSide> {
  const { from = [] } = flags;
  const file = fileOf(flags, project);
  refuseSameFiles(flags, file);
  const call = callOf(from, user);
  const side = filled(await call.side, user);
  const note = (line: string): void => {
    if (!call.told.has(line)) say(user, line);
    call.told.add(line);
  };
  for (const warning of side.warnings) note(`smoke: warning: ${warning}`);
  const way = wayTo(side, user);
  const parameters = parametersOf(side, {
    usesNewer: usesNewer(fragments, user),
    ...(await receiverAt(way ?? side.settings.endpoint, user)),
  });
  for (const lost of parameters.lost) note(`smoke: warning: ${lost}`);
  const region = regionOf(side, flags, user);
  const variables = {
    ...parameters.variables,
    ...(way && { S3_ENDPOINT: way }),
    ...(region && { S3_REGION: region }),
  };
  if (way) {
    const there = shownAddress(side.settings.endpoint ?? '');
    note(`smoke: S3_ENDPOINT is taken as the way from this machine to ${there}`);
  }
  for (const line of otherwise(variables, side, user)) note(line);
  const isRepeatable = from.every((file) => !/^(-$|\/dev\/|\/proc\/)/.test(file));
  const io = flags.withCredentials === undefined ? user : withKeys(side, user, note);
  if (file !== undefined) checkCredentialsFile(file, keysOf(side));
  return {
    io: { ...io, env: { ...io.env, ...variables } },
    shown: isRepeatable ? besides(user.env, variables, way) : { ...user.env, ...variables },
    from: isRepeatable ? from : [],
    authorities: side.authorities,
    blame: (error) => {
      if (error instanceof SmokeError && /^AWS_\w+ is not set/.test(error.message)) return keyless(error);
      const names = Object.keys(variables).filter((name) => name !== 'S3_ENDPOINT' || !way);
      const isAbout =
        error instanceof SmokeError && names.some((name) => error.message.startsWith(`${name}:`));
      if (!isAbout) return error;
      return new SmokeError(error.code, `${side.label} says what smoke does not take: ${error.message}`, {
        hint: 'Change it there: what the cluster uses and this stack does not is not shared.',
        cause: error,
      });
    },
    keep: (name) => {
      const target = fileOf(flags, name);
      if (target === undefined || flags.dryRun) return;
      writeCredentialsFile(target, keysOf(side));
      note(
        `smoke: credentials are in ${target}, which only you can read: docker compose --env-file ${target} … up`,
      );
    },
  };
}

/** What a start lacks may have come along. */
function keyless({ code, message }: SmokeError): SmokeError {
  return new SmokeError(code, message, {
    hint: 'With --with-credentials, the Secret that came along is used; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  });
}

/** The Io of a start with the credentials that came with --from, where --with-credentials asks for them. */
export async function withSideCredentials(flags: CliFlags, user: Io): Promise<Io> {
  const { from } = flagsForSide(flags);
  if (from === undefined || flags.withCredentials === undefined) return user;
  return withKeys(await callOf(from, user).side, user, () => {});
}

interface Call {
  readonly side: Promise<Side>;
  /** What was said: a call may make its stack more than once. */
  readonly told: Set<string>;
}

/** Standard input is there once, while a call may make its stack more than once, always of the same list of files. */
const calls = new WeakMap<readonly string[], Call>();

function callOf(from: readonly string[], io: Io): Call {
  const known = calls.get(from);
  if (known) return known;
  const call: Call = { side: readSideFiles(from, io), told: new Set() };
  calls.set(from, call);
  return call;
}

/** A manifest may leave values to variables, which the shell has now. */
function filled(side: Side, { env }: Io): Side {
  if (side.form !== 'compose') return side;
  const settings: Partial<Record<SettingName, string>> = {};
  for (const [name, text] of Object.entries(side.settings)) {
    const value = fillReferences(text, env);
    if (value === undefined) {
      const names = collectReferences(text).map((reference) => reference.name);
      throw new SmokeError(
        'USAGE',
        `${side.label}: ${name} is left to ${names.join(', ')}, which is not set`,
        {
          hint: `Set it and call again: ${names[0]}=… ./smoke …`,
        },
      );
    }
    settings[name as SettingName] = value;
  }
  return { ...side, settings };
}

function usesNewer(fragments: readonly Fragment[], { env }: Io): boolean {
  const version =
    env['CRYOSTAT_VERSION'] || collectParameters(fragments).get('CRYOSTAT_VERSION')?.parameter.default;
  const since = fragments.flatMap(({ notes }) =>
    Object.values(notes.buckets ?? {}).map((bucket) => bucket.since),
  );
  return since.some((first) => first !== undefined && isAtLeast(version ?? '', first));
}

/** A note for each variable of the environment that says something else. */
function otherwise(variables: Parameters['variables'], { label }: Side, { env }: Io): string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const own = env[name];
    if (!own || own.toLowerCase() === value.toLowerCase()) return [];
    return [`smoke: ${name} of the environment is not used: ${label} says ${shownAddress(value)}`];
  });
}

/** What --from does not say by itself. */
function besides(env: Io['env'], variables: Parameters['variables'], way: string | undefined): Io['env'] {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !(name in variables) || (name === 'S3_ENDPOINT' && way)),
  );
}
