// What each ${NAME} of the chosen fragments stands for. Pure.

import { SmokeError } from '../error.ts';
import type { Fragment, Parameter, ProvidedS3, Secret } from './fragment.ts';
import type { Identity } from './identity.ts';
import { fragmentError, interpolate, oneName, type Resolved, type Scope } from './interpolate.ts';
import { checkValue, missingValue } from './values.ts';

/** Where values come from: flags first, then the environment, then the fragment's default. */
export interface Settings {
  readonly flags: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** No container will see what comes of them, only this machine. */
  readonly hostOnly?: boolean;
  /** Nothing is started with what comes of them, so that what only a start reads may be missing. */
  readonly neverStarted?: boolean;
}

/** The environment's or the flags' value of a variable; an empty one counts as unset, as in Compose's `:-`. */
export function setting(settings: Settings, name: string): string | undefined {
  return settings.flags[name] || settings.environment[name] || undefined;
}

/**
 * The scope of a stack. `computed` holds what smoke itself works out (bucket names, what the storage
 * provides); its texts may refer to other names.
 */
export function createScope(
  fragments: readonly Fragment[],
  settings: Settings,
  identity: Identity,
  storage: ProvidedS3 | undefined,
  computed: Readonly<
    Record<string, Resolved | { readonly kind: 'text'; readonly text: string; readonly file: string }>
  >,
): Scope {
  const parameters = collectParameters(fragments);
  const secrets = collectSecrets(fragments);
  const values = collectValues(fragments);
  const known = new Map<string, Resolved>();
  const underway: string[] = [];

  const expand = (name: string, text: string, file: string): Resolved => {
    const fromStart = startReference(text, scope);
    if (fromStart) return fromStart;
    const place = { file, path: `\${${name}}`, line: undefined };
    if (mentionsStart(text, scope)) {
      return { kind: 'start', reference: interpolate(text, scope, place, 'compose') ?? '' };
    }
    const result = interpolate(text, scope, place, 'raw');
    return result === undefined ? { kind: 'absent' } : { kind: 'value', text: result };
  };
  const compute = (name: string): Resolved | undefined => {
    const own = Object.hasOwn(computed, name) ? computed[name] : undefined;
    if (own) return own.kind === 'text' ? expand(name, own.text, own.file) : own;
    const secret = secrets.get(name);
    if (secret) return resolveSecret(name, secret, settings, identity);
    const value = values.get(name);
    if (value) return value.text === null ? { kind: 'absent' } : expand(name, value.text, value.file);
    const found = parameters.get(name);
    if (!found) return certificateText(name, identity);
    return resolveParameter(name, found, settings, storage, (text) => expand(name, text, found.file));
  };
  const scope: Scope = {
    names: () => [...parameters.keys(), ...secrets.keys(), ...values.keys(), ...Object.keys(computed)],
    resolve: (name) => {
      const ready = known.get(name);
      if (ready) return ready;
      if (underway.includes(name)) {
        throw new SmokeError('FRAGMENT', `\${${name}} refers to itself: ${[...underway, name].join(' → ')}`);
      }
      underway.push(name);
      const resolved = compute(name);
      underway.pop();
      if (resolved) known.set(name, resolved);
      return resolved;
    },
  };
  return scope;
}

/** All parameters of the fragments; the same name may stand in two of them only with the same definition. */
export function collectParameters(
  fragments: readonly Fragment[],
): ReadonlyMap<string, { readonly parameter: Parameter; readonly file: string }> {
  const found = new Map<string, { parameter: Parameter; file: string }>();
  for (const fragment of fragments) {
    for (const [name, parameter] of Object.entries(fragment.notes.parameters ?? {})) {
      const other = found.get(name);
      if (other && JSON.stringify(other.parameter) !== JSON.stringify(parameter)) {
        const path = `x-smoke.parameters.${name}`;
        throw fragmentError(
          { file: fragment.file, path, line: fragment.lines[path] },
          `${other.file} defines the same parameter differently`,
        );
      }
      found.set(name, { parameter, file: fragment.file });
    }
  }
  return found;
}

/** The public half of a key pair that is a secret. */
interface PublicHalf {
  readonly of: string;
}

function collectSecrets(fragments: readonly Fragment[]): ReadonlyMap<string, Secret | PublicHalf> {
  const declared = fragments.flatMap(({ notes }) => Object.entries(notes.secrets ?? {}));
  const halves = declared
    .filter(([, secret]) => 'ed25519' in secret)
    .map(([name]) => [`${name}_PUBLIC`, { of: name }] as const);
  return new Map<string, Secret | PublicHalf>([...declared, ...halves]);
}

