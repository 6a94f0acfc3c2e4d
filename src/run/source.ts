// Where a verb's manifest comes from: the flags, a file, or what `up` kept.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { SmokeError } from '../error.ts';
import { keptManifest, stateFolder } from '../identity/paths.ts';
import { readProject } from '../options/options.ts';
import { renderCompose } from '../render/compose.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest, Value } from '../stack/manifest.ts';
import { collectReferences } from '../stack/references.ts';
import { makeManifest } from './make-manifest.ts';

/** A stack to run or to look at. */
export interface StackSource {
  readonly project: string;
  readonly manifest: Manifest;
  /** The manifest's text, to be kept. */
  readonly text: string;
  /** The file that Compose reads, and the folder its relative paths start from. */
  readonly file: string;
  readonly folder: string;
}

/** The stack that `up` starts: of the file that -f names, or of the flags. */
export async function stackToStart(flags: CliFlags, io: Io): Promise<StackSource> {
  if (flags.file !== undefined) return await readSource(flags.file, flags, io);
  const { manifest, options, command } = await makeManifest(flags, io);
  const file = keptManifest(io.env, options.project);
  return {
    project: options.project,
    manifest,
    text: renderCompose(manifest, command),
    file,
    folder: dirname(file),
  };
}

/** The stack that -f names, or that `up` kept; undefined when there is none. */
export async function knownStack(flags: CliFlags, io: Io): Promise<StackSource | undefined> {
  if (flags.file !== undefined) return await readSource(flags.file, flags, io);
  const file = keptManifest(io.env, readProject(flags, io.env, 'cryostat'));
  return existsSync(file) ? await readSource(file, flags, io) : undefined;
}

/** Like {@link knownStack}, but none is an error that says what to do. */
export async function requireStack(flags: CliFlags, io: Io): Promise<StackSource> {
  const stack = await knownStack(flags, io);
  if (stack) return stack;
  const project = readProject(flags, io.env, 'cryostat');
  throw new SmokeError(
    'USAGE',
    `no stack "${project}" is known: smoke up did not start one, and no -f FILE was given`,
    {
      hint: 'Start it with smoke up, or name its manifest with -f FILE, or its project with --project NAME.',
    },
  );
}

async function readSource(name: string, flags: CliFlags, io: Io): Promise<StackSource> {
  const text = await readText(name, io);
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

async function readText(name: string, io: Io): Promise<string> {
  if (name === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  }
  try {
    return readFileSync(name, 'utf8');
  } catch (cause) {
    throw new SmokeError('USAGE', `cannot read ${name}: ${(cause as Error).message}`, {
      hint: 'Print a manifest first: smoke -o compose.yml',
      cause,
    });
  }
}

/** The environment for Compose; a required variable that is not set is an error. */
export function startEnvironment(stack: StackSource, io: Io): NodeJS.ProcessEnv {
  const missing = collectReferences(stack.manifest).filter(
    ({ name, fallback }) => fallback === undefined && !io.env[name],
  );
  const [first] = missing;
  if (first === undefined) return { ...io.env };
  const names = missing.map(({ name }) => name).join(', ');
  throw new SmokeError(
    'USAGE',
    `${names} ${missing.length > 1 ? 'are' : 'is'} not set, expected ${first.help ?? 'a value'}`,
    {
      hint: `Set it and call again: ${first.name}=… smoke up`,
    },
  );
}

/** The environment for verbs that need no credential: Compose refuses even `down` without the variables. */
export function placeholderEnvironment(stack: StackSource, io: Io): NodeJS.ProcessEnv {
  const unset = collectReferences(stack.manifest).filter(({ name }) => !io.env[name]);
  return { ...io.env, ...Object.fromEntries(unset.map(({ name, fallback }) => [name, fallback ?? 'unset'])) };
}
