// Opens the library of a checkout; the parser is loaded only for fragments without a parsed copy.

import { join } from 'node:path';
import type { FragmentCopy, Library } from './library.ts';
import type { Parsed } from './parse.ts';
import { providersFile } from './providers.ts';
import { readTextIfThere } from './read-text.ts';

/** The library under `root`, with `content` as its volumes/ folder. */
export function openLibrary(root: string, content: string): Library {
  return {
    folder: join(root, 'compose'),
    content,
    copy: (shown) => readCopy(copyPath(root, shown)),
    parse: parseAndCheck,
  };
}

/** What was parsed in this process, by file; a text that changed is parsed anew. */
const parsedBefore = new Map<string, FragmentCopy>();

/** Parses a file of compose/ and checks it against the schema of fragments, or of the provider table. */
export async function parseAndCheck(text: string, file: string): Promise<Parsed> {
  const before = parsedBefore.get(file);
  if (before?.text === text) return before.parsed;
  const [{ parseYaml }, check] = await Promise.all([
    import('./parse.ts'),
    file === providersFile
      ? import('./providers-schema.ts').then(({ checkProviders }) => checkProviders)
      : import('./schema.ts').then(({ checkFragment }) => checkFragment),
  ]);
  const parsed = parseYaml(text, file);
  check(parsed, file);
  parsedBefore.set(file, { text, parsed });
  return parsed;
}

/** Where the build keeps the parsed copy of a fragment. */
export function copyPath(root: string, shown: string): string {
  return join(root, 'dist', 'library', `${shown}.json`);
}

function readCopy(path: string): FragmentCopy | undefined {
  const text = readTextIfThere(path);
  return text === undefined ? undefined : (JSON.parse(text) as FragmentCopy);
}
