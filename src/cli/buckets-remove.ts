// smoke buckets remove: the application's buckets with everything in them, once somebody has agreed.

import { SmokeError } from '../error.ts';
import { type Io, pipeClosed, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { counted, renderBucketsJson } from '../report/buckets.ts';
import { runningUser } from '../run/buckets-running.ts';
import { type BucketsTarget, bucketsTarget } from '../run/buckets-target.ts';
import { type BucketStorage, inParallel, openStorage } from '../s3/buckets-open.ts';
import { type RemovedBucket, removeBucket } from '../s3/buckets-remove.ts';
import { bucketsCommand } from './buckets-again.ts';
import { agreeOn } from './buckets-consent.ts';
import { contents, type Doomed, findThere } from './buckets-doomed.ts';
import { showCount } from './slowly.ts';

/** Removes the named buckets, or all that smoke named for this project. */
export async function remove(flags: CliFlags, io: Io, names: readonly string[]): Promise<number> {
  const target = await bucketsTarget(flags, io);
  const storage = openStorage(target.connection, target.ca, target.silentHint);
  try {
    const there = await findThere(storage, target, names, io);
    if (there.length === 0) {
      if (flags.json) await writeOutput(renderBucketsJson([]), undefined, io);
      else say(io, 'smoke: none of the buckets is there: nothing to remove');
      return 0;
    }
    if (flags.dryRun) return await tellPlan(there, flags, io);
    for (const bucket of there) say(io, `${bucket.name}: ${contents(bucket)}`);
    await warnIfUsed(target, there, flags, io);
    const agreed = await agreeOn(there, flags, io);
    if (agreed.length === 0) {
      say(io, 'nothing was removed');
      return flags.yes ? 0 : 4;
    }
    return await removeAll(storage, agreed, flags, io);
  } finally {
    storage.end();
  }
}

async function tellPlan(there: readonly Doomed[], flags: CliFlags, io: Io): Promise<number> {
  const plan = there.map((bucket) => {
    const goes = bucket.typed || bucket.namedBy === 'smoke';
    return { name: bucket.name, action: goes ? 'remove' : 'keep', ...bucket.usage };
  });
  const lines = there.map((bucket, index) => {
    const words = plan[index]?.action === 'remove' ? 'would be removed' : 'stays unless its name is typed';
    return `${bucket.name}\t${words}\t${contents(bucket)}\n`;
  });
  await writeOutput(flags.json ? renderBucketsJson(plan) : lines.join(''), undefined, io);
  return 0;
}

async function warnIfUsed(
  { stack }: BucketsTarget,
  there: readonly Doomed[],
  flags: CliFlags,
  io: Io,
): Promise<void> {
  const user = await runningUser(
    stack.project,
    there.map(({ name }) => name),
    flags,
    io,
  );
  if (user)
    say(io, `smoke: ${user} is running and uses them: it fails without, until smoke up makes them again`);
}

async function removeAll(
  storage: BucketStorage,
  agreed: readonly Doomed[],
  flags: CliFlags,
  io: Io,
): Promise<number> {
  const results: RemovedBucket[] = [];
  const progress = showCount(io, (count) => `deleted ${counted(count, 'object')} …`);
  try {
    await inParallel(agreed, 3, async ({ name }) => {
      results.push(await removeBucket(storage, name, { signal: io.signal, onDeleted: progress.add }));
    });
  } catch (error) {
    if (!io.signal.aborted || io.signal.reason === pipeClosed) throw error;
    throw interrupted(agreed, results, flags, io);
  } finally {
    progress.done();
  }
  const words = ({ state, deleted }: RemovedBucket): string =>
    state === 'removed'
      ? `removed, ${counted(deleted, 'object')}`
      : state === 'missing'
        ? 'was gone'
        : 'stays';
  const json = results.map(({ stuck, ...bucket }) => ({
    ...bucket,
    ...(stuck && { problem: stuck.problem.text }),
  }));
  const lines = results.map((bucket) => `${bucket.name}\t${words(bucket)}\n`);
  await writeOutput(flags.json ? renderBucketsJson(json) : lines.join(''), undefined, io);
  const failed = results.filter(({ state }) => state === 'failed');
  if (failed[0]?.stuck) throw failure(failed[0], failed.length);
  return 0;
}

function interrupted(
  agreed: readonly Doomed[],
  results: readonly RemovedBucket[],
  flags: CliFlags,
  io: Io,
): SmokeError {
  const left = agreed.filter(({ name }) => !results.some((result) => result.name === name));
  const text = `interrupted: ${results.length} of ${counted(agreed.length, 'bucket')} removed, left: ${left.map(({ name }) => name).join(', ')}`;
  return new SmokeError('CANCELLED', text, {
    hint: `${bucketsCommand('remove', flags)} goes on where this run stopped.`,
    cause: io.signal.reason,
  });
}

function failure({ name, stuck }: RemovedBucket, count: number): SmokeError {
  const { problem, key } = stuck ?? { problem: { text: 'no answer', hint: undefined } };
  const more = count > 1 ? `, and ${count - 1} more` : '';
  const at =
    key === undefined
      ? ''
      : ` (${JSON.stringify(key)}${stuck && stuck.count > 1 ? ` and ${stuck.count - 1} more` : ''})`;
  return new SmokeError('PROVISION_FAILED', `bucket ${name} stays${more}: ${problem.text}${at}`, {
    ...(problem.hint && { hint: problem.hint }),
  });
}
