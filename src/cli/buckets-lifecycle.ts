// smoke buckets lifecycle: lets what can be made again expire, and what was left half done be cleaned up.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { renderRules, ruleReasons, rulesForJson } from '../report/bucket-rules.ts';
import { counted, renderBucketsJson, sameNotes } from '../report/buckets.ts';
import { createPaint } from '../report/paint.ts';
import {
  type LifecycleTask,
  type LifecycleWish,
  lifecycleTasks,
  readDays,
} from '../run/buckets-lifecycle.ts';
import { type BucketsTarget, bucketsTarget } from '../run/buckets-target.ts';
import { providerOf } from '../run/storage-provider.ts';
import { removeRules, setRules, showRules } from '../s3/buckets-lifecycle.ts';
import { askForOwn } from '../s3/buckets-look.ts';
import { inParallel, isGeneral, openStorage, problemError } from '../s3/buckets-open.ts';
import type { BucketRulesReport } from '../s3/buckets-rules.ts';
import { slowly } from './slowly.ts';

/** Flags of this verb alone. */
export interface LifecycleFlags extends CliFlags {
  readonly expireDays?: string;
  readonly abortDays?: string;
  readonly show?: boolean;
  readonly remove?: boolean;
  readonly all?: boolean;
}

/** Shows the rules, sets them, or takes smoke's own away. */
export async function lifecycle(flags: LifecycleFlags, io: Io, names: readonly string[]): Promise<number> {
  const wish = readWish(flags, names);
  const target = await bucketsTarget(flags, io);
  const { tasks, kept } = lifecycleTasks(target.buckets, wish);
  if (kept.length > 0) say(io, `left as they are, for smoke did not name them: ${kept.join(', ')}`);
  if (flags.dryRun) return await tellPlan(tasks, wish, flags, io);
  const storage = openStorage(target.connection, target.ca, target.silentHint);
  const done = slowly(io, 'asking for lifecycle rules …');
  try {
    const { signal } = io;
    await askForOwn(storage, signal);
    const reports = await inParallel(tasks, 4, async ({ name, ...days }) => {
      if (wish.action === 'remove') return await removeRules(storage, name, signal);
      return wish.action === 'show'
        ? await showRules(storage, name, signal)
        : await setRules(storage, name, days, signal);
    });
    done();
    return await tell(reports, target, wish, flags, io);
  } finally {
    done();
    storage.end();
  }
}

function readWish(flags: LifecycleFlags, names: readonly string[]): LifecycleWish {
  const expire = readDays(flags.expireDays, '--expire-days');
  const abort = readDays(flags.abortDays, '--abort-days');
  const isSet = expire !== undefined || abort !== undefined;
  if ([flags.remove, flags.show, isSet].filter(Boolean).length > 1) {
    throw new SmokeError('USAGE', 'buckets lifecycle does one thing: days to set, or --show, or --remove', {
      hint: 'After days were set, it shows the rules by itself.',
    });
  }
  const action = flags.remove ? 'remove' : isSet ? 'set' : 'show';
  return { action, names, all: flags.all === true, expire, abort };
}

async function tellPlan(
  tasks: readonly LifecycleTask[],
  { action }: LifecycleWish,
  flags: LifecycleFlags,
  io: Io,
): Promise<number> {
  const words = ({ expire, abort }: LifecycleTask): string => {
    if (action !== 'set') return action === 'show' ? 'would be shown' : 'would lose the rules of smoke';
    const expires = expire === undefined ? [] : [`would expire objects after ${counted(expire, 'day')}`];
    const aborts = abort === undefined ? [] : [`would abort uploads after ${counted(abort, 'day')}`];
    return [...expires, ...aborts].join(', ');
  };
  const text = tasks.map((task) => `${task.name}\t${words(task)}\n`).join('');
  await writeOutput(flags.json ? renderBucketsJson(tasks) : text, undefined, io);
  return 0;
}

async function tell(
  reports: readonly BucketRulesReport[],
  target: BucketsTarget,
  { action }: LifecycleWish,
  flags: LifecycleFlags,
  io: Io,
): Promise<number> {
  const general = reports.find(({ problem }) => problem && isGeneral(problem))?.problem;
  if (general) throw problemError(general, 'lifecycle rules cannot be asked for');
  const advice = (await providerOf(target.stack, io))?.lifecycle.advice;
  const paint = io.stdout.isTTY ? createPaint(true, io.env) : undefined;
  const text = flags.json
    ? renderBucketsJson(rulesForJson(reports), advice === undefined ? {} : { advice })
    : renderRules(reports, paint);
  await writeOutput(text, undefined, io);
  if (!flags.json) {
    for (const line of sameNotes(reports.map((report) => [report.name, ruleReasons(report)]))) say(io, line);
    if (advice) say(io, `advice of the provider: ${advice}`);
  }
  return action !== 'show' && reports.some((report) => ruleReasons(report)) ? 4 : 0;
}
