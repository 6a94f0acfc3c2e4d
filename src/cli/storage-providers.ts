// smoke storage providers: the table of S3 providers, or one of them in full.

import { join } from 'node:path';
import type { Io } from '../io.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { example, renderProvider, renderProviderColumns, renderProviderLines } from '../report/providers.ts';
import type { Providers } from '../s3/provider.ts';
import { findProvider } from '../s3/provider-choice.ts';

/** Prints every provider, or the one that the word names. */
export async function storageProviders(flags: CliFlags, io: Io, word?: string): Promise<number> {
  const all = await readProviders(openLibrary(io.root, join(io.root, 'volumes')));
  const name = word === undefined ? undefined : findProvider(word, all, 'storage providers');
  const one = name === undefined ? undefined : all[name];
  const isTerminal = io.stdout.isTTY === true;
  const paint = createPaint(isTerminal, io.env);
  const shown: Providers = name !== undefined && one ? { [name]: one } : all;
  const text = flags.json
    ? renderProviderJson(shown)
    : name !== undefined && one
      ? renderProvider(name, one, paint)
      : isTerminal
        ? renderProviderColumns(all, paint)
        : renderProviderLines(all);
  await writeOutput(text, flags.output, io);
  return 0;
}

function renderProviderJson(providers: Providers): string {
  const list = Object.entries(providers).map(([name, provider]) => ({
    name,
    ...provider,
    example: example(name, provider),
  }));
  return `${JSON.stringify({ version: 1, providers: list }, null, 2)}\n`;
}
