// Reads fragments from compose/ or from a path of the user's. Reads files.

import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { Fragment, FragmentKind, FragmentNotes } from '../stack/fragment.ts';
import type { ValueMap } from '../stack/manifest.ts';
import type { Parsed } from './parse.ts';

/** What the build parsed, and from which text. */
export interface FragmentCopy {
  readonly text: string;
  readonly parsed: Parsed;
}

/** Where fragments and the content of volumes come from. */
export interface Library {
  /** The compose/ folder. */
  readonly folder: string;
  /** The volumes/ folder with the files that built-in fragments place. */
  readonly content: string;
  /** The parsed copy of a built-in fragment; used where the text is still the same. */
  readonly copy: (shown: string) => FragmentCopy | undefined;
  /** Parses and checks a fragment; loaded only when it is needed. */
  readonly parse: (text: string, file: string) => Promise<Parsed>;
}

/** Folder of each kind that is chosen by name. */
const folders = { app: 'apps', storage: 'storage', sample: 'samples', tool: 'tools' } as const;

/** Names of the built-in fragments of a kind, sorted. */
export function listFragments(library: Library, kind: keyof typeof folders): string[] {
  const folder = join(library.folder, folders[kind]);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => basename(file, '.yml'))
    .sort();
}

/** Reads a fragment by its name, or by a path (with a slash or a YAML extension) when it is the user's own. */
export async function readFragment(
  library: Library,
  kind: keyof typeof folders,
  name: string,
): Promise<Fragment> {
  if (isPath(name))
    return await readFile(library, resolve(name), name, kind, join(dirname(resolve(name)), 'volumes'));
  const known = listFragments(library, kind);
  if (!known.includes(name)) {
    const near = nearest(name, known);
    throw new SmokeError(
      'USAGE',
      `unknown ${kind} "${name}", expected one of ${known.join(', ')}, or a path such as ./mine.yml`,
      {
        ...(near && { hint: `Did you mean ${near}?` }),
      },
    );
  }
  const file = join(folders[kind], `${name}.yml`);
  return await readFile(library, join(library.folder, file), join('compose', file), kind, library.content);
}

/** The fragments beside `fragment` that belong to the chosen value of each of its variants, and theirs in turn. */
export async function readVariants(
  library: Library,
  fragment: Fragment,
  folder: string,
  choices: Readonly<Record<string, string>>,
  from: readonly string[] = [fragment.file],
): Promise<Fragment[]> {
  const files = Object.entries(fragment.notes.variants ?? {}).flatMap(
    ([option, values]) => values[choices[option] ?? ''] ?? [],
  );
  const shown = dirname(fragment.file);
  const read = async (file: string): Promise<Fragment[]> => {
    const path = join(folder, file);
    const chain = [...from, join(shown, file)];
    if (from.includes(join(shown, file)))
      throw new SmokeError('FRAGMENT', `a variant leads back to itself: ${chain.join(' → ')}`);
    const variant = await readFile(library, path, join(shown, file), 'variant', library.content);
    return [variant, ...(await readVariants(library, variant, dirname(path), choices, chain))];
  };
  return (await Promise.all(files.map(read))).flat();
}

/** Folder of the built-in fragments of a kind. */
export function fragmentFolder(library: Library, kind: keyof typeof folders, name: string): string {
  return isPath(name) ? dirname(resolve(name)) : join(library.folder, folders[kind]);
}

/** Whether a name is the path of a user's own fragment. */
export function isPath(name: string): boolean {
  return name.includes('/') || /\.ya?ml$/.test(name);
}

async function readFile(
  library: Library,
  path: string,
  shown: string,
  kind: FragmentKind,
  content: string,
): Promise<Fragment> {
  const text = readText(path, shown);
  const isOwn = path === join(dirname(library.folder), shown);
  const fragment = await parseFragment(library, text, shown, isOwn);
  const { lines, notes } = fragment;
  if (notes.kind !== kind) {
    throw new SmokeError(
      'FRAGMENT',
      `${shown}:${lines['x-smoke.kind'] ?? 1}: x-smoke.kind: got ${notes.kind}, expected ${kind}`,
    );
  }
  return { ...fragment, sources: readSources(notes, content) };
}

/** The fragment of a text; one of the library's own comes from its parsed copy where that is still the same. */
export async function parseFragment(
  library: Library,
  text: string,
  file: string,
  isOwn: boolean,
): Promise<Omit<Fragment, 'sources'>> {
  const copy = isOwn ? library.copy(file) : undefined;
  const { value, lines } = copy?.text === text ? copy.parsed : await library.parse(text, file);
  const { 'x-smoke': notes, ...compose } = value as ValueMap;
  return { file, compose, notes: notes as unknown as FragmentNotes, lines };
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new SmokeError('USAGE', `cannot read ${shown}: ${reason}`, { cause });
  }
}

/** Files without inline content come from the content folder, under the same path. */
function readSources(notes: FragmentNotes, content: string): Record<string, { file: string; text: string }> {
  const names = Object.entries(notes.files ?? {})
    .filter(([, { content, base64 }]) => content === undefined && base64 === undefined)
    .map(([name]) => name);
  return Object.fromEntries(
    names
      .filter((name) => existsSync(join(content, name)))
      .map((name) => {
        const shown = join('volumes', name);
        refuseOutside(join(content, name), content, shown);
        return [name, { file: shown, text: readText(join(content, name), shown) }];
      }),
  );
}

/** A symlink could bring any file of this machine into a manifest. */
function refuseOutside(path: string, folder: string, shown: string): void {
  if (realpathSync(path).startsWith(`${realpathSync(folder)}${sep}`)) return;
  throw new SmokeError('FRAGMENT', `${shown} leads out of its folder, expected a file inside of volumes/`);
}
