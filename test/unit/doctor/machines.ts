// A machine on which nothing is wrong and a stack that it can run, to be changed by each test; and what a rule says.

import { diagnose } from '../../../src/doctor/diagnose.ts';
import type { EngineAnswer, EngineFacts, Facts } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/doctor/finding.ts';
import type { Wants } from '../../../src/doctor/wants.ts';

/** Deeply optional, for what a test changes. */
export interface Changes {
  readonly podman?: Partial<EngineFacts>;
  readonly docker?: Partial<EngineFacts>;
  readonly answer?: Partial<EngineAnswer>;
  readonly dockerAnswer?: Partial<EngineAnswer>;
  readonly host?: Partial<Facts['host']>;
  readonly state?: Partial<Facts['state']>;
  readonly more?: Partial<Facts>;
}

/** What Podman 5.4 of this machine tells. */
export const podmanAnswer: EngineAnswer = {
  version: '5.4.1',
  address: 'unix:///run/podman/podman.sock',
  isHere: true,
  isStarted: false,
  firesHealthChecks: true,
  isRootless: false,
  cgroupVersion: '2',
  cgroupManager: 'systemd',
  limitsMemory: true,
  networkBackend: 'netavark',
  hasNames: true,
  storageDriver: 'overlay',
  root: '/var/lib/containers/storage',
  memoryBytes: 16 * 1024 ** 3,
  operatingSystem: 'fedora 42',
  containers: [],
  volumes: [],
  missingImages: [],
};

/** What Docker 28 of this machine tells. */
export const dockerAnswer: EngineAnswer = {
  ...podmanAnswer,
  version: '28.2.2',
  address: 'unix:///var/run/docker.sock',
  networkBackend: 'bridge',
  storageDriver: 'overlay2',
  root: '/var/lib/docker',
};

const provider = { label: 'docker-compose on the PATH', name: 'docker-compose', version: '5.5.1' };

/** A machine with Podman, which would be used, and Docker. */
export function factsOf(changes: Changes = {}): Facts {
  return {
    platform: 'linux',
    node: '22.12.0',
    installer: 'dnf',
    engines: [
      {
        label: 'podman',
        name: 'podman',
        isCandidate: true,
        isUsed: true,
        answer: { ...podmanAnswer, ...changes.answer },
        providers: [{ ...provider, isUsed: true, honoursHealthy: true }],
        ...changes.podman,
      },
      {
        label: 'docker',
        name: 'docker',
        isCandidate: true,
        isUsed: false,
        answer: { ...dockerAnswer, ...changes.dockerAnswer },
        providers: [{ ...provider, isUsed: true, honoursHealthy: true }],
        ...changes.docker,
      },
    ],
    host: {
      settings: { 'fs.inotify.max_user_instances': 128, 'net.ipv4.ip_unprivileged_port_start': 1024 },
      openFiles: 524_288,
      isSelinuxEnforcing: false,
      disks: {
        '/var/lib/containers/storage': { freeBytes: 50 * 1024 ** 3, freeFiles: 1_000_000 },
        '/var/lib/docker': { freeBytes: 50 * 1024 ** 3, freeFiles: 1_000_000 },
      },
      sockets: {},
      ...changes.host,
    },
    listeners: [],
    addresses: ['127.0.0.1', '192.168.1.7', '::1'],
    proxies: [],
    environment: {},
    storage: undefined,
    state: {
      folder: '/home/u/.local/state/smoke',
      identity: { path: '/home/u/.local/state/smoke/cryostat.json', is: 'there' },
      ...changes.state,
    },
    ...changes.more,
  };
}

/** A machine whose engine is Docker alone. */
export function onDocker(changes: Changes = {}): Facts {
  return factsOf({
    ...changes,
    podman: { isUsed: false, isCandidate: false, ...changes.podman },
    docker: { isUsed: true, ...changes.docker },
  });
}

/** Without an answer. */
export const silent = (problem: string): Partial<EngineFacts> =>
  ({ isUsed: false, answer: undefined, providers: [], problem }) as unknown as Partial<EngineFacts>;

/** A stack of two services. */
export function wantsFor(changes: Partial<Wants> = {}): Wants {
  return {
    project: 'cryostat',
    isFromFlags: true,
    isFresh: false,
    command: './smoke -s garage',
    services: ['db', 'cryostat'],
    ports: [{ service: 'auth', address: '127.0.0.1', from: 8443, to: 8443, protocol: 'tcp' }],
    memoryBytes: 1024 ** 3,
    images: [],
    kernel: [],
    sockets: [],
    openFiles: [],
    variables: [],
    asksItself: [],
    dataVolumes: ['database-data'],
    endedImages: [],
    ...changes,
  };
}

/** What a rule finds, one line each: level, subject and what was seen; with its cure, where it is not fine. */
export function said(id: string, facts: Facts, wants: Wants = wantsFor()): string[] {
  return diagnose(facts, wants)
    .filter((finding) => finding.id === id)
    .map(line);
}

function line({ level, subject, seen, cure }: Finding): string {
  return `${level} ${subject}: ${seen}${cure === undefined ? '' : ` → ${cure}`}`;
}
