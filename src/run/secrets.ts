// Every secret that could turn up in a log of this stack.

import { identityPath } from '../identity/paths.ts';
import { readRecord } from '../identity/store.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { createMask } from '../report/mask.ts';
import { isHarmless, isSecretName, keyLines, secretsIn } from '../report/secret-values.ts';
import { collectReferences } from '../stack/references.ts';
import type { StackSource } from './read-source.ts';
import { secretsBeside } from './secret-files.ts';

/** A mask for what is remembered, for what the environment gives to required variables, and for secrets of the manifest. */
export function maskFor(stack: StackSource, flags: CliFlags, io: Io): (text: string) => string {
  const path = identityPath(io.env, stack.project, flags.identity);
  const record = readRecord(path);
  // A hash of a password that a person chose lets others try passwords on it.
  const hashes = Object.values(record?.hashes ?? {}).flat();
  const remembered = [...Object.values(record?.secrets ?? {}), ...hashes];
  const certified = [
    ...Object.values(record?.certificates ?? {}),
    ...(record?.authority ? [record.authority] : []),
  ];
  const keys = certified.flatMap(({ key, keystore = '' }) => [...keyLines(key), keystore]);
  const given = collectReferences(stack.manifest)
    .map(({ name, fallback, help }) => ({
      name,
      value: io.env[name] ?? '',
      isOptional: fallback !== undefined,
      help,
    }))
    .filter(
      ({ name, value, isOptional, help }) =>
        isSecretName(name) || help !== undefined || !(isOptional || isHarmless(value)),
    )
    .map(({ value }) => value);
  const own = [...remembered, ...keys, ...given, io.env['CRYOSTAT_PASS'] ?? ''];
  return createMask([...own, ...secretsIn(stack.manifest), ...secretsBeside(stack, io)]);
}
