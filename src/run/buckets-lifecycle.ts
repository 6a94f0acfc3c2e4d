// Which lifecycle rules go to which buckets: what cannot be made again expires only when somebody says so. Pure.

import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { WantedDays } from '../s3/buckets-rules.ts';
import type { AppBucket } from './buckets-whose.ts';

/** What to do with one bucket. */
export interface LifecycleTask extends WantedDays {
  readonly name: string;
}

/** What was asked for. */
export interface LifecycleWish extends WantedDays {
  readonly action: 'show' | 'set' | 'remove';
  /** Names that were given. */
  readonly names: readonly string[];
  /** Whether what cannot be made again may expire as well. */
  readonly all: boolean;
}

/** The tasks, and the buckets that are left alone because smoke did not name them. */
export function lifecycleTasks(
  buckets: readonly AppBucket[],
  wish: LifecycleWish,
): { readonly tasks: readonly LifecycleTask[]; readonly kept: readonly string[] } {
  const { action, names, all, expire, abort } = wish;
  const used = buckets.filter((bucket) => bucket.used);
  const unknown = names.find((name) => !buckets.some((bucket) => bucket.name === name));
  if (unknown !== undefined)
    throw unknownBucket(
      unknown,
      used.map(({ name }) => name),
    );
  const isNamed = ({ name }: AppBucket): boolean => names.includes(name);
  const meant = names.length > 0 ? buckets.filter(isNamed) : used;
  if (action === 'show') return { tasks: meant.map(({ name }) => ({ name })), kept: [] };
  const free = meant.filter((bucket) => isNamed(bucket) || bucket.namedBy === 'smoke');
  const kept = meant.filter((bucket) => !free.includes(bucket)).map(({ name }) => name);
  const tasks = free.map((bucket): LifecycleTask => {
    const mayExpire = bucket.scratch || all || isNamed(bucket);
    return { name: bucket.name, expire: mayExpire ? expire : undefined, abort };
  });
  const real =
    action === 'remove' ? tasks : tasks.filter((task) => (task.expire ?? task.abort) !== undefined);
  if (real.length > 0) return { tasks: real, kept };
  throw new SmokeError('USAGE', 'none of the buckets may get these rules unless it is named', {
    hint: 'smoke buckets lifecycle NAME… --expire-days N; smoke buckets names shows their names.',
  });
}

/** A number of days as a flag has it. */
export function readDays(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= 36_500) return days;
  throw new SmokeError('USAGE', `${flag}: got "${text}", expected a number of days from 1 to 36500`);
}

function unknownBucket(name: string, known: readonly string[]): SmokeError {
  const near = known.find((other) => other.startsWith(`${name}-`)) ?? nearest(name, known);
  const text = `"${name}" is no bucket of the application, expected one of ${known.join(', ')}`;
  return new SmokeError('USAGE', text, near === undefined ? {} : { hint: `Did you mean ${near}?` });
}
