// Names that a file gives to containers, volumes and networks whatever the project, made the project's own in the text that somebody wrote. Pure.

import { isMap, isScalar, type Node, parseDocument } from 'yaml';

/** The text with other names. */
export interface OwnNames {
  readonly text: string;
  /** What had a name that others may have, or is theirs. */
  readonly changed: readonly string[];
}

/** A place in a text that gets another value. */
interface Edit {
  readonly what: string;
  readonly start: number;
  readonly end: number;
  readonly written: string;
}

/**
 * Puts the project in front of every `container_name` and of the `name` of volumes and networks; what is `external` is
 * so no more, and the project makes one of its own. What an anchor or a merge key brings stays: {@link foreignName}
 * finds it.
 */
export function ownNames(text: string, project: string): OwnNames {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const edits = [
    ...entriesOf(document.get('services', true)).flatMap(([, service]) => [
      ...named(service, 'container_name', 'container', project),
    ]),
    ...(['volumes', 'networks'] as const).flatMap((kind) =>
      entriesOf(document.get(kind, true)).flatMap(([key, entry]) => [
        ...named(entry, 'name', kind.slice(0, -1), project),
        ...taken(entry, kind.slice(0, -1), key, text),
      ]),
    ),
  ];
  return {
    text: edits
      .toSorted((one, other) => other.start - one.start)
      .reduce((rest, { start, end, written }) => rest.slice(0, start) + written + rest.slice(end), text),
    changed: [...new Set(edits.map(({ what }) => what))],
  };
}

/** What still has a name without the project in front, or is external. */
export function foreignName(value: unknown, project: string): string | undefined {
  const { services, volumes, networks } = value as Readonly<Record<string, Entries>>;
  const isForeign = (name: unknown): boolean =>
    name !== undefined && name !== null && !String(name).startsWith(`${project}-`);
  const [found] = [
    ...Object.entries(services ?? {}).filter(([, service]) => isForeign(service?.['container_name'])),
    ...[...Object.entries(volumes ?? {}), ...Object.entries(networks ?? {})].filter(
      ([, entry]) => isForeign(entry?.['name']) || Boolean(entry?.['external']),
    ),
  ];
  return found?.[0];
}

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null | undefined;

function named(entry: unknown, key: string, kind: string, project: string): Edit[] {
  const value = isMap(entry) ? entry.get(key, true) : undefined;
  if (!isScalar(value) || value.value === null || !value.range) return [];
  const [start, end] = value.range;
  const name = String(value.value);
  return [{ what: `${kind} ${name}`, start, end, written: JSON.stringify(`${project}-${name}`) }];
}

/** `external` is a switch, or, in older files, a map with the name. */
function taken(entry: unknown, kind: string, key: string, text: string): Edit[] {
  const value = isMap(entry) ? (entry.get('external', true) as Node | undefined) : undefined;
  if (!value?.range || (isScalar(value) && !value.value)) return [];
  const [start, end] = value.range;
  const rest = /\n\s*$/.test(text.slice(start, end)) ? '\n' : '';
  const name = isMap(entry) ? (entry.get('name') ?? key) : key;
  return [{ what: `${kind} ${name}`, start, end, written: `false${rest}` }];
}

function entriesOf(node: unknown): [string, unknown][] {
  return isMap(node) ? node.items.map(({ key, value }) => [String(key), value]) : [];
}
