// The provider behind a stack's storage, where the manifest names one. Reads the table.

import { join } from 'node:path';
import type { Io } from '../io.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { Provider } from '../s3/provider.ts';
import type { StackSource } from './read-source.ts';

/** What the table says of it; undefined for a server that is nobody's. */
export async function providerOf({ manifest }: StackSource, io: Io): Promise<Provider | undefined> {
  const name = manifest['x-smoke']?.provider;
  if (name === undefined) return undefined;
  return (await readProviders(openLibrary(io.root, join(io.root, 'volumes'))))[name];
}
