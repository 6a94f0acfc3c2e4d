// What golden files and properties are made from: named command lines, and an identity made for tests only.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Run, runSmoke } from '../memory-io.ts';

/** A command line with the variables that matter to it. */
export interface Scenario {
  readonly words: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Credentials of a provider: they may never come out again. */
export const provider = {
  S3_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com',
  AWS_ACCESS_KEY_ID: 'AKIATESTACCESSKEYID0',
  AWS_SECRET_ACCESS_KEY: 'te/st+secret$access"key of:provider',
} as const;

/** Name of the golden file → how it is made. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  seaweed: { words: '' },
  'seaweed-plain': { words: '-k' },
  'seaweed-none': { words: '-p' },
  minio: { words: '-s minio' },
  'minio-none': { words: '-s minio -p' },
  garage: { words: '-s garage' },
  'garage-plain': { words: '-s garage -k' },
  'tools-all': { words: '-s garage -r 2 -X' },
  'tools-none': { words: '-s garage -p -X' },
  'without-grafana': { words: '-s minio -G' },
  cloudserver: { words: '-s cloudserver -G' },
  localstack: { words: '-s localstack -G' },
  rustfs: { words: '-s rustfs -G' },
  versitygw: { words: '-s versitygw -G' },
  ceph: { words: '-s ceph -G' },
  'garage-cluster': { words: '-s garage-cluster -G' },
  'samples-all': { words: '-t all -r 2 -X' },
  'samples-plain': { words: '-s garage -k -t quarkus-cryostat-agent,wildfly-23 -A' },
  'samples-none': { words: '-s none -p -G -t spring-boot-3,quarkus-native -c podman' },
  none: { words: '-s none' },
  ext: { words: '-s ext', env: provider },
  'ext-session-token': {
    words: '-s ext -p',
    env: {
      ...provider,
      AWS_SESSION_TOKEN: 'test-session-token',
      S3_REGION: 'eu-west-1',
      S3_PATH_STYLE_ACCESS: 'true',
    },
  },
  'ext-provider': {
    words: '--provider b2 --region us-west-004 -p -G',
    env: {
      AWS_ACCESS_KEY_ID: provider.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: provider.AWS_SECRET_ACCESS_KEY,
    },
  },
  'discovery-docker': { words: '-s garage -p --discovery' },
  'discovery-podman': { words: '-s garage -p --discovery -c podman' },
  'version-latest': { words: '-s minio -p', env: { CRYOSTAT_VERSION: 'latest' } },
  'bind-address': { words: '-s garage --bind 192.0.2.7' },
  'password-chosen': { words: '-s none', env: { CRYOSTAT_USER: 'zoe', CRYOSTAT_PASS: 'chosen-password' } },
  'settings-chosen': {
    words: '-s garage -p -vv -V --project mine',
    env: {
      S3_INSTANCE_ID: 'team-7',
      CRYOSTAT_STORAGE_MODE: 'metadata',
      CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'our.recordings',
      CRYOSTAT_JAVA_OPTS: '-Dprice=5$ -Dname="a b"',
      GARAGE_IMAGE: 'registry.example.net/garage:v2.5.0',
    },
  },
};

const fixture = join(import.meta.dirname, 'identity.json');
const fixtureText = readFileSync(fixture, 'utf8');

/** One for all scenarios of a worker: making and removing one each time took longer than printing. */
const folder = join('node_modules', '.cache', `smoke-golden-${process.env['VITEST_POOL_ID'] ?? '0'}`);
rmSync(folder, { recursive: true, force: true });

/** Runs a scenario with the identity for tests; what a scenario adds to it is an error. */
export async function runScenario({ words, env = {} }: Scenario): Promise<Run> {
  const project = /--project (\S+)/.exec(words)?.[1] ?? 'cryostat';
  const identity = join(folder, 'smoke', `${project}.json`);
  if (!existsSync(identity)) {
    mkdirSync(dirname(identity), { recursive: true });
    copyFileSync(fixture, identity);
  }
  const all = words.split(' ').filter((word) => word !== '');
  const home = resolve(folder);
  const run = await runSmoke(all, { HOME: home, XDG_STATE_HOME: home, ...env });
  if (readFileSync(identity, 'utf8') === fixtureText) return run;
  rmSync(identity);
  throw new Error(`test/golden/identity.json lacks what "${words}" needs, so its output is random`);
}
