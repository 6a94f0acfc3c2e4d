// A user with a shell of their own: runs ./smoke as a process and looks at what the engine has.

import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inUse } from '../../src/engine/scratch.ts';
import type { Target } from './targets.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Images that scripts/images builds, handed in the way users name images of their own. */
export const images = {
  GARAGE_IMAGE: 'localhost/smoke-test/garage:2.5.0',
  MINIO_IMAGE: 'localhost/smoke-test/minio:2026-02',
  VERSITYGW_IMAGE: 'localhost/smoke-test/versitygw:1.8',
  CEPH_IMAGE: 'localhost/smoke-test/ceph-demo:16',
  LOCALSTACK_IMAGE: 'localhost/smoke-test/localstack:4.9',
  CRYOSTAT_DB_IMAGE: 'localhost/smoke-test/postgres:15',
  CRYOSTAT_IMAGE: 'localhost/smoke-test/cryostat:4.2.0',
  OAUTH2_PROXY_IMAGE: 'localhost/smoke-test/oauth2-proxy:v7',
  SMOKE_FILES_IMAGE: 'localhost/smoke-test/ubi-micro:9',
  GRAFANA_DASHBOARD_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  JFR_DATASOURCE_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  CRYOSTAT_REPORTS_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  DB_VIEWER_IMAGE: 'localhost/smoke-test/sample-viewer:1',
  PROMETHEUS_IMAGE: 'localhost/smoke-test/prometheus:2',
  AGENT_JRE_TEST_IMAGE: 'localhost/smoke-test/sample-jre:1',
  CLOJURE_KIT_TEST_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  GAMESERVER_TEST_IMAGE: 'localhost/smoke-test/sample-game:1',
  MICRONAUT_TEST_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  OPENSEARCH_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  OPENSEARCH_DASHBOARDS_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  QUARKUS_TEST_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  QUARKUS_NATIVE_TEST_IMAGE: 'localhost/smoke-test/sample-native:1',
  QUARKUS_PETCLINIC_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  QUARKUS_PETCLINIC_DB_IMAGE: 'localhost/smoke-test/postgres:15',
  SPRING_BOOT_27_TEST_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  SPRING_BOOT_3_TEST_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  VERTX_FIB_DEMO_IMAGE: 'localhost/smoke-test/sample-jvm:1',
  WILDFLY_23_TEST_IMAGE: 'localhost/smoke-test/sample-jre:1',
  WILDFLY_28_TEST_IMAGE: 'localhost/smoke-test/sample-jre:1',
} as const;

/** How a run of smoke ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user on one target, with an empty state folder. */
export interface User {
  readonly project: string;
  readonly folder: string;
  readonly smoke: (words: readonly string[], env?: Record<string, string>) => Promise<Ended>;
  /** Starts smoke and gives the process, to be interrupted. */
  readonly start: (words: readonly string[], env?: Record<string, string>) => ChildProcess;
  /** The command line that `start` runs, and its environment. */
  readonly command: (words: readonly string[]) => readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly secret: (name: string) => string;
  /** What the engine has of this project and of smoke's own scratch things, sorted; others may use the engine, too. */
  readonly inventory: () => string[];
  /** Service → id and start time of its container. */
  readonly running: () => Record<string, string>;
  /** Ports of this machine that the container of a service has. */
  readonly published: (service: string) => number[];
  /** What a command says in the container of a service. */
  readonly inside: (service: string, command: readonly string[]) => string;
  readonly leave: () => void;
}

/** A new user. */
export function createUser(target: Target, project = 'smoke-test'): User {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-user-'));
  const state = join(folder, 'state');
  const base = { ...process.env, ...images, ...target.env(folder), XDG_STATE_HOME: state, NO_COLOR: '1' };
  const words = (given: readonly string[]): string[] => [...given, '-c', target.engine, '--project', project];
  const ask = (...args: string[]): string[] =>
    execFileSync(target.engine, args, { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  const containerOf = (service: string): string =>
    ask(
      ...['ps', '-q', '--filter', `label=com.docker.compose.project=${project}`],
      ...['--filter', `label=com.docker.compose.service=${service}`],
    )[0] ?? '';
  /** Scratch things whose process still runs belong to somebody who is at work. */
  const isLeft = (line: string): boolean => {
    const [kind = '', name = ''] = line.split(' ');
    if (kind !== 'image' && kind !== 'container') return true;
    const format = '{{index .Config.Labels "smoke.scratch"}}';
    try {
      return !inUse(ask(kind, 'inspect', '--format', format, name)[0]);
    } catch {
      // Gone since it was listed.
      return false;
    }
  };
  return {
    project,
    folder,
    smoke: (given, env = {}) =>
      new Promise((resolve) => {
        execFile(
          join(root, 'smoke'),
          words(given),
          { env: { ...base, ...env }, cwd: folder, maxBuffer: 64e6 },
          (error, stdout, stderr) =>
            resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
        );
      }),
    start: (given, env = {}) =>
      spawn(join(root, 'smoke'), words(given), {
        env: { ...base, ...env },
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    command: (given) => [join(root, 'smoke'), ...words(given)],
    env: base,
    secret: (name) => JSON.parse(readFileSync(join(state, 'smoke', `${project}.json`), 'utf8')).secrets[name],
    inventory: () =>
      [
        ...ask('ps', '-a', '--format', 'container {{.Names}}'),
        ...ask('volume', 'ls', '--format', 'volume {{.Name}}'),
        ...ask('network', 'ls', '--format', 'network {{.Name}}'),
        ...ask('images', '--format', 'image {{.Repository}}:{{.Tag}}'),
      ]
        .filter((line) => line.includes(project) || (line.includes('scratch') && isLeft(line)))
        .sort(),
    running: () => {
      const ids = ask('ps', '-q', '--no-trunc', '--filter', `label=com.docker.compose.project=${project}`);
      if (ids.length === 0) return {};
      const inspected = JSON.parse(
        execFileSync(target.engine, ['inspect', ...ids], { encoding: 'utf8' }),
      ) as Inspected[];
      return Object.fromEntries(
        inspected.map(({ Id, State, Config }) => [
          Config.Labels['com.docker.compose.service'] ?? '',
          `${Id} ${State.StartedAt}`,
        ]),
      );
    },
    published: (service) => {
      const inspected = JSON.parse(
        execFileSync(target.engine, ['inspect', containerOf(service)], { encoding: 'utf8' }),
      ) as { readonly NetworkSettings: { readonly Ports: Ports } }[];
      const ports = Object.values(inspected[0]?.NetworkSettings.Ports ?? {});
      return ports.flatMap((bound) => (bound ?? []).map(({ HostPort }) => Number(HostPort)));
    },
    inside: (service, command) =>
      execFileSync(target.engine, ['exec', containerOf(service), ...command], { encoding: 'utf8' }),
    leave: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Ports = Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;

interface Inspected {
  readonly Id: string;
  readonly State: { readonly StartedAt: string };
  readonly Config: { readonly Labels: Record<string, string> };
}
