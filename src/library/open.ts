// Opens the library of a checkout; the parser is loaded only for fragments without a parsed copy.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Library } from './library.ts';
import type { Parsed } from './parse.ts';

/** The library under `root`, with `content` as its volumes/ folder. */
export function openLibrary(root: string, content: string): Library {
  return { folder: join(root, 'compose'), content, parsed: readCopies(root), parse: parseAndCheck };
}

/** Parses a fragment and checks it against the schema. */
export async function parseAndCheck(text: string, file: string): Promise<Parsed> {
  const [{ parseYaml }, { checkFragment }] = await Promise.all([import('./parse.ts'), import('./schema.ts')]);
  const parsed = parseYaml(text, file);
  checkFragment(parsed, file);
  return parsed;
}

/** What the build parsed. A copy counts only while the text is the same, so a missing or old one is no error. */
function readCopies(root: string): Library['parsed'] {
  try {
    return JSON.parse(readFileSync(join(root, 'dist', 'library.json'), 'utf8')) as Library['parsed'];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw cause;
  }
}
