// smoke down: stops the stack; its volumes stay unless they are not wanted.

import { rmSync } from 'node:fs';
import { identityPath, keptManifest } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import { say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { defaultApp, readProject } from '../options/options.ts';
import { engineOf } from '../run/find-engine.ts';
import { forgetRun, readMemory } from '../run/memory.ts';
import { releasePorts } from '../run/port-reservations.ts';
import { type ProjectLock, withProjectLock } from '../run/project-lock.ts';
import type { StackSource } from '../run/read-source.ts';
import { knownStack } from '../run/source.ts';
import { stopByCompose } from '../run/stop-by-compose.ts';
import { sweepDeadTests } from '../run/test/dead-tests.ts';

/** Stops by the Compose provider, then sweeps by label what it left; of tests that were killed, too. */
export async function down(flags: CliFlags, io: Io): Promise<number> {
  await sweepDeadTests(flags, io);
  const stack = await knownStack(flags, io);
  const project = stack?.project ?? readProject(flags, io.env, defaultApp);
  return await withProjectLock(project, 'down', io, (lock) => takeDown(project, stack, lock, flags, io));
}

async function takeDown(
  project: string,
  stack: StackSource | undefined,
  lock: ProjectLock,
  flags: CliFlags,
  io: Io,
): Promise<number> {
  const withVolumes = flags.volumes === true;
  const engine = await engineOf(project, flags, io, { compose: stack !== undefined });
  try {
    const before = await engine.containers(project);
    // Volumes without a name go with their containers, in the sweep; the provider's `down` would leave them.
    const how = withVolumes ? (['stop'] as const) : (['down', '--remove-orphans'] as const);
    if (stack && before.length > 0) {
      await stopByCompose(engine, stack, how, io, { signal: io.signal, onChild: lock.noteChild });
    }
    const images = withVolumes && readMemory(project, io).isTest === true;
    const removed = await engine.removeProject(project, { volumes: withVolumes, images });
    say(io, summary(project, before.length, removed, withVolumes));
    if (withVolumes) forget(project, io);
    // A run that was killed may have chosen some that no container took.
    await releasePorts(io);
    return 0;
  } finally {
    await engine.close();
  }
}

function summary(
  project: string,
  containers: number,
  removed: readonly string[],
  withVolumes: boolean,
): string {
  const volumes = removed.filter((name) => name.startsWith('volume ')).length;
  if (containers === 0 && removed.length === 0) return `smoke: nothing of ${project} was there`;
  const data = withVolumes
    ? `${volumes} volumes removed`
    : 'its volumes stay (smoke down --volumes removes them)';
  return `smoke: ${project} is down, ${data}`;
}

/**
 * Without its volumes there is no stack that status could tell about. The identity stays, for buckets have its name,
 * unless it was a test's.
 */
function forget(project: string, io: Io): void {
  if (readMemory(project, io).isTest) rmSync(identityPath(io.env, project), { force: true });
  rmSync(keptManifest(io.env, project), { force: true });
  forgetRun(project, io);
}
