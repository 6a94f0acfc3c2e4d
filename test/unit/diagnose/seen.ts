// Symptoms of a small stack: web needs db, both on an engine that the test names.

import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { linesOf } from '../../../src/diagnose/lines.ts';
import type { ContainerSeen, Origin, Scene, ServiceSeen, Symptoms } from '../../../src/diagnose/symptoms.ts';

/** A container that ended with 1, unless told. */
export function containerSeen(more: Partial<ContainerSeen> = {}): ContainerSeen {
  return {
    id: 'c0ffee',
    name: 'shop-web-1',
    state: 'exited',
    exitCode: 1,
    healthLog: [],
    restartCount: 0,
    ...more,
  };
}

/** A service that failed, unless told. */
export function serviceSeen(name: string, more: Partial<ServiceSeen> = {}): ServiceSeen {
  return {
    name,
    image: `docker.io/team/${name}:1`,
    dependsOn: [],
    networks: ['default'],
    mounts: [],
    ports: [],
    usesHostNetwork: false,
    state: 'failed',
    container: containerSeen({ name: `shop-${name}-1` }),
    ...more,
  };
}

/** The stack around a failure. */
export function sceneSeen(more: Partial<Scene> = {}): Scene {
  return {
    project: 'shop',
    projectFlag: ' --project shop',
    again: 'smoke up --project shop',
    file: 'compose.yml',
    isOwn: true,
    engine: 'docker',
    firesHealthChecks: true,
    provider: 'docker compose 5.5.1',
    services: [
      serviceSeen('db', {
        state: 'healthy',
        container: containerSeen({ id: 'db', name: 'shop-db-1', state: 'running' }),
      }),
      serviceSeen('web', {
        dependsOn: ['db'],
        ports: [8080],
        mounts: [{ kind: 'volume', source: 'ledger', target: '/var/lib/ledger' }],
      }),
    ],
    holders: [],
    oldVolumes: [],
    enforcesSelinux: false,
    ...more,
  };
}

/** What web said, or the provider of it. */
export function symptomsSeen(from: Origin, text: string, more: Partial<Symptoms> = {}): Symptoms {
  const scene = more.scene ?? sceneSeen();
  const isStart = from === 'provider';
  const service = scene.services.find(({ name }) => name === 'web');
  return {
    kind: isStart ? 'start' : from === 'probe' ? 'probe' : 'service',
    subject: isStart ? 'docker compose' : 'web',
    area: isStart ? 'docker compose' : 'web',
    summary: 'ended with exit code 1',
    lines: linesOf(from, text),
    advice: 'look at the log',
    scene,
    ...(!isStart && service && { service }),
    ...more,
  };
}

/** The code of what is diagnosed. */
export const codeOf = (from: Origin, text: string, more: Partial<Symptoms> = {}): string | undefined =>
  diagnose(symptomsSeen(from, text, more)).code;
