// Every fragment of the library, variants and all, for verbs that look at what there is. Reads files.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fragment } from '../stack/fragment.ts';
import { type Library, parseFragment } from './library.ts';
import { providersFile } from './providers.ts';

/** All fragments below compose/, by their path. What they place in volumes is not read. */
export async function readAllFragments(library: Library): Promise<Fragment[]> {
  const names = readdirSync(library.folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml') && join('compose', name) !== providersFile)
    .sort();
  return await Promise.all(names.map((name) => readOne(library, name)));
}

async function readOne(library: Library, name: string): Promise<Fragment> {
  const file = join('compose', name);
  const text = readFileSync(join(library.folder, name), 'utf8');
  return { ...(await parseFragment(library, text, file, true)), sources: {} };
}