/** What the application says is the default; else a later fragment says it over. */
function collectValues(
  fragments: readonly Fragment[],
): ReadonlyMap<string, { readonly text: string | null; readonly file: string }> {
  const isApp = ({ notes }: Fragment): boolean => notes.kind === 'app';
  const ordered = [...fragments.filter(isApp), ...fragments.filter((fragment) => !isApp(fragment))];
  return new Map(
    ordered.flatMap(({ notes, file }) =>
      Object.entries(notes.values ?? {}).map(([name, text]) => [name, { text, file }] as const),
    ),
  );
}

/** Whether a part of the text is read when the stack starts. */
function mentionsStart(text: string, scope: Scope): boolean {
  return [...text.matchAll(/(?<!\$)\$\{([A-Za-z_]\w*)\}/g)].some(
    ([, name]) => scope.resolve(name ?? '')?.kind === 'start',
  );
}

/** A text that is one name only passes a reference on instead of refusing it. */
function startReference(text: string, scope: Scope): Resolved | undefined {
  const name = oneName.exec(text)?.[1];
  const resolved = name === undefined ? undefined : scope.resolve(name);
  return resolved?.kind === 'start' ? resolved : undefined;
}

function resolveSecret(
  name: string,
  secret: Secret | PublicHalf,
  settings: Settings,
  identity: Identity,
): Resolved {
  if ('of' in secret) {
    const pair = Buffer.from(identity.secrets[secret.of] ?? '', 'base64');
    return { kind: 'value', text: pair.subarray(32).toString('hex') };
  }
  const variable = 'variable' in secret ? secret.variable : undefined;
  if (variable && settings.environment[variable]) {
    return { kind: 'start', reference: `\${${variable}:?the password chosen when this was printed}` };
  }
  return { kind: 'value', text: identity.secrets[name] ?? '' };
}

function resolveParameter(
  name: string,
  { parameter, file }: { readonly parameter: Parameter; readonly file: string },
  settings: Settings,
  storage: ProvidedS3 | undefined,
  expand: (text: string) => Resolved,
): Resolved {
  const given = setting(settings, name);
  if (given === undefined && isNeeded(parameter, settings)) throw missingValue(name, parameter);
  if (given === undefined && parameter.optional) return { kind: 'absent' };
  if (parameter.at === 'start') return { kind: 'start', reference: startText(name, parameter, file) };
  const count = parameter.form === 'count' && { isCount: true };
  if (given !== undefined)
    return { kind: 'value', text: checkValue(name, parameter, given, settings.hostOnly), ...count };
  const lacking = Object.entries(parameter.whenStorageLacks ?? {}).find(([feature]) =>
    storage?.lacks?.includes(feature),
  );
  const expanded = expand(lacking?.[1] ?? parameter.default ?? '');
  return expanded.kind === 'value' ? { ...expanded, ...count } : expanded;
}

/** Whether a parameter has to have a value. */
export function isNeeded(
  { required, at }: Parameter,
  { neverStarted }: Pick<Settings, 'neverStarted'>,
): boolean {
  return required === true && !(neverStarted && at === 'start');
}

/** Compose would read braces and dollars inside of a reference again, each version in its own way. */
function startText(name: string, { help, default: fallback }: Parameter, file: string): string {
  if (fallback === undefined) return `\${${name}:?${help.replaceAll(/[${}]/g, '')}}`;
  if (!/[${}]/.test(fallback)) return `\${${name}:-${fallback}}`;
  const path = `x-smoke.parameters.${name}.default`;
  throw fragmentError(
    { file, path, line: undefined },
    `got "${fallback}", expected no $, { and } where at is start`,
  );
}

/** `CA_CERTIFICATE`, `<NAME>_CERTIFICATE`, `<NAME>_KEY` and `<NAME>_KEYSTORE`. */
function certificateText(name: string, identity: Identity): Resolved | undefined {
  if (name === 'CA_CERTIFICATE') return { kind: 'value', text: identity.ca };
  const match = /^(.+)_(CERTIFICATE|KEY|KEYSTORE)$/.exec(name);
  const pair =
    match?.[1] === undefined ? undefined : identity.certificates[match[1].toLowerCase().replaceAll('_', '-')];
  if (!pair) return undefined;
  const parts = { CERTIFICATE: pair.certificate, KEY: pair.key, KEYSTORE: pair.keystore };
  const text = parts[match?.[2] as keyof typeof parts];
  return text === undefined ? undefined : { kind: 'value', text };
}
