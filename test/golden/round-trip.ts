// Through the formats for a cluster and back: what comes out of it, and what is said to be lost.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { newerBuckets } from '../../src/share/buckets.ts';
import { sideOfManifest } from '../../src/share/from-manifest.ts';
import type { SettingName, StorageSettings } from '../../src/share/settings.ts';
import { settingRows } from '../../src/share/table.ts';
import type { Manifest } from '../../src/stack/manifest.ts';
import { runSmoke } from '../memory-io.ts';
import { known, shell } from '../unit/cli/shell.ts';
import { randomEnvironment } from './random-stacks.ts';
import { provider } from './scenarios.ts';

/** A format for a cluster that can be read back. */
export type Way = 'helm' | 'operator';

const elsewhere = known['state/smoke/cryostat.json'].replace(/("instanceId": ")[^"]*/, '$1elsewhere0');

/** A journey from Compose through formats to Compose. */
export interface Journey {
  readonly before: StorageSettings;
  readonly after: StorageSettings;
  /** What standard error said on the way. */
  readonly said: string;
}

/** Prints the stack of the seed, then through each of the formats, and back to Compose. */
export async function travel(seed: number, ways: readonly Way[]): Promise<Journey> {
  const { folder } = shell();
  const places = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
  // Whoever reads it is somebody else, with an identity of their own.
  const other = join(folder, 'other');
  mkdirSync(join(other, 'smoke'), { recursive: true });
  writeFileSync(join(other, 'smoke/cryostat.json'), elsewhere, { mode: 0o600 });
  const random = randomEnvironment(seed);
  const env = { ...random, ...places };
  // On the way back, nothing but the keys and the version is known.
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = provider;
  const version = random['CRYOSTAT_VERSION'];
  const bare = {
    HOME: folder,
    XDG_STATE_HOME: other,
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    ...(version !== undefined && { CRYOSTAT_VERSION: version }),
  };
  const file = join(folder, 'description.yaml');
  let said = '';
  const run = async (words: readonly string[], variables: Record<string, string>) => {
    const { exitCode, stdout, stderr } = await runSmoke(words, variables);
    if (exitCode !== 0) throw new Error(`seed ${seed}: smoke ${words.join(' ')}: ${stderr}`);
    said += stderr;
    return stdout;
  };
  const first = await run(['-s', 'ext'], env);
  said = '';
  let from: readonly string[] = [];
  for (const way of ways) {
    const text = await run(['-s', 'ext', ...from, '--format', way], from.length === 0 ? env : bare);
    writeFileSync(file, text);
    from = ['--from', file];
  }
  const last = await run(['-s', 'ext', ...from], bare);
  return { before: settingsOf(first), after: settingsOf(last), said };
}

/** Settings that came out differently; the names of buckets that the version does not use mean nothing. */
export function changed({ before, after }: Journey): SettingName[] {
  return settingRows.map(({ name }) => name).filter((name) => before[name] !== after[name]);
}

function settingsOf(text: string): StorageSettings {
  const manifest = parse(text) as Manifest;
  const { settings = {} } = sideOfManifest(manifest, 'the manifest') ?? {};
  const unused = newerBuckets.filter((name) => !manifest['x-smoke']?.buckets.includes(settings[name] ?? ''));
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => !unused.some((other) => other === name)),
  );
}
