// One run of a test: up, checked to the bottom, taken down, whatever comes in between.

import type { Engine } from '../../engine/engine.ts';
import { SmokeError } from '../../error.ts';
import type { Io } from '../../io.ts';
import type { CliFlags } from '../../options/flags.ts';
import type { CheckReport, TestRun, Timeline } from '../../report/test-report.ts';
import { probeContext } from '../context.ts';
import { createPortChooser, type PortChooser } from '../free-ports.ts';
import { remember } from '../memory.ts';
import { fitToStorage } from '../outside-storage.ts';
import type { Progress } from '../progress.ts';
import { type ProjectLock, withProjectLock } from '../project-lock.ts';
import type { StackSource } from '../read-source.ts';
import { maskFor } from '../secrets.ts';
import { stackToStart } from '../source.ts';
import { flagsForEngine, onPaperOnly } from '../stack-for-engine.ts';
import { withStorageCredentials } from '../storage-credentials.ts';
import { checkAddresses } from './addresses.ts';
import { type Checks, createChecks } from './checks.ts';
import { nextStep } from './command.ts';
import { testVerb } from './dead-tests.ts';
import { makeOutsideBuckets, type TakeAway } from './outside-buckets.ts';
import { ownProject } from './own-project.ts';
import { endJourneys, makeProofs } from './proofs.ts';
import { checkRestarts } from './restarts.ts';
import { startForTest } from './start.ts';
import { checkStorageOf } from './storage.ts';
import { forgetTest, takeAway } from './take-away.ts';

/** How a test is run. */
export interface TestOptions {
  readonly timeoutMs: number;
  readonly progress: Progress;
  readonly tell: (check: CheckReport) => void;
  /** A stack that failed is not taken down. */
  readonly keep: boolean;
  /** Called with everything still there, once the checks are over. */
  readonly gather: (stack: StackSource, run: TestRun, mask: (text: string) => string) => Promise<void>;
}

/** What one run has in hand, and what has to be taken away in the end. */
interface Held {
  stack: StackSource;
  timeline: Timeline;
  takeAway: TakeAway;
  /** What every object has in its key that the run made. */
  readonly names: string[];
}

/** What one run works with. */
interface Setting {
  readonly engine: Engine;
  readonly flags: CliFlags;
  readonly io: Io;
  readonly options: TestOptions;
  readonly mask: (text: string) => string;
  readonly ports: PortChooser;
  readonly noteChild: ProjectLock['noteChild'];
}

const untimed: Timeline = { totalMs: 0, services: [], critical: [] };

/** A run, and what was tested. */
export interface TestedStack {
  readonly run: TestRun;
  readonly stack: StackSource;
}

/** Runs the test once. An interrupt is thrown, after everything was taken away. */
export async function testOnce(
  engine: Engine,
  given: CliFlags,
  io: Io,
  options: TestOptions,
): Promise<TestedStack> {
  const flags = ownProject(given, io);
  const project = flags.project ?? '';
  return await withProjectLock(project, testVerb, io, (lock) => testLocked(engine, flags, io, options, lock));
}

async function testLocked(
  engine: Engine,
  flags: CliFlags,
  user: Io,
  options: TestOptions,
  { noteChild }: ProjectLock,
): Promise<TestedStack> {
  const project = flags.project ?? '';
  const startedAt = user.now().toISOString();
  const began = performance.now();
  remember(project, { engine: engine.name, isTest: true }, user);
  const ports = createPortChooser(user, { engine, remembered: false });
  const { stack, io } = await prepare(engine, flags, user, ports).catch(async (error) => {
    await ports.release();
    forgetTest(project, user);
    throw error;
  });
  // Keys that come from a profile are secrets, too.
  const mask = maskFor(stack, flags, io);
  const next = `smoke test --keep leaves a stack that fails as it is, to be looked at`;
  const checks = createChecks(options.tell, mask, { next, signal: io.signal });
  const held: Held = { stack, timeline: untimed, takeAway: async () => [], names: [] };
  const result = (kept: boolean): TestRun => ({
    project,
    startedAt,
    elapsedMs: Math.round(performance.now() - began),
    verdict: checks.reports().every(({ state }) => state !== 'failed') ? 'passed' : 'failed',
    checks: checks.reports(),
    timeline: held.timeline,
    failures: checks.failures().map((card) => ({ ...card, next: nextStep(card.next, project, kept) })),
    kept,
  });
  let isKept = false;
  try {
    await runChecks({ engine, flags, io, options, mask, ports, noteChild }, checks, held);
    await options.gather(held.stack, result(false), mask);
    isKept = options.keep && result(false).verdict === 'failed';
  } finally {
    await ports.release();
    if (!isKept)
      await takeAway({ engine, project, io, takeAwayOutside: () => held.takeAway(held.names) }, checks);
  }
  return { run: result(isKept), stack: held.stack };
}

/** Everything between the plan and the end; a start that fails ends it. */
async function runChecks(setting: Setting, checks: Checks, held: Held): Promise<void> {
  const { engine, flags, io, options, ports, noteChild } = setting;
  try {
    held.stack = await fitToStorage(held.stack, flags, io, { choosePorts: ports.choose });
    const { stack } = held;
    const context = probeContext(stack, engine, flags, io);
    held.takeAway = await makeOutsideBuckets(stack, context, {
      isOwnId: flags.file === undefined,
      signal: io.signal,
    });
    const started = await startForTest({ ...options, engine, stack, flags, io, noteChild }, checks);
    held.timeline = started.timeline;
    if (started.isUp) await checkRunning(setting, checks, held);
  } catch (error) {
    if (!(error instanceof SmokeError) || io.signal.aborted || error.code === 'USAGE') throw error;
    await checks.make({ group: 'start', name: 'the stack can be started' }, () => Promise.reject(error));
  }
}

/** The stack, and the world with the keys of its storage. */
async function prepare(
  engine: Engine,
  flags: CliFlags,
  user: Io,
  ports: PortChooser,
): Promise<{ readonly stack: StackSource; readonly io: Io }> {
  // A session token becomes part of the manifest, so keys are looked for before and after it is made.
  const known = await withStorageCredentials(flags, user);
  const stack = await testStack(engine, flags, known, ports);
  return { stack, io: await withStorageCredentials(flags, known, stack) };
}

/** The stack on the engine that it is tested on, with ports that nobody has. */
async function testStack(
  engine: Engine,
  given: CliFlags,
  io: Io,
  { choose: choosePorts }: PortChooser,
): Promise<StackSource> {
  if (given.file === undefined) {
    const flags = flagsForEngine(engine, await stackToStart(given, io, onPaperOnly), given);
    return await stackToStart(flags, io, { choosePorts });
  }
  const [{ moveSource }, { withOwnNames }] = await Promise.all([
    import('../move-source.ts'),
    import('./own-file.ts'),
  ]);
  const source = withOwnNames(await stackToStart(given, io), engine, io);
  return await moveSource(source, choosePorts, io, engine);
}

async function checkRunning(
  { engine, flags, io, mask }: Setting,
  checks: Checks,
  { stack, names }: Held,
): Promise<void> {
  const { signal } = io;
  const notes = stack.manifest['x-smoke'];
  const context = probeContext(stack, engine, flags, io);
  await checkAddresses(notes?.urls ?? [], context, checks, signal);
  if (notes?.s3) await checkStorageOf(context, checks, io);
  const waiting = await makeProofs(notes?.tests ?? [], context, checks, signal, (name) => names.push(name));
  await checkRestarts({ engine, stack, context, waiting, flags, env: io.env, mask, signal }, checks);
  await endJourneys(waiting, checks, signal);
}
