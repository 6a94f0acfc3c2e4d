// The `env` of a container, or of Helm values → variables; what comes from elsewhere is followed or named. Pure.

import type { ValueMap } from '../../stack/manifest.ts';
import { credentialVariables } from '../from-environment.ts';
import { settingRows } from '../table.ts';
import type { Objects } from './described.ts';
import { expandVariables } from './expand.ts';
import { mapsAt, type Source, valueAt } from './look.ts';
import { objectNamed } from './objects.ts';
import { entriesOf } from './secret.ts';

/** Variables that a list says. */
export interface SaidVariables {
  readonly values: Readonly<Record<string, string>>;
  /** Names of the Secrets that variables come from, by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

const known: readonly string[] = [
  ...settingRows.map(({ variable }) => variable),
  ...Object.values(credentialVariables).flat(),
];

/** Variables that are about the storage, also those that smoke has no word for. */
const aboutStorage = /^(STORAGE_|QUARKUS_S3_|AWS_|S3_|CRYOSTAT_SERVICES_\w*STORAGE)/;

/** Reads a list of `name` and `value` or `valueFrom`, and `envFrom` before it, which it wins over. */
export function readVariables(
  entries: readonly ValueMap[],
  from: readonly ValueMap[],
  source: Source,
  objects: Objects,
): SaidVariables {
  const values: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  const warnings: string[] = [];
  for (const entry of from) {
    const [kind, name] = referenceOf(entry, 'secretRef', 'configMapRef');
    const object = name === undefined ? undefined : objectNamed(objects, kind, name, source);
    if (!object) {
      warnings.push(
        `variables come from ${kind} ${name ?? 'without a name'}, which did not come along: give it to --from as well`,
      );
      continue;
    }
    const prefix = String(valueAt(entry, 'prefix') ?? '');
    for (const [key, text] of entriesOf(object)) values[`${prefix}${key}`] = text;
  }
  for (const entry of entries) {
    const name = valueAt(entry, 'name');
    if (typeof name !== 'string') continue;
    const value = valueAt(entry, 'value');
    if (typeof value === 'string') {
      const { text, unknown } = expandVariables(value, values);
      values[name] = text;
      delete secrets[name];
      if (unknown.length > 0 && aboutStorage.test(name)) warnings.push(unexpanded(name, unknown));
      continue;
    }
    const { text, secret, problem } = followed(entry, source, objects);
    if (secret !== undefined) secrets[name] = secret;
    if (text !== undefined) values[name] = text;
    else if (problem !== undefined && aboutStorage.test(name) && !isCredential(name))
      warnings.push(`${name} ${problem}`);
  }
  return { values, secrets, warnings: [...warnings, ...strangers(values)] };
}

function unexpanded(name: string, unknown: readonly string[]): string {
  const shown = [...new Set(unknown)].map((other) => `$(${other})`).join(' and ');
  return `${name} has ${shown} in it, which no variable before it says: give the ConfigMap or Secret that does to --from as well`;
}

function referenceOf(
  entry: ValueMap,
  secret: string,
  configMap: string,
): ['Secret' | 'ConfigMap', string | undefined] {
  const name = valueAt(entry, `${secret}.name`);
  if (typeof name === 'string') return ['Secret', name];
  const other = valueAt(entry, `${configMap}.name`);
  return ['ConfigMap', typeof other === 'string' ? other : undefined];
}

function followed(
  entry: ValueMap,
  source: Source,
  objects: Objects,
): { text?: string; secret?: string; problem?: string } {
  const [kind, name] = referenceOf(entry, 'valueFrom.secretKeyRef', 'valueFrom.configMapKeyRef');
  if (name === undefined)
    return valueAt(entry, 'valueFrom') === undefined
      ? {}
      : { problem: 'comes from the pod itself, which no file tells' };
  const part = kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  const key = String(valueAt(entry, `valueFrom.${part}.key`) ?? '');
  const object = objectNamed(objects, kind, name, source);
  const text = object && entriesOf(object).get(key);
  return {
    ...(kind === 'Secret' && { secret: name }),
    ...(text === undefined
      ? {
          problem: object
            ? `comes from key ${key} of ${kind} ${name}, which has no such key`
            : `comes from ${kind} ${name} (key ${key}), which did not come along: give it to --from as well`,
        }
      : { text }),
  };
}

function isCredential(name: string): boolean {
  return Object.values(credentialVariables).some((names) => names.some((known) => known === name));
}

/** A sentence for each variable of the storage that smoke has no word for. */
export function strangers(values: Readonly<Record<string, string>>): string[] {
  return Object.keys(values)
    .filter((name) => aboutStorage.test(name) && !known.includes(name))
    .map((name) => `${name} is not taken over: a stack of smoke has no setting for it`);
}

/** The lists of a container. */
export function containerVariables(container: ValueMap, source: Source, objects: Objects): SaidVariables {
  return readVariables(mapsAt(container, 'env'), mapsAt(container, 'envFrom'), source, objects);
}
