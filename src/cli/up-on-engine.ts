// smoke up, once there is a stack and the project is ours: finds the engine, shows progress, prints the report, opens and watches.

import type { Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { readPorts } from '../options/options.ts';
import { renderJson } from '../report/json.ts';
import { createPaint } from '../report/paint.ts';
import { gatherEvidence } from '../run/evidence.ts';
import { engineToStartOn } from '../run/find-engine.ts';
import type { PortChooser } from '../run/free-ports.ts';
import { fitToStorage } from '../run/outside-storage.ts';
import { createProgress } from '../run/progress.ts';
import type { ProjectLock } from '../run/project-lock.ts';
import type { StackSource } from '../run/read-source.ts';
import { maskFor } from '../run/secrets.ts';
import { flagsForEngine, stackForEngine } from '../run/stack-for-engine.ts';
import type { UpResult } from '../run/start-and-prove.ts';
import { lookBefore } from '../run/take-back.ts';
import { bringUp } from '../run/up.ts';
import type { Purpose } from '../run/use-provider.ts';
import { finish, reportOf } from './finish.ts';
import { printPlan } from './plan.ts';
import { slowly } from './slowly.ts';

/** What is to be brought up, and how. */
export interface UpWish {
  readonly onPaper: StackSource;
  readonly flags: CliFlags;
  readonly timeoutMs: number;
  readonly opensTabs: boolean;
  readonly lock: ProjectLock;
}

/** Brings it up; resolves to the exit code. */
export async function upOnEngine(
  { onPaper, flags, timeoutMs, opensTabs, lock }: UpWish,
  io: Io,
): Promise<number> {
  const engine = await engineToStartOn(flags, io);
  const ports = readPorts(flags.ports) ? await choosesPorts(engine, io) : undefined;
  const purpose = ports ? { choosePorts: ports.choose } : {};
  try {
    const wanted = flagsForEngine(engine, onPaper, flags);
    const isMade = wanted === flags && ports === undefined;
    const made = isMade ? onPaper : await stackForEngine(engine, onPaper, wanted, io, purpose);
    const stack = flags.dryRun ? made : await fitted(made, wanted, io, purpose);
    for (const notice of stack.manifest['x-smoke']?.notices ?? []) io.stderr.write(`smoke: ${notice}\n`);
    const described = `${engine.name} ${engine.version}, ${engine.compose.name} ${engine.compose.version}`;
    if (flags.dryRun) return await printPlan(engine, stack, flags, io, described);
    const paint = createPaint(io.stderr.isTTY === true, io.env);
    const progress = createProgress(io, paint);
    progress.line(`smoke: ${stack.project} on ${described}`);
    const before = await lookBefore(engine, stack, io);
    const began = io.now();
    const findings = (result: UpResult) => ({ ...result, engine: described, services: result.states });
    const report = (result: UpResult): Promise<void> => finish(stack, findings(result), flags, io);
    const beside = async (
      result: UpResult,
      tell: (line: string) => void,
      signal: AbortSignal,
    ): Promise<void> => {
      if (opensTabs && result.exitCode === 0) await openTabs(stack, io, tell, signal);
    };
    const result = await bringUp(engine, stack, flags, io, {
      timeoutMs,
      progress,
      before,
      noteChild: lock.noteChild,
      ...(ports && { ports: ports.chosen() }),
      told: async (result) => {
        if (flags.evidence !== undefined) {
          const texts = { 'report.json': renderJson(reportOf(stack, findings(result), flags, io)) };
          const mask = maskFor(stack, flags, io);
          await gatherEvidence(flags.evidence, { engine, stack, began, mask, texts }, io);
          progress.line(`smoke: evidence is in ${flags.evidence}`);
        }
        if (flags.watch) return;
        await report(result);
        await beside(result, progress.line, io.signal);
      },
    });
    if (!flags.watch) return result.exitCode;
    // Whoever takes down what is watched need not end the watching first.
    await ports?.release();
    lock.release();
    const { stayInFront } = await import('./watch.ts');
    return await stayInFront({ engine, stack, before, result, paint, beside, report }, flags, io);
  } finally {
    await ports?.release();
    await engine.close();
  }
}

/** Only what moves ports waits for the parts that look for them. */
async function choosesPorts(engine: Engine, io: Io): Promise<PortChooser> {
  return (await import('../run/free-ports.ts')).createPortChooser(io, { engine });
}

/** A storage far away takes a moment to be checked. */
async function fitted(stack: StackSource, flags: CliFlags, io: Io, purpose: Purpose): Promise<StackSource> {
  const done = slowly(io, 'smoke: checking what the storage can do …');
  return await fitToStorage(stack, flags, io, purpose).finally(done);
}

/** What does not open is said, and changes nothing: the stack is up. */
async function openTabs(
  { manifest }: StackSource,
  { env }: Io,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const [{ openUrls, urlsOf }, { tellProblems }] = await Promise.all([
    import('../run/open-urls.ts'),
    import('./open.ts'),
  ]);
  const opened = await openUrls(urlsOf(manifest), manifest, { env, signal, patienceMs: 10_000 });
  if (!signal.aborted) tellProblems(opened, tell);
}
