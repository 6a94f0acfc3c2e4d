// A manifest from a file or standard input, ours or any other Compose file. Reads files.

import { basename, dirname, join, resolve } from 'node:path';
import { SmokeError } from '../error.ts';
import { stateFolder } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { readProject } from '../options/options.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest, Value } from '../stack/manifest.ts';
import { readInput } from './read-input.ts';

/** A stack to run or to look at. */
export interface StackSource {
  readonly project: string;
  readonly manifest: Manifest;
  /** The manifest's text, to be kept. */
  readonly text: string;
  /** The file that Compose reads, and the folder its relative paths start from. */
  readonly file: string;
  readonly folder: string;
  /** What makes the manifest again, where flags have made it; free of credentials. */
  readonly command?: string;
}

/** Reads a manifest or any other Compose file; `-` is standard input. */
export async function readSource(name: string, flags: CliFlags, io: Io): Promise<StackSource> {
  const text = await readInput(name, 'Print a manifest first: smoke -o compose.yml', io);
  const { parseYaml } = await import('../library/parse.ts');
  const { value } = parseYaml(text, name);
  if (!isMap(value) || !isMap(value['services'])) {
    throw new SmokeError('USAGE', `${name} is not a Compose file: expected a map with services`);
  }
  const own = typeof value['name'] === 'string' ? value['name'] : undefined;
  const project = readProject(flags, io.env, own ?? folderName(name));
  const manifest = { ...(value as Record<string, Value>), name: project } as unknown as Manifest;
  const file = name === '-' ? join(stateFolder(io.env), `${project}.yml`) : resolve(name);
  return { project, manifest, text, file, folder: name === '-' ? process.cwd() : dirname(file) };
}

/** Compose calls a project without a name after the folder. */
function folderName(file: string): string {
  return (
    basename(dirname(resolve(file)))
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/g, '')
      .replace(/^[-_]+/, '') || 'smoke'
  );
}
