// smoke completion: a script for bash, zsh or fish. It is text that knows all names: nothing runs at a TAB.

import { join } from 'node:path';
import type { Command } from 'commander';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { type KnownNames, type Place, plainNames, readVerbs } from '../completion/words.ts';
import { zshScript } from '../completion/zsh.ts';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { listFragments } from '../library/library.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { writeOutput } from '../output.ts';
import { clusterFormats, secretsWays } from '../render/cluster.ts';
import { formats } from '../render/formats.ts';
import { groupNames } from './list.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Prints the script of a shell, made from the program's own verbs and flags. */
export async function completion(
  program: Command,
  flags: CliFlags,
  io: Io,
  shell: string | undefined,
): Promise<number> {
  const script = scripts[readShell(shell)](readVerbs(program, await knownNames(io)));
  await writeOutput(script, flags.output, io);
  return 0;
}

function readShell(shell: string | undefined): keyof typeof scripts {
  const known = Object.keys(scripts);
  if (shell !== undefined && known.includes(shell)) return shell as keyof typeof scripts;
  const near = shell === undefined ? undefined : nearest(shell, known);
  const got = shell === undefined ? 'no shell' : `"${shell}"`;
  throw new SmokeError('USAGE', `completion: got ${got}, expected one of ${known.join(', ')}`, {
    hint: near
      ? `Did you mean ${near}?`
      : 'In bash: source <(smoke completion bash). In zsh: source <(smoke completion zsh). In fish: smoke completion fish | source. To have it always, add that line to ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish.',
  });
}

/** Names by flag or word. The library is read now, so a new fragment is known after the next start of the shell. */
async function knownNames(io: Io): Promise<KnownNames> {
  const library = openLibrary(io.root, join(io.root, 'volumes'));
  const list = (kind: Parameters<typeof listFragments>[1]): string[] =>
    plainNames(listFragments(library, kind)).filter((name) => kind !== 'tool' || name !== 'files');
  const names = (words: readonly string[]): Place => ({ kind: 'names', names: words });
  return {
    storage: { kind: 'names', names: list('storage'), orFile: true },
    samples: { kind: 'list', names: ['all', ...list('sample')], orFile: true },
    tools: { kind: 'list', names: list('tool'), orFile: true },
    engine: { kind: 'names', names: ['docker', 'podman'], orFile: true },
    provider: names(plainNames(Object.keys(await readProviders(library)))),
    format: names([...Object.keys(formats), ...clusterFormats]),
    ports: names(['auto']),
    secrets: names(secretsWays),
    kind: names(groupNames),
    shell: names(Object.keys(scripts)),
    side: { kind: 'file' },
    other: { kind: 'file' },
  };
}
