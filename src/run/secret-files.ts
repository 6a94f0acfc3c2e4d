// Secrets that a Compose file keeps elsewhere: in files beside it, and in variables that it only names. Reads files.

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from '../io.ts';
import { isSecretName, keyLines, secretsOf, variablesOf } from '../report/secret-values.ts';
import { isMap } from '../stack/fragment.ts';
import type { Value } from '../stack/manifest.ts';
import type { StackSource } from './read-source.ts';

/** A shorter line of a file with several says nothing by itself. */
const shortestLine = 8;
const largest = 256 * 1024;

/** What its env_files, its top-level secrets and variables without a value hold. */
export function secretsBeside({ manifest, folder }: StackSource, { env }: Pick<Io, 'env'>): string[] {
  const read = (file: Value | undefined): string =>
    typeof file === 'string' ? readSmall(resolve(folder, file)) : '';
  const services = Object.values(manifest.services).filter(isMap);
  const passed = services
    .flatMap(({ environment }) => variablesOf(environment))
    .filter(([name, value]) => value === '' && isSecretName(name))
    .map(([name]) => env[name] ?? '');
  const filed = services
    .flatMap(({ env_file: files }) => (Array.isArray(files) ? files : [files]) as readonly Value[])
    .map((file) => read(isMap(file) ? file['path'] : file))
    .flatMap((text) => secretsOf(variablesOf(text.split(/\r?\n/)).map(unquoted)));
  const { secrets } = manifest as unknown as Record<string, Value | undefined>;
  const declared = (isMap(secrets) ? Object.values(secrets).filter(isMap) : []).flatMap(
    ({ file, environment, content }) => [
      ...linesOf(read(file)),
      ...linesOf(typeof environment === 'string' ? (env[environment] ?? '') : ''),
      ...linesOf(typeof content === 'string' ? content : ''),
    ],
  );
  return [...passed, ...filed, ...declared];
}

/** What cannot be read, the Compose provider will tell. */
function readSmall(path: string): string {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= largest ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}

function unquoted([name, value]: readonly [string, string]): [string, string] {
  return [name.trim(), /^\s*(["'])(.*)\1\s*$/.exec(value)?.[2] ?? value.trim()];
}

function linesOf(text: string): string[] {
  const lines = text.trim().split(/\s*\n\s*/);
  return lines.length === 1
    ? lines
    : [...keyLines(text), ...lines.filter((line) => line.length >= shortestLine)];
}
