// Tests that were killed: their locks tell of them, and what they left is taken away by the next test, or by `down`.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SmokeError } from '../../error.ts';
import { stateFolder } from '../../identity/paths.ts';
import { type Io, say } from '../../io.ts';
import type { CliFlags } from '../../options/flags.ts';
import { isHeld, type Owner, readOwner } from '../../owner-lock.ts';
import { engineOf } from '../find-engine.ts';
import { withProjectLock } from '../project-lock.ts';
import { forgetTest, removeTestProject } from './take-away.ts';

/** The verb by which locks of tests are known. */
export const testVerb = 'test';

/** Takes away what killed tests left on their engines; tells of each. */
export async function sweepDeadTests(flags: CliFlags, io: Io): Promise<void> {
  for (const project of deadTests(io)) {
    try {
      await withProjectLock(project, testVerb, io, () => sweep(project, flags, io));
      say(io, `smoke: took away what the test ${project} had left when it was killed`);
    } catch (error) {
      if (!(error instanceof SmokeError) || io.signal.aborted) throw error;
      // Another run may be at it, or its engine be away: the next one tries again.
      if (error.code !== 'BUSY')
        say(io, `smoke: the killed test ${project} still has things: ${error.message}`);
    }
  }
}

/** Projects of tests whose process is gone. */
function deadTests(io: Io): string[] {
  const folder = stateFolder(io.env);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const project = /^(.+)\.lock$/.exec(file)?.[1];
    const owner = project && readOwner<Owner & { readonly verb?: string }>(join(folder, file));
    return owner && owner.verb === testVerb && !isHeld(owner) ? [project] : [];
  });
}

/** A test has noted its engine before it made anything; the one of this run may be another. */
async function sweep(project: string, { engine: _, ...flags }: CliFlags, io: Io): Promise<void> {
  const engine = await engineOf(project, flags, io, { compose: false });
  try {
    await removeTestProject(engine, project);
    forgetTest(project, io);
  } finally {
    await engine.close();
  }
}
