// Every secret that could turn up in a log of this stack.

import { identityPath } from '../identity/paths.ts';
import { readRecord } from '../identity/store.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { createMask } from '../report/mask.ts';
import { environmentOf } from '../stack/environment.ts';
import { collectReferences } from '../stack/references.ts';
import type { StackSource } from './read-source.ts';

/** A mask for the remembered secrets and for what the environment gives to the manifest's required variables. */
export function maskFor(stack: StackSource, flags: CliFlags, io: Io): (text: string) => string {
  const path = identityPath(io.env, stack.project, flags.identity);
  const remembered = Object.values(readRecord(path)?.secrets ?? {});
  const given = collectReferences(stack.manifest)
    .filter(({ fallback }) => fallback === undefined)
    .map(({ name }) => io.env[name] ?? '');
  return createMask([...remembered, ...given, ...spoken(stack), io.env['CRYOSTAT_PASS'] ?? '']);
}

/** Values that the environment of a service has under a name that speaks of a secret, in a Compose file of any kind. */
function spoken({ manifest }: StackSource): string[] {
  const settings = Object.values(manifest.services).flatMap((service) => environmentOf(service ?? {}));
  const isSecret = ([name, value]: readonly [string, string]): boolean =>
    /pass(?:word|wd)?$|secret|token|credential|(?:^|_)key$/i.test(name) && !/^[/$]/.test(value);
  // Where a password is called like its user, hiding it would take every such word out of the log.
  const open = new Set([
    ...Object.keys(manifest.services),
    ...settings.filter((setting) => !isSecret(setting)).map(([, value]) => value),
  ]);
  return settings.filter((setting) => isSecret(setting) && !open.has(setting[1])).map(([, value]) => value);
}
