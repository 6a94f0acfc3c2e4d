// smoke up: the verb around run/up: finds the engine, shows progress, prints the report.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { flagOf } from '../options/options.ts';
import { createPaint } from '../report/paint.ts';
import { engineToStartOn } from '../run/find-engine.ts';
import { createProgress } from '../run/progress.ts';
import { stackToStart } from '../run/source.ts';
import { startEnvironment } from '../run/start-environment.ts';
import { bringUp } from '../run/up.ts';
import { finish } from './finish.ts';
import { printPlan } from './plan.ts';

/** Starts the stack and proves that it works. */
export async function up(flags: CliFlags, io: Io): Promise<number> {
  const timeoutMs = readTimeout(flags.timeout);
  const stack = await stackToStart(flags, io);
  startEnvironment(stack, io);
  for (const notice of stack.manifest['x-smoke']?.notices ?? []) io.stderr.write(`smoke: ${notice}\n`);
  const engine = await engineToStartOn(flags, io);
  try {
    const described = `${engine.name} ${engine.version}, ${engine.compose.name} ${engine.compose.version}`;
    if (flags.dryRun ?? flagOf(io.env, 'DRY_RUN'))
      return await printPlan(engine, stack, flags, io, described);
    const paint = createPaint(io.stderr.isTTY === true, io.env);
    const progress = createProgress(io, paint);
    progress.line(`smoke: ${stack.project} on ${described}`);
    const result = await bringUp(engine, stack, flags, io, { timeoutMs, progress });
    await finish(stack, { ...result, engine: described, services: result.states }, flags, io);
    return result.exitCode;
  } finally {
    await engine.close();
  }
}

function readTimeout(text: string | undefined): number {
  if (text === undefined) return 300_000;
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 86_400) return Number(text) * 1000;
  throw new SmokeError('USAGE', `--timeout: got "${text}", expected seconds, more than 0 and 86400 at most`);
}
