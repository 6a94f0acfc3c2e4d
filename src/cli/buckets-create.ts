// smoke buckets create: makes the application's buckets; what is there already is fine.

import { SmokeError } from '../error.ts';
import { newRecord } from '../identity/record.ts';
import { type Io, pipeClosed, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { counted, renderBucketsJson } from '../report/buckets.ts';
import { createPaint, type Paint } from '../report/paint.ts';
import { type BucketsTarget, bucketsTarget } from '../run/buckets-target.ts';
import { providerOf } from '../run/storage-provider.ts';
import { requireUsable } from '../run/usable-storage.ts';
import { type CreatedBucket, createBuckets, takeBackBuckets } from '../s3/buckets-create.ts';
import { lookAtBucket } from '../s3/buckets-look.ts';
import { type BucketStorage, inParallel, openStorage, problemError } from '../s3/buckets-open.ts';
import { providerConstraint } from '../s3/location.ts';
import { bucketsCommand } from './buckets-again.ts';
import { slowly } from './slowly.ts';

/** Creates what is missing. An error leaves what was made, an interrupt takes it back. */
export async function create(flags: CliFlags, io: Io): Promise<number> {
  const target = await bucketsTarget(flags, io);
  const names = target.buckets.filter(({ used }) => used).map(({ name }) => name);
  const storage = openStorage(target.connection, target.ca, target.silentHint);
  const done = slowly(io, `creating ${counted(names.length, 'bucket')} on ${hostOf(target)} …`);
  try {
    if (flags.dryRun) return await tellPlan(storage, names, flags, io);
    if (flags.check !== false) await requireUsable(target, names, io);
    const provider = await providerOf(target.stack, io);
    const locationConstraint = provider && providerConstraint(provider.create, target.connection.region);
    const buckets = await createBuckets(storage, names, { signal: io.signal, locationConstraint });
    if (io.signal.aborted) return await takeBack(storage, buckets, flags, io);
    done();
    const isAny = buckets.some(({ state }) => state === 'created' || state === 'yours-already');
    if (isAny || flags.json)
      await writeOutput(render(buckets, flags, createPaint(io.stdout.isTTY === true, io.env)), undefined, io);
    const failed = buckets.find(({ problem }) => problem);
    if (failed) throw failure(failed, buckets, target, flags, io);
    return 0;
  } finally {
    done();
    storage.end();
  }
}

/** --dry-run: looks, and changes nothing. */
async function tellPlan(
  storage: BucketStorage,
  names: readonly string[],
  flags: CliFlags,
  io: Io,
): Promise<number> {
  const plan = await inParallel(names, 4, async (name) => {
    const { exists, problem } = await lookAtBucket(storage, name, io.signal);
    if (problem) throw problemError(problem, `bucket ${name} cannot be looked at`);
    return { name, state: exists ? 'exists' : 'missing' };
  });
  const words = { exists: 'is there', missing: 'would be created' } as const;
  const lines = plan.map(({ name, state }) => `${name}\t${words[state as keyof typeof words]}\n`);
  await writeOutput(flags.json ? renderBucketsJson(plan) : lines.join(''), undefined, io);
  return 0;
}

async function takeBack(
  storage: BucketStorage,
  buckets: readonly CreatedBucket[],
  flags: CliFlags,
  io: Io,
): Promise<never> {
  const left = await takeBackBuckets(storage, buckets);
  if (io.signal.reason === pipeClosed) throw io.signal.reason;
  const made = buckets.filter(({ state }) => state === 'created').length;
  const taken =
    made === 0 ? 'no bucket was made' : `${counted(made - left.length, 'new bucket')} removed again`;
  const rest = left.length > 0 ? `, left: ${left.join(', ')}` : '';
  throw new SmokeError('CANCELLED', `interrupted: ${taken}${rest}`, {
    hint: `${bucketsCommand('create', flags)} begins again.`,
    cause: io.signal.reason,
  });
}

function render(buckets: readonly CreatedBucket[], flags: CliFlags, paint: Paint): string {
  if (flags.json)
    return renderBucketsJson(
      buckets.map(({ name, state, problem }) => ({ name, state, ...(problem && { problem: problem.text }) })),
    );
  const words = {
    created: paint('green', 'created'),
    'yours-already': 'was there',
    failed: paint('red', 'failed'),
    untried: 'not tried',
  } as const;
  return buckets.map(({ name, state }) => `${name}\t${words[state]}\n`).join('');
}

/** The first failure, with what to do; the others mostly say the same. */
function failure(
  failed: CreatedBucket,
  buckets: readonly CreatedBucket[],
  target: BucketsTarget,
  flags: CliFlags,
  io: Io,
): SmokeError {
  const bad = buckets.filter(({ state }) => state === 'failed' || state === 'untried').length;
  const made = buckets.filter(({ state }) => state === 'created').length;
  if (made > 0)
    say(io, `smoke: ${counted(made, 'bucket')} created in this run stay; the next run makes the rest`);
  const what = bad === 1 ? `bucket ${failed.name}` : `bucket ${failed.name} and ${bad - 1} more`;
  const { kind, text, hint } = failed.problem ?? { kind: 'other', text: 'no answer', hint: undefined };
  const advice = kind === 'bucket-taken' ? otherName(failed.name, target, flags, io) : hint;
  return new SmokeError(
    'PROVISION_FAILED',
    `${what} could not be created: ${text}`,
    advice ? { hint: advice } : {},
  );
}

/** A name of the user's is changed by its variable, a generated one by another instance id. */
function otherName(name: string, { stack }: BucketsTarget, flags: CliFlags, io: Io): string {
  const variable = Object.keys(io.env).find((key) => /_NAME$/.test(key) && io.env[key] === name);
  if (variable !== undefined)
    return `Set ${variable} to another name; nothing of the other bucket was changed.`;
  const id = newRecord('').instanceId;
  const storage = flags.storage ?? stack.manifest['x-smoke']?.storage ?? 'ext';
  if (flags.file !== undefined)
    return `Print the manifest again with another instance id, such as S3_INSTANCE_ID=${id} smoke -s ${storage}`;
  return `Take another instance id: S3_INSTANCE_ID=${id} ${bucketsCommand('create', { ...flags, storage })} (and the same for smoke up). Nothing of the other bucket was changed.`;
}

function hostOf({ connection }: BucketsTarget): string {
  return new URL(connection.endpoint).host;
}
