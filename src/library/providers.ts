// The table of S3 providers, compose/providers.yml. Reads files.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Provider, Providers } from '../s3/provider.ts';
import type { Library } from './library.ts';

/** Where the table is, as messages name it. */
export const providersFile = join('compose', 'providers.yml');

/** The providers by name; from the parsed copy of the build where the text is still the same. */
export async function readProviders(library: Library): Promise<Providers> {
  const text = readFileSync(join(dirname(library.folder), providersFile), 'utf8');
  const copy = library.copy(providersFile);
  const { value } = copy?.text === text ? copy.parsed : await library.parse(text, providersFile);
  const { providers } = value as unknown as { providers: Record<string, Provider> };
  return providers;
}
