// Which images fragments and manifests name, and how firmly. Pure.

import type { Fragment, ImageState, Parameter } from '../stack/fragment.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest } from '../stack/manifest.ts';
import { type ImageLock, lockedDigest } from './lock.ts';
import { parseReference } from './reference.ts';

/** One image, and what is known of it on paper. */
export interface ListedImage {
  /** After the variables; as the fragment has it where a variable without a value is needed. */
  readonly image: string;
  readonly services: readonly string[];
  /** The variable that names another image, or the part of it that varies. */
  readonly variable?: string;
  readonly state: 'pinned' | 'latest' | ImageState['is'] | 'unset';
  /** What to know of the state. */
  readonly why?: string;
  /** The digest that manifests get. */
  readonly locked?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An image as one place names it. */
interface Named {
  readonly text: string;
  readonly service?: string;
  readonly fragment: Fragment;
}

/** The images of a stack's fragments, where a later fragment may set a service's image anew. */
export function imagesOfStack(fragments: readonly Fragment[], environment: Environment, lock: ImageLock) {
  const named = new Map<string, Named>();
  for (const each of fragments.flatMap(namedByServices)) named.set(each.service ?? '', each);
  return listed([...named.values()], fragments, environment, lock);
}

/** Every image that the library names, in services and in parameters. */
export function imagesOfLibrary(fragments: readonly Fragment[], environment: Environment, lock: ImageLock) {
  const named = fragments.flatMap((fragment) => {
    const inServices = namedByServices(fragment);
    const rest = Object.keys(fragment.notes.parameters ?? {})
      .filter((name) => name.endsWith('_IMAGE'))
      .map((name) => `\${${name}}`)
      .filter((text) => !inServices.some((other) => other.text === text))
      .map((text) => ({ text, fragment }));
    return [...inServices, ...rest];
  });
  return listed(named, fragments, environment, lock);
}

/** The images of any Compose file; a locked one is listed by the name that the lock has. Compose fills its variables. */
export function imagesOfManifest(manifest: Manifest, lock: ImageLock): ListedImage[] {
  const rows = Object.entries(manifest.services).flatMap(([service, value]) => {
    // Any file may have a service without anything in it.
    const image = isMap(value) ? value['image'] : undefined;
    if (typeof image !== 'string') return [];
    const name = withoutLock(shown(image), lock);
    return [row(name, [shown(service)], { isUnset: image.includes('$') }, lock)];
  });
  return joined(rows);
}

function namedByServices(fragment: Fragment): Named[] {
  const { services } = fragment.compose;
  return Object.entries(isMap(services) ? services : {}).flatMap(([service, value]) => {
    const image = isMap(value) ? value['image'] : undefined;
    return typeof image === 'string' ? [{ text: image, service, fragment }] : [];
  });
}

function listed(
  named: readonly Named[],
  fragments: readonly Fragment[],
  environment: Environment,
  lock: ImageLock,
): ListedImage[] {
  const rows = named.map(({ text, service, fragment }) => {
    // Its own parameters first: fragments that never meet may give a name different meanings.
    const parameters = Object.assign(
      {},
      ...[...fragments, fragment].map(({ notes }) => notes.parameters ?? {}),
    );
    const variable = /\$\{(\w+)\}/.exec(text)?.[1];
    const image = fill(text, parameters, environment);
    const isDefault = image !== undefined && image === fill(text, parameters, {});
    const state = variable === undefined || !isDefault ? undefined : parameters[variable]?.state;
    const more = {
      ...(variable !== undefined && { variable }),
      ...(state && { state }),
      isDefault,
      isUnset: image === undefined,
    };
    return row(image ?? text, service === undefined ? [] : [service], more, lock);
  });
  return joined(rows);
}

/** A text with its names filled in; undefined where one has no value on paper. */
function fill(
  text: string,
  parameters: Readonly<Record<string, Parameter>>,
  environment: Environment,
  underway: readonly string[] = [],
): string | undefined {
  let isWhole = true;
  const filled = text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const isKnown = parameter !== undefined && parameter.at !== 'start' && !underway.includes(name);
    const { default: otherwise } = parameter ?? {};
    const value = !isKnown
      ? undefined
      : environment[name] ||
        (otherwise === undefined ? undefined : fill(otherwise, parameters, environment, [...underway, name]));
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? filled : undefined;
}

interface RowNotes {
  readonly variable?: string;
  readonly state?: ImageState;
  readonly isDefault?: boolean;
  readonly isUnset?: boolean;
}

function row(image: string, services: readonly string[], notes: RowNotes, lock: ImageLock): ListedImage {
  const locked = lockedDigest(lock, image);
  const state = notes.isUnset ? 'unset' : (notes.state?.is ?? tagState(image));
  // The library takes a tag that moves only where it knows no other.
  const why =
    notes.state?.why ?? (state === 'latest' && notes.isDefault ? 'no other tag is known' : undefined);
  return {
    image,
    services,
    ...(notes.variable !== undefined && { variable: notes.variable }),
    state,
    ...(why !== undefined && { why }),
    ...(locked !== undefined && { locked }),
  };
}

function tagState(image: string): 'pinned' | 'latest' {
  const reference = parseReference(image);
  if (reference?.digest !== undefined) return 'pinned';
  return (reference?.tag ?? 'latest') === 'latest' ? 'latest' : 'pinned';
}

/** No name has control characters, but any file may; they would move a terminal's cursor. */
function shown(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}

function withoutLock(image: string, lock: ImageLock): string {
  const [name = '', digest] = image.split('@');
  return digest !== undefined && lockedDigest(lock, name) === digest ? name : image;
}

/** One row for each image and variable, with all services that run it. */
function joined(rows: readonly ListedImage[]): ListedImage[] {
  const found = new Map<string, ListedImage>();
  for (const each of rows) {
    const key = `${each.image} ${each.variable ?? ''}`;
    const services = [...new Set([...(found.get(key)?.services ?? []), ...each.services])];
    found.set(key, { ...each, services });
  }
  return [...found.values()].sort((a, b) => (a.image < b.image ? -1 : 1));
}
