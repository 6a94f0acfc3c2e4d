// Chooses free ports for a stack: those that its project had before, else new ones, reserved until they are released.

import { existsSync, readdirSync } from 'node:fs';
import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { keptManifest, stateFolder } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import type { Manifest } from '../stack/manifest.ts';
import { portsToMove } from '../stack/move-ports.ts';
import type { PublishedPort } from '../stack/port-entry.ts';
import type { MovedPorts } from '../stack/port-names.ts';
import { isFree } from './is-free.ts';
import { readMemory } from './memory.ts';
import { type PortRange, portRange } from './port-range.ts';
import { releasePorts, reservePorts } from './port-reservations.ts';

/** What is to be moved where. Several choices of one chooser agree with each other. */
export interface PortChooser {
  readonly choose: (manifest: Pick<Manifest, 'name' | 'services'>) => Promise<MovedPorts>;
  /** What was chosen so far. */
  readonly chosen: () => MovedPorts;
  /** Gives the ports free for other runs: when containers have taken them, or nothing will. */
  readonly release: () => Promise<void>;
}

/** How ports are chosen. */
export interface PortWishes {
  /** Knows the ports of containers, which need not look taken from here. */
  readonly engine?: Engine | undefined;
  /** False: new ports, whatever the project had before. */
  readonly remembered?: boolean;
}

/** A chooser; nothing that it chooses is remembered beyond this run unless somebody does so. */
export function createPortChooser(io: Io, { engine, remembered = true }: PortWishes = {}): PortChooser {
  let chosen: MovedPorts = {};
  return {
    chosen: () => chosen,
    async choose({ name: project, services }) {
      const held = await heldPorts(project, engine);
      const before = { ...(remembered && readMemory(project, io).ports), ...chosen };
      const others = portsOfOtherProjects(project, io);
      const wanted = byKey(portsToMove(services));
      await reservePorts(io, async (reserved) => {
        const found = await search({
          wanted,
          before,
          // Without an engine, a port of a project that was started is taken to be held by its own containers.
          isOwn: (port) =>
            engine ? held.own.has(port) : remembered && existsSync(keptManifest(io.env, project)),
          taken: new Set([...reserved, ...held.others]),
          // A variant of the stack that is not wanted now keeps its ports, too.
          avoided: new Set([...others, ...Object.values(before)]),
          range: portRange(),
          seed: seedOf(project),
        });
        chosen = { ...chosen, ...found };
        return Object.values(chosen);
      });
      return Object.fromEntries(Object.entries(chosen).filter(([key]) => wanted.has(key)));
    },
    release: () => releasePorts(io),
  };
}

type Wanted = ReadonlyMap<string, readonly PublishedPort[]>;

interface Search {
  readonly wanted: Wanted;
  readonly before: MovedPorts;
  readonly isOwn: (port: number) => boolean;
  /** Nobody else may have them, remembered or not. */
  readonly taken: ReadonlySet<number>;
  /** Not for new choices. */
  readonly avoided: ReadonlySet<number>;
  readonly range: PortRange;
  readonly seed: number;
}

async function search({ wanted, before, isOwn, taken, avoided, range, seed }: Search): Promise<MovedPorts> {
  const found: Record<string, number> = {};
  // A port that has been moved must not look like one that still has to be.
  const used = new Set([...taken, ...[...wanted.keys()].map(Number)]);
  const areFree = async (port: number, ports: readonly PublishedPort[]): Promise<boolean> => {
    for (const { address, protocol } of ports) if (!(await isFree(port, address, protocol))) return false;
    return true;
  };
  for (const [key, ports] of wanted) {
    const old = before[key];
    if (old === undefined || used.has(old)) continue;
    if (!isOwn(old) && !(await areFree(old, ports))) continue;
    found[key] = old;
    used.add(old);
  }
  const size = range.last - range.first + 1;
  let step = 0;
  for (const [key, ports] of wanted) {
    for (; found[key] === undefined && step < size; step += 1) {
      const port = range.first + ((seed + step) % size);
      if (used.has(port) || avoided.has(port) || !(await areFree(port, ports))) continue;
      found[key] = port;
      used.add(port);
    }
    if (found[key] === undefined) throw noneLeft(key, range);
  }
  return found;
}

function noneLeft(key: string, { first, last }: PortRange): SmokeError {
  return new SmokeError(
    'ENGINE_FAILED',
    `no port from ${first} to ${last} is free for the published port ${key}`,
    {
      hint: 'Leave --ports auto out, or stop what holds so many ports.',
    },
  );
}

function byKey(ports: readonly PublishedPort[]): Wanted {
  const found = new Map<string, PublishedPort[]>();
  for (const port of ports) found.set(port.key, [...(found.get(port.key) ?? []), port]);
  return found;
}

async function heldPorts(project: string, engine: Engine | undefined) {
  const published = (await engine?.publishedPorts()) ?? [];
  const ports = (isOwn: boolean): Set<number> =>
    new Set(published.filter((port) => (port.project === project) === isOwn).map(({ port }) => port));
  return { own: ports(true), others: ports(false) };
}

function portsOfOtherProjects(project: string, io: Io): ReadonlySet<number> {
  const folder = stateFolder(io.env);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const projects = files.flatMap((file) => /^(.+)\.run\.json$/.exec(file)?.[1] ?? []);
  return new Set(
    projects
      .filter((other) => other !== project)
      .flatMap((other) => Object.values(readMemory(other, io).ports ?? {})),
  );
}

/** Projects begin at different places, so that a lost memory gives mostly the same ports again. */
function seedOf(project: string): number {
  return [...project].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
}
