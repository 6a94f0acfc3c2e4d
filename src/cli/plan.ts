// --dry-run: what would be done, and nothing else.

import { composeCommand } from '../engine/compose.ts';
import type { Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { findContent } from '../run/content.ts';
import { urlsOf } from '../run/open-urls.ts';
import type { StackSource } from '../run/read-source.ts';
import { startWaves } from '../run/waves.ts';

/** Prints the plan of `up`: each step with its subject and its cause. */
export async function printPlan(
  engine: Engine,
  stack: StackSource,
  flags: CliFlags,
  io: Io,
  described: string,
): Promise<number> {
  const run = { project: stack.project, file: stack.file, projectDirectory: stack.folder };
  const command = (args: readonly string[]): string => composeCommand(engine.compose, args, run).join(' ');
  const steps = [
    `keep ${stack.file}: so that status, probe and down know the stack`,
    ...findContent(stack.manifest, flags, io).map(
      ({ volume, folder }) => `fill volume ${volume} from ${folder}: if it changed`,
    ),
    ...(engine.compose.honoursHealthy
      ? [`run ${command(['up', '--detach', '--remove-orphans'])}`]
      : startWaves(stack.manifest).map(
          (wave) =>
            `run ${command(['up', '--detach', '--no-deps', ...wave])}: this provider ignores service_healthy`,
        )),
    ...(engine.firesHealthChecks ? [] : ['run the health checks: this engine does not fire them']),
    ...(stack.manifest['x-smoke']?.probes ?? []).map(({ name }) => `prove: ${name}`),
    ...(flags.openTabs ? urlsOf(stack.manifest).map(({ url }) => `open ${url}: when it answers`) : []),
    ...(flags.watch ? ['stay in front: until Ctrl-C or q, then take down what this run brought up'] : []),
  ];
  await writeOutput([`on ${described}`, ...steps].map((line) => `${line}\n`).join(''), undefined, io);
  return 0;
}
