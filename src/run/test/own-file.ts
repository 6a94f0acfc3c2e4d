// A Compose file of the user's as a test takes it: read once, and without names that are not the test's alone.

import { Readable } from 'node:stream';
import type { Engine } from '../../engine/engine.ts';
import { SmokeError } from '../../error.ts';
import { type Io, say } from '../../io.ts';
import { parseYaml } from '../../library/parse.ts';
import type { CliFlags } from '../../options/flags.ts';
import { foreignName, ownNames } from '../../render/own-names.ts';
import type { Manifest } from '../../stack/manifest.ts';
import { fileInState } from '../move-source.ts';
import { readInput } from '../read-input.ts';
import type { StackSource } from '../read-source.ts';

/** The world of each run: standard input can be read once only, and a test may run more often. */
export async function keepInput({ file }: CliFlags, io: Io): Promise<() => Io> {
  if (file !== '-') return () => io;
  const text = await readInput(file, 'Print a manifest first: smoke -o compose.yml', io);
  return () => ({ ...io, stdin: Readable.from([Buffer.from(text)]) });
}

/** The stack with containers, volumes and networks that are nobody else's, whatever the file calls them. */
export function withOwnNames(source: StackSource, engine: Engine, io: Io): StackSource {
  const { project, folder } = source;
  if ((source.manifest as { include?: unknown }).include !== undefined)
    throw new SmokeError(
      'USAGE',
      `smoke test: ${source.file} includes other files, whose names and ports stay`,
      {
        hint: 'Make one file of all: docker compose -f FILE config > whole.yml',
      },
    );
  const { text, changed } = ownNames(source.text, project);
  const manifest = { ...(parseYaml(text, source.file).value as unknown as Manifest), name: project };
  const foreign = foreignName(manifest, project);
  if (foreign !== undefined)
    throw new SmokeError(
      'USAGE',
      `smoke test: the name of ${foreign} in ${source.file} comes from an anchor`,
      {
        hint: 'Write it where it belongs: a test gives it a name of its own.',
      },
    );
  if (changed.length === 0) return source;
  say(io, `smoke: the test has its own instead of: ${changed.join(', ')}`);
  return { project, folder, manifest, text, file: fileInState(source, engine, io, 'smoke test') };
}
