// The two sides that a check is about: files that words name, and the stack of the flags where only one is named.

import { existsSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { defaultApp, readProject } from '../options/options.ts';
import type { Sides } from '../share/compare-finding.ts';
import { sideOfManifest } from '../share/from-manifest.ts';
import type { SettingName, Side } from '../share/settings.ts';
import { fillReferences } from '../stack/references.ts';
import { knownStack } from './source.ts';
import { describesStack, stackOfStorage } from './storage-target.ts';

/** Reads both. Without a second word, the other one is the stack: of -f, of the flags, or what `up` started. */
export async function readSides(words: readonly string[], flags: CliFlags, io: Io): Promise<Sides> {
  const [one, other] = words.map(filesOf);
  if (one === undefined) {
    throw new SmokeError(
      'USAGE',
      'no side is given, expected a description of a Cryostat that shares buckets',
      {
        hint: 'Name it: smoke share check values.yaml,secret.yaml compares it with the stack; a second word with another one.',
      },
    );
  }
  const inputs = [...one, ...(other ?? []), ...(other === undefined && flags.file === '-' ? ['-'] : [])];
  if (inputs.filter((file) => file === '-').length > 1) {
    throw new SmokeError('USAGE', 'both sides are "-", expected it once: standard input can be read once');
  }
  const { readSideFiles } = await import('./read-side.ts');
  const first = await readSideFiles(one, io);
  const second = other === undefined ? await sideOfStack(flags, io) : await readSideFiles(other, io);
  return [filled(first, io), filled(second, io)];
}

/** A name of a file may have a comma, too. */
function filesOf(word: string): readonly string[] {
  if (existsSync(word)) return [word];
  const files = word.split(',').filter((file) => file !== '');
  if (files.length > 0) return files;
  throw new SmokeError('USAGE', `a side is ${JSON.stringify(word)}, expected a file, several by comma, or -`);
}

async function sideOfStack(flags: CliFlags, io: Io): Promise<Side> {
  // Only its words count: whether keys are at hand is the proof's matter.
  const purpose = { hostOnly: true, neverStarted: true };
  if (!describesStack(flags) && (await knownStack(flags, io)) === undefined) throw otherMissing(flags, io);
  const { project, manifest } = await stackOfStorage(flags, io, purpose);
  const side = sideOfManifest(manifest, `stack "${project}"`);
  if (side) return side;
  throw new SmokeError('USAGE', `stack "${project}" has no Cryostat with a storage to compare`, {
    hint: 'Describe one with -s, or name a manifest with -f FILE, or a second side.',
  });
}

/** The default stack would do, but nobody has it. */
function otherMissing(flags: CliFlags, { env }: Io): SmokeError {
  const project = readProject(flags, env, defaultApp);
  return new SmokeError('USAGE', `only one side is given, and no stack "${project}" is known`, {
    hint: 'Name the other one: a second word, -s ext and its variables, or a manifest by -f FILE; or start it with smoke up.',
  });
}

/** A manifest may leave values to variables, which the shell has now. Cryostat reads modes in any case. */
function filled(given: Side, { env }: Io): Side {
  const mode = given.settings.mode?.toLowerCase();
  const side: Side = {
    ...given,
    label: given.label.replaceAll(', ', '+'),
    settings: { ...given.settings, ...(mode !== undefined && { mode }) },
  };
  if (side.form !== 'compose') return side;
  const settings = Object.entries(side.settings).map(
    ([name, text]) => [name, fillReferences(text, env) ?? text] as const,
  );
  return { ...side, settings: Object.fromEntries(settings) as Partial<Record<SettingName, string>> };
}
