// smoke probe: proves that a running stack works.

import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { probeContext } from '../run/context.ts';
import { findFailures } from '../run/failures.ts';
import { engineOf } from '../run/find-engine.ts';
import { prove } from '../run/prove.ts';
import type { StackSource } from '../run/read-source.ts';
import { maskFor } from '../run/secrets.ts';
import { requireStack } from '../run/source.ts';
import { withStorageCredentials } from '../run/storage-credentials.ts';
import { serviceStates } from '../run/verdict.ts';
import { finish } from './finish.ts';

const patienceMs = 5000;

/** Runs all probes once each, with a little patience; exit 1 when one fails. */
export async function probe(flags: CliFlags, io: Io): Promise<number> {
  const stack = await requireStack(flags, io);
  const engine = await findEngine(stack.project, flags, io);
  try {
    const context = probeContext(stack, engine, flags, await withKeys(stack, flags, io));
    const probes = await prove(stack.manifest['x-smoke']?.probes ?? [], context, {
      timeoutMs: patienceMs,
      signal: io.signal,
    });
    const containers = engine ? await engine.containers(stack.project) : [];
    const services = engine ? serviceStates(stack.manifest, containers, io.now()) : [];
    const sight = { engine, stack, flags, env: io.env, mask: maskFor(stack, flags, io) };
    const isGood = probes.every(({ state }) => state !== 'failed');
    const failures = isGood ? [] : await findFailures(sight, engine ? services : [], { probes });
    await finish(stack, { services, probes, failures }, flags, io);
    return failures.length > 0 ? 1 : 0;
  } finally {
    await engine?.close();
  }
}

/** Without keys, the probe of the storage is skipped and says so. */
async function withKeys(stack: StackSource, flags: CliFlags, io: Io): Promise<Io> {
  try {
    return await withStorageCredentials(flags, io, stack);
  } catch (error) {
    if (!(error instanceof SmokeError) || io.signal.aborted) throw error;
    say(io, `smoke: ${error.message}`);
    return io;
  }
}

/** Most probes need no engine: without one, those that do are skipped and say so. */
async function findEngine(project: string, flags: CliFlags, io: Io): Promise<Engine | undefined> {
  try {
    return await engineOf(project, flags, io, { compose: false });
  } catch (error) {
    if (error instanceof SmokeError && error.code === 'ENGINE_NOT_FOUND' && flags.engine === undefined)
      return undefined;
    throw error;
  }
}
