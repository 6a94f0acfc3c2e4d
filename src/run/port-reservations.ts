// Ports that runs have chosen and no container has taken yet, in a file that all runs share: two that start at once choose differently.

import { existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { stateFolder } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import { readTextIfThere } from '../library/read-text.ts';
import { isAlive, startOf } from '../process-start.ts';
import { makeOwnFolder, withFileLock, writeSharedFile } from '../shared-file.ts';

interface Reservation {
  readonly port: number;
  readonly host: string;
  readonly pid: number;
  readonly started: string;
}

/** Chooses while no other run does: `choose` gets what others have reserved, and what it gives is reserved for this run. */
export async function reservePorts(
  io: Io,
  choose: (taken: ReadonlySet<number>) => Promise<readonly number[]>,
): Promise<void> {
  const path = reservationsPath(io);
  try {
    makeOwnFolder(dirname(path));
    await withFileLock(path, async () => {
      const others = readReservations(path).filter((entry) => !isOurs(entry));
      const ports = await choose(new Set(others.map(({ port }) => port)));
      const own = { host: hostname(), pid: process.pid, started: startOf(process.pid) ?? '' };
      writeReservations(path, [...others, ...ports.map((port) => ({ port, ...own }))]);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    // Where nothing can be kept, the ports are as free as they look.
    await choose(new Set());
  }
}

/** Gives the ports of this run free, and those of runs that are gone; the file goes with the last of them. */
export async function releasePorts(io: Io): Promise<void> {
  if (existsSync(reservationsPath(io))) await reservePorts(io, async () => []);
}

function readReservations(path: string): readonly Reservation[] {
  try {
    const { reservations } = JSON.parse(readTextIfThere(path) ?? '{}') as { reservations?: Reservation[] };
    return (reservations ?? []).filter(isHeld);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function writeReservations(path: string, reservations: readonly Reservation[]): void {
  if (reservations.length === 0) rmSync(path, { force: true });
  else writeSharedFile(path, { version: 1, reservations });
}

function isHeld({ host, pid, started }: Reservation): boolean {
  return host !== hostname() || isAlive(pid, started);
}

function isOurs({ host, pid }: Reservation): boolean {
  return host === hostname() && pid === process.pid;
}

function reservationsPath(io: Io): string {
  return join(stateFolder(io.env), 'ports.reserved');
}
