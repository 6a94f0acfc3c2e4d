// Options → the fragments of a stack, in the order in which they are merged. Reads files.

import type { StackOptions } from '../options/options.ts';
import type { Fragment } from '../stack/fragment.ts';
import { fragmentFolder, type Library, listFragments, readFragment, readVariants } from './library.ts';

type NamedKind = Parameters<typeof listFragments>[1];

/** The files service, the storage, the application, tools and samples, each followed by its variants. */
export async function chooseFragments(library: Library, options: StackOptions): Promise<Fragment[]> {
  const read = async (kind: NamedKind, name: string): Promise<Named> => ({
    fragment: await readFragment(library, kind, name),
    folder: fragmentFolder(library, kind, name),
  });
  const samples = options.samples.flatMap((name) =>
    name === 'all' ? listFragments(library, 'sample') : [name],
  );
  const chosen = [
    await read('storage', options.storage),
    await read('app', options.app),
    ...(await Promise.all(options.tools.map((name) => read('tool', name)))),
    ...(options.aids ? await readAids(library, options.tools, read) : []),
    ...(await Promise.all([...new Set(samples)].map((name) => read('sample', name)))),
  ];
  const choices = impliedChoices(
    options,
    chosen.map(({ fragment }) => fragment),
  );
  const withVariants = chosen.map(async ({ fragment, folder }) => [
    fragment,
    ...(await readVariants(library, fragment, folder, choices)),
  ]);
  return [await readFragment(library, 'tool', 'files'), ...(await Promise.all(withVariants)).flat()];
}

interface Named {
  readonly fragment: Fragment;
  readonly folder: string;
}

/** Tools that are marked as aids, without those that were chosen by name. */
async function readAids(
  library: Library,
  chosen: readonly string[],
  read: (kind: NamedKind, name: string) => Promise<Named>,
): Promise<Named[]> {
  const others = listFragments(library, 'tool').filter((name) => !chosen.includes(name));
  const tools = await Promise.all(others.map((name) => read('tool', name)));
  return tools.filter(({ fragment }) => fragment.notes.aid);
}

/** What follows from the chosen fragments, such as where the storage is, and whether a service has to be found by its labels. */
function impliedChoices(options: StackOptions, fragments: readonly Fragment[]): Record<string, string> {
  const isInside = fragments.some(({ notes }) => notes.provides?.s3?.service !== undefined);
  const isFound = fragments.some(({ notes }) =>
    Object.values(notes.needs ?? {}).some((needs) => needs.includes('discovery')),
  );
  const hasMetrics = fragments.some(({ notes }) => notes.provides?.s3?.metrics !== undefined);
  return {
    ...options.choices,
    samples: options.samples.length > 0 ? 'some' : 'none',
    metrics: hasMetrics ? 'some' : 'none',
    storage: isInside ? 'inside' : 'outside',
    ...(isFound && { discovery: options.engine }),
  };
}
