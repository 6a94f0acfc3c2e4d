// Every secret that could turn up in a log of this stack.

import { identityPath } from '../identity/paths.ts';
import { readRecord } from '../identity/store.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { createMask } from '../report/mask.ts';
import { collectReferences } from '../stack/references.ts';
import type { StackSource } from './read-source.ts';

/** A mask for the remembered secrets and for what the environment gives to the manifest's required variables. */
export function maskFor(stack: StackSource, flags: CliFlags, io: Io): (text: string) => string {
  const path = identityPath(io.env, stack.project, flags.identity);
  const remembered = Object.values(readRecord(path)?.secrets ?? {});
  const given = collectReferences(stack.manifest)
    .filter(({ fallback }) => fallback === undefined)
    .map(({ name }) => io.env[name] ?? '');
  return createMask([...remembered, ...given, io.env['CRYOSTAT_PASS'] ?? '']);
}
