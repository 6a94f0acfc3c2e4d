// smoke buckets lifecycle: lets what can be made again expire, and what was left half done be cleaned up.

import { join } from 'node:path';
import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { writeOutput } from '../output.ts';
import { counted, type Row, renderBucketsJson, renderFields, renderTable } from '../report/buckets.ts';
import { createPaint } from '../report/paint.ts';
import { type BucketsTarget, bucketsTarget } from '../run/buckets-target.ts';
import type { AppBucket } from '../run/buckets-whose.ts';
import { type BucketRulesReport, removeRules, setRules, showRules } from '../s3/buckets-lifecycle.ts';
import { inParallel, isGeneral, openStorage, problemError } from '../s3/buckets-open.ts';
import { slowly } from './slowly.ts';

/** Flags of this verb alone. */
export interface LifecycleFlags extends CliFlags {
  readonly expireDays?: string;
  readonly abortDays?: string;
  readonly show?: boolean;
  readonly remove?: boolean;
  readonly all?: boolean;
}

interface Task {
  readonly name: string;
  readonly expire?: number | undefined;
  readonly abort?: number | undefined;
}

/** Shows the rules, sets them, or takes smoke's own away. */
export async function lifecycle(flags: LifecycleFlags, io: Io, names: readonly string[]): Promise<number> {
  const [expire, abort] = [
    readDays(flags.expireDays, '--expire-days'),
    readDays(flags.abortDays, '--abort-days'),
  ];
  const isSetting = expire !== undefined || abort !== undefined;
  if (flags.remove && (isSetting || flags.show))
    throw new SmokeError(
      'USAGE',
      '--remove takes rules away, and goes with no other flag of buckets lifecycle',
    );
  const target = await bucketsTarget(flags, io);
  const isShown = !flags.remove && (!isSetting || flags.show === true);
  const tasks = chooseTasks(
    target,
    { expire, abort, isShown: isShown || flags.remove === true },
    names,
    flags,
    io,
  );
  if (flags.dryRun) return await tellPlan(tasks, flags, io);
  const storage = openStorage(target.connection, target.ca);
  const done = slowly(io, 'asking for lifecycle rules …');
  try {
    const { signal } = io;
    const reports = await inParallel(tasks, 4, async ({ name, ...days }) => {
      if (flags.remove) return await removeRules(storage, name, signal);
      return isShown ? await showRules(storage, name, signal) : await setRules(storage, name, days, signal);
    });
    done();
    return await tell(reports, target, flags, io);
  } finally {
    done();
    storage.end();
  }
}

/** Which rules go where: expiration only to what can be made again, unless buckets are named, or --all says so. */
function chooseTasks(
  { buckets }: BucketsTarget,
  wanted: { expire: number | undefined; abort: number | undefined; isShown: boolean },
  names: readonly string[],
  flags: LifecycleFlags,
  io: Io,
): Task[] {
  const used = buckets.filter((bucket) => bucket.used);
  for (const name of names)
    if (!buckets.some((bucket) => bucket.name === name)) throw unknownBucket(name, used);
  const meant = names.length > 0 ? buckets.filter(({ name }) => names.includes(name)) : used;
  if (wanted.isShown && !flags.remove) return meant.map(({ name }) => ({ name }));
  const isFree = ({ name, namedBy }: AppBucket): boolean => namedBy === 'smoke' || names.includes(name);
  const held = meant.filter((bucket) => !isFree(bucket));
  if (held.length > 0)
    say(io, `left as they are, for smoke did not name them: ${held.map(({ name }) => name).join(', ')}`);
  const mayExpire = (bucket: AppBucket): boolean =>
    bucket.scratch || flags.all === true || names.includes(bucket.name);
  const tasks = meant.filter(isFree).map((bucket) => ({
    name: bucket.name,
    expire: mayExpire(bucket) ? wanted.expire : undefined,
    abort: wanted.abort,
  }));
  const chosen = flags.remove ? tasks : tasks.filter(({ expire, abort }) => expire ?? abort);
  if (chosen.length > 0) return chosen;
  throw new SmokeError('USAGE', 'none of the buckets may get these rules unless it is named', {
    hint: 'smoke buckets lifecycle NAME… --expire-days N; smoke buckets names shows their names.',
  });
}

