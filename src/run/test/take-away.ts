// The end of a test: everything that it made is taken away, and looked for once more.

import { rmSync } from 'node:fs';
import type { Engine } from '../../engine/engine.ts';
import { identityPath, keptManifest } from '../../identity/paths.ts';
import type { Io } from '../../io.ts';
import { forgetRun } from '../memory.ts';
import type { Checks } from './checks.ts';

/** What belongs to a test. */
export interface Leftovers {
  readonly engine: Engine;
  readonly project: string;
  readonly io: Io;
  /** Takes away what is on a storage outside of the stack; what stays, in words. */
  readonly takeAwayOutside: () => Promise<readonly string[]>;
}

/** Takes everything away, without patience for services that end slowly: nobody needs their data. */
export async function takeAway(
  { engine, project, io, takeAwayOutside }: Leftovers,
  checks: Checks,
): Promise<void> {
  await checks.make({ group: 'cleanup', name: 'nothing of the test is left' }, async () => {
    await removeTestProject(engine, project);
    const outside = await takeAwayOutside();
    const left = await stillThere(engine, project);
    if (outside.length + left.length > 0)
      return { state: 'failed', detail: [...outside, ...left].join('; ') };
    forgetTest(project, io);
    return { state: 'passed' };
  });
}

/** Removes containers, volumes, networks and built images of a test. */
export async function removeTestProject(engine: Engine, project: string): Promise<void> {
  await engine.removeProject(project, { volumes: true, anonymous: true, images: true });
}

/** Removes everything that is remembered of a test. */
export function forgetTest(project: string, { env }: Io): void {
  rmSync(identityPath(env, project), { force: true });
  rmSync(keptManifest(env, project), { force: true });
  forgetRun(project, { env } as Io);
}

/** A provider that was interrupted may have made something after the first look. */
async function stillThere(engine: Engine, project: string): Promise<string[]> {
  await removeTestProject(engine, project);
  const [containers, volumes] = await Promise.all([engine.containers(project), engine.volumes(project)]);
  return [...containers, ...volumes].map(({ name }) => name);
}
