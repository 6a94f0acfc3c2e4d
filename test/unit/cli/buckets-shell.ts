// smoke buckets on a server in memory: a manifest of a known project, and what it says.

import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { stringify } from 'yaml';
// Loaded before the first test begins: it takes longer than any of them.
import '../../../src/s3/client.ts';
import { runSmoke } from '../../memory-io.ts';
import { type MemoryS3, startMemoryS3 } from '../s3/memory-s3.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The instance id that the project remembers. */
export const ownId = 'abcdef123456';
const bases = ['archives', 'archivedreports', 'metadata'];
/** Names that smoke gave. */
export const ownNames = bases.map((base) => `${base}-${ownId}`);

/** What a test may want to be otherwise. */
export interface Setting {
  readonly buckets?: readonly string[];
  readonly chosen?: readonly string[];
  /** What the project's identity says, besides its instance id. */
  readonly identity?: object;
  readonly fault?: Parameters<typeof startMemoryS3>[0];
  readonly env?: Readonly<Record<string, string>>;
}

/** A server, and `smoke buckets` with words on it; `answers` are typed at a terminal. */
export async function bucketsShell(setting: Setting = {}) {
  const s3 = await startMemoryS3(setting.fault);
  const notes = {
    version: 1,
    app: 'cryostat',
    storage: 'ext',
    urls: [],
    content: {},
    buckets: setting.buckets ?? ownNames,
    ...(setting.chosen && { chosenBuckets: setting.chosen }),
    s3: s3.connection,
    probes: [],
  };
  const services = { cryostat: { image: 'quay.io/cryostat/cryostat:4.2.0' } };
  const record = {
    version: 1,
    project: 'cryostat',
    instanceId: ownId,
    secrets: {},
    hashes: {},
    certificates: {},
  };
  const folder = temporaryFolder({
    'compose.yml': stringify({ name: 'cryostat', services, 'x-smoke': notes }),
    'state/smoke/cryostat.json': JSON.stringify({ ...record, ...setting.identity }),
  });
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...setting.env };
  const smoke = (words: string, more: Parameters<typeof runSmoke>[2] = {}) =>
    runSmoke(['buckets', ...words.split(' '), '-f', join(folder, 'compose.yml')], env, more);
  const typed = async (words: string, answers: readonly string[]) => {
    let shown = '';
    const screen = new Writable({
      write: (chunk, _, done) => {
        shown += String(chunk);
        done();
      },
    });
    const terminal = { isTTY: true } as const;
    const stdin = Object.assign(Readable.from([answers.map((line) => `${line}\n`).join('')]), terminal);
    const { exitCode, stdout } = await smoke(words, { stdin, stderr: Object.assign(screen, terminal) });
    return { exitCode, stdout, stderr: shown };
  };
  return { s3, smoke, typed };
}

/** Makes the buckets that smoke named, each with objects. */
export function fill(s3: MemoryS3, names: readonly string[] = ownNames): void {
  for (const name of names) s3.put(name, ['one', 'two']);
}