function unknownBucket(name: string, used: readonly AppBucket[]): SmokeError {
  const known = used.map((bucket) => bucket.name);
  const near = known.find((other) => other.startsWith(`${name}-`)) ?? nearest(name, known);
  return new SmokeError(
    'USAGE',
    `"${name}" is no bucket of the application, expected one of ${known.join(', ')}`,
    {
      ...(near && { hint: `Did you mean ${near}?` }),
    },
  );
}

function readDays(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= 36_500) return days;
  throw new SmokeError('USAGE', `${flag}: got "${text}", expected a number of days from 1 to 36500`);
}

async function tellPlan(tasks: readonly Task[], flags: LifecycleFlags, io: Io): Promise<number> {
  const words = ({ expire, abort }: Task): string =>
    [
      flags.remove ? 'rules of smoke would be taken away' : '',
      expire === undefined ? '' : `would expire objects after ${counted(expire, 'day')}`,
      abort === undefined ? '' : `would abort uploads after ${counted(abort, 'day')}`,
    ]
      .filter(Boolean)
      .join(', ') || 'would be shown';
  const text = tasks.map((task) => `${task.name}\t${words(task)}\n`).join('');
  await writeOutput(flags.json ? renderBucketsJson(tasks) : text, undefined, io);
  return 0;
}

async function tell(
  reports: readonly BucketRulesReport[],
  target: BucketsTarget,
  flags: LifecycleFlags,
  io: Io,
): Promise<number> {
  const general = reports.find(({ problem }) => problem && isGeneral(problem))?.problem;
  if (general) throw problemError(general, 'lifecycle rules cannot be asked for');
  const advice = await adviceOf(target, io);
  await writeOutput(render(reports, advice, flags, io), undefined, io);
  if (!flags.json && advice) say(io, `advice: ${advice}`);
  const bad = reports.filter(({ problem, refused }) => problem || Object.keys(refused).length > 0);
  // To look is to have done it, also where the server has no such thing.
  const isLook = reports.every(
    ({ problem }) => !problem || problem.kind === 'unsupported' || problem.kind === 'no-bucket',
  );
  const asked = flags.remove || flags.expireDays !== undefined || flags.abortDays !== undefined;
  return bad.length === 0 || (!asked && isLook) ? 0 : 4;
}

function render(
  reports: readonly BucketRulesReport[],
  advice: string | undefined,
  flags: LifecycleFlags,
  io: Io,
): string {
  if (flags.json)
    return renderBucketsJson(
      reports.map(({ problem, ...report }) => ({ ...report, ...(problem && { problem: problem.text }) })),
      advice === undefined ? {} : { advice },
    );
  const days = (number: number | undefined): string => (number === undefined ? '-' : counted(number, 'day'));
  const rows = reports.map((report): Row => {
    const { name, expireDays, abortDays, others, problem, refused } = report;
    const words = { expire: 'expiration not set', abort: 'clean-up of uploads not set' } as const;
    const notes = Object.entries(refused).map(
      ([kind, why]) => `${words[kind as keyof typeof words]}: ${why}`,
    );
    const note = [problem?.text, ...notes].filter(Boolean).join('; ');
    return {
      mark: note ? 'bad' : 'none',
      cells: [name, days(expireDays), days(abortDays), others === 0 ? '-' : String(others)],
      note,
    };
  });
  const headings = ['BUCKET', 'EXPIRES AFTER', 'UPLOADS ABORTED AFTER', 'OTHER RULES'];
  return io.stdout.isTTY
    ? renderTable(headings, rows, createPaint(true, io.env))
    : renderFields(rows.map(({ cells, note }) => [...cells, note]));
}

async function adviceOf({ stack }: BucketsTarget, io: Io): Promise<string | undefined> {
  const name = stack.manifest['x-smoke']?.provider;
  if (name === undefined) return undefined;
  const providers = await readProviders(openLibrary(io.root, join(io.root, 'volumes')));
  return providers[name]?.lifecycle.advice;
}
