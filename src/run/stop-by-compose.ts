// Stops a stack by its Compose provider, which knows the order and lets every service end by itself.

import { type ComposeRun, runCompose } from '../engine/compose.ts';
import type { Engine } from '../engine/engine.ts';
import { type Io, say } from '../io.ts';
import type { StackSource } from './read-source.ts';
import { placeholderEnvironment } from './start-environment.ts';

/** Runs `down` or `stop`. What the provider cannot do is said, and left to the sweep that follows. */
export async function stopByCompose(
  engine: Engine,
  stack: StackSource,
  args: readonly [verb: 'down' | 'stop', ...flags: string[]],
  io: Io,
  { signal, onChild }: Pick<ComposeRun, 'signal' | 'onChild'> = {},
): Promise<void> {
  const { project, file, folder } = stack;
  const { exitCode, output } = await runCompose(engine.compose, args, {
    project,
    file,
    projectDirectory: folder,
    env: placeholderEnvironment(stack, io),
    ...(signal && { signal }),
    ...(onChild && { onChild }),
  });
  if (exitCode === 0) return;
  const last = output.trim().split('\n').at(-1) ?? '';
  say(io, `smoke: ${engine.compose.name} ${args[0]} ended with ${exitCode}: ${last}`);
}
