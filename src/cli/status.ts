// smoke status: services, health, URLs and how to log in.

import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { engineOf } from '../run/find-engine.ts';
import { requireStack } from '../run/source.ts';
import { serviceStates } from '../run/verdict.ts';
import { finish } from './finish.ts';

/** Prints what the engine knows of the stack now. */
export async function status(flags: CliFlags, io: Io): Promise<number> {
  const stack = await requireStack(flags, io);
  const engine = await engineOf(stack.project, flags, io, { compose: false });
  try {
    const services = serviceStates(stack.manifest, await engine.containers(stack.project), io.now());
    await finish(
      stack,
      { engine: `${engine.name} ${engine.version}`, services, probes: [], failures: [] },
      flags,
      io,
    );
    return 0;
  } finally {
    await engine.close();
  }
}
