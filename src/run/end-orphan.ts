// Ends a Compose provider whose run of smoke was killed: it leads a process group of its own, and goes on without smoke.

import { setTimeout as sleep } from 'node:timers/promises';
import { signalGroup } from '../engine/process.ts';
import { startOf } from '../process-start.ts';

/** A process that was started, and when. */
export interface Child {
  readonly pid: number;
  readonly started: string;
}

const politeMs = 10_000;
const askEveryMs = 50;

/** Asks the group to end, and insists after ten seconds. False when nothing of it was there. */
export async function endOrphan(child: Child): Promise<boolean> {
  if (!isThere(child)) return false;
  signalGroup(child.pid, 'SIGINT');
  const deadline = Date.now() + politeMs;
  while (isThere(child)) {
    if (Date.now() > deadline) signalGroup(child.pid, 'SIGKILL');
    await sleep(askEveryMs);
  }
  return true;
}

/** A group outlives its leader, whose id nobody gets as long as it does. */
function isThere({ pid, started }: Child): boolean {
  const now = startOf(pid);
  if (now !== undefined && now !== started) return false;
  return signalGroup(pid, 0);
}
