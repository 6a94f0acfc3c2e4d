// Removals that end well when what was to be removed is gone, whoever was quicker. Talks to an engine.

import { setTimeout as sleep } from 'node:timers/promises';
import { engineFailed, reasonOf, statusOf } from './client.ts';

/** Podman refuses what it is just stopping itself, and Docker what it is just removing: a moment later neither does. */
const passing = /state improper|already in progress|is being removed|being stopped|has active endpoints/i;
const pausesMs = [100, 200, 400, 800, 1600] as const;

/** Waits for a removal, and tries it again where the engine is in the middle of something; what is gone counts as removed by somebody else: false. */
export async function removeFirmly(remove: () => Promise<unknown>): Promise<boolean> {
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      await remove();
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      if (pauseMs === undefined || !passing.test(reasonOf(error)))
        throw engineFailed('the engine could not remove what smoke made', error);
      await sleep(pauseMs);
    }
  }
  return false;
}
