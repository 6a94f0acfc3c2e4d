// Opens the library of a checkout; the parser is loaded only for fragments without a parsed copy.

import { join } from 'node:path';
import type { FragmentCopy, Library } from './library.ts';
import type { Parsed } from './parse.ts';
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

/** Parses a fragment and checks it against the schema. */
export async function parseAndCheck(text: string, file: string): Promise<Parsed> {
  const [{ parseYaml }, { checkFragment }] = await Promise.all([import('./parse.ts'), import('./schema.ts')]);
  const parsed = parseYaml(text, file);
  checkFragment(parsed, file);
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
