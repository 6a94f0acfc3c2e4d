// Sides of a share, as files, on real servers; and `smoke share check` as its users call it.

import { join } from 'node:path';
import { createClient } from '../../src/s3/client.ts';
import { createBucket } from '../../src/s3/create-bucket.ts';
import { bucketNames } from '../../src/share/buckets.ts';
import type { StorageSettings } from '../../src/share/settings.ts';
import { type Run, runSmoke } from '../memory-io.ts';
import { settingsToEnvironment } from '../unit/share/to-environment.ts';
import { temporaryFolder } from '../unit/temporary-folder.ts';
import { makeBucket } from './oracle.ts';
import type { S3Key, S3Server } from './servers/server.ts';

/** What differs from a side that uses the server as it is. */
export interface Change {
  readonly settings?: StorageSettings;
  readonly key?: S3Key;
  /** The stack calls the server by a name of its own. */
  readonly called?: string;
  /** How this machine calls it then. */
  readonly host?: string;
}

/** The name of each kind's bucket. */
export const namesOf = (prefix = 'share'): StorageSettings =>
  Object.fromEntries(bucketNames.map((kind) => [kind, `${prefix}-${kind.toLowerCase()}`]));

/** All buckets, one of them with objects that nobody may touch. */
export async function makeBuckets(server: S3Server): Promise<void> {
  await makeBucket(server, namesOf()['archivedRecordings'] ?? '');
  const client = createClient(server);
  try {
    for (const name of Object.values(namesOf())) await createBucket(client, server, name);
  } finally {
    client.destroy();
  }
}

/** A Compose manifest of a Cryostat that uses this server. */
export function manifest(
  server: S3Server,
  { settings = {}, key = server, called, host }: Change = {},
): string {
  const all: StorageSettings = {
    endpoint: called ?? server.endpoint,
    region: server.region,
    pathStyle: 'true',
    mode: 'bucket',
    ...namesOf(),
    ...settings,
  };
  const environment = {
    ...settingsToEnvironment(all),
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  };
  const { region, pathStyle, endpoint } = server;
  const { accessKeyId, secretAccessKey } = key;
  const s3 = { endpoint: host ?? endpoint, region, pathStyle, accessKeyId, secretAccessKey };
  const notes = { version: 1, app: 'cryostat', storage: 'ext', urls: [], content: {}, probes: [] };
  return JSON.stringify({
    name: 'cryostat',
    services: { cryostat: { image: 'quay.io/cryostat/cryostat:4.2.0', environment } },
    ...(called !== undefined && { 'x-smoke': { ...notes, buckets: Object.values(namesOf()), s3 } }),
  });
}

/** What a check told. */
export interface Shared extends Run {
  readonly report: {
    readonly verdict: string;
    readonly shared: readonly string[];
    readonly apart: readonly string[];
    readonly findings: readonly {
      readonly what: string;
      readonly title: string;
      readonly verdict: string;
      readonly why?: string;
      readonly values: readonly (string | null)[];
    }[];
    readonly proof: { readonly made: boolean; readonly why?: string; readonly left: readonly string[] };
  };
}

/** Files of two sides in a home of their own. */
export function sidesIn(one: string, other: string): { readonly home: string; readonly words: string[] } {
  const home = temporaryFolder({ 'laptop.yml': one, 'cluster.yml': other });
  return { home, words: ['share', 'check', join(home, 'laptop.yml'), join(home, 'cluster.yml')] };
}

/** Checks two sides. */
export async function checkShare(one: string, other: string, more: readonly string[] = []): Promise<Shared> {
  const { home, words } = sidesIn(one, other);
  const run = await runSmoke([...words, '--json', ...more], { HOME: home }, { now: () => new Date() });
  if (run.stdout === '') throw new Error(`no report, exit code ${run.exitCode}: ${run.stderr}`);
  return { ...run, report: JSON.parse(run.stdout) as Shared['report'] };
}
