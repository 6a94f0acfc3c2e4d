// The end of `up --watch`: takes down what this run brought up, and leaves what was there before.

import type { Engine } from '../engine/engine.ts';
import { type Io, say } from '../io.ts';
import { projectFlag } from '../options/options.ts';
import { lockProject, type ProjectLock } from './project-lock.ts';
import type { StackSource } from './read-source.ts';
import { stopByCompose } from './stop-by-compose.ts';
import { type Before, forgetStack, isRunning, newVolumes } from './take-back.ts';

/**
 * Stops and removes containers and networks, and the volumes that this run made unless they are kept. Without a lock that
 * the run holds, it takes one for as long as this lasts.
 */
export async function takeDown(
  engine: Engine,
  stack: StackSource,
  before: Before,
  keepVolumes: boolean,
  io: Io,
  held?: ProjectLock,
): Promise<void> {
  const { project } = stack;
  const flag = projectFlag(project);
  if (isRunning(before)) {
    say(io, `smoke: ${project} ran before this run and stays (smoke down${flag} stops it)`);
    return;
  }
  // Somebody else may be taking it down already.
  const lock = held ?? (await lockProject(project, 'up --watch', io, { waitMs: 60_000 }));
  say(io, `smoke: takes ${project} down, a moment please`);
  const calm = (): void => say(io, 'smoke: all is well, it is being taken down');
  io.signal.addEventListener('abort', calm, { once: true });
  try {
    await stopByCompose(engine, stack, ['stop'], io, { onChild: lock.noteChild });
    // Volumes without a name come with a container, and nothing else could ever use them.
    const anonymous = !keepVolumes && before.containers.length === 0;
    await engine.removeProject(project, { volumes: false, anonymous });
    const made = await newVolumes(engine, stack, before);
    if (!keepVolumes) {
      for (const name of made) await engine.removeVolume(name);
      forgetStack(stack, before, io);
    }
    say(io, `smoke: ${project} is down${told(made.length, before.volumes.length, keepVolumes, flag)}`);
  } finally {
    io.signal.removeEventListener('abort', calm);
    if (!held) lock.release();
  }
}

function told(made: number, old: number, keepVolumes: boolean, flag: string): string {
  const stay = old + (keepVolumes ? made : 0);
  const parts = [
    ...(made > 0 && !keepVolumes ? [`the ${count(made)} it made removed`] : []),
    ...(stay > 0
      ? [
          `${count(stay)} ${stay === 1 ? 'stays' : 'stay'} (smoke down --volumes${flag} removes ${stay === 1 ? 'it' : 'them'})`,
        ]
      : []),
  ];
  return parts.map((part) => `, ${part}`).join('');
}

function count(volumes: number): string {
  return volumes === 1 ? 'one volume' : `${volumes} volumes`;
}
