// What smoke buckets remove may remove: by what was typed, answered and said with --yes.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { counted } from '../report/buckets.ts';
import type { AppBucket } from '../run/buckets-whose.ts';
import { canAsk, openQuestions, type Questions } from './ask.ts';
import { bucketsCommand } from './buckets-again.ts';

/** A bucket that is there, and whether its exact name was given on the command line. */
export interface Removable extends Pick<AppBucket, 'name' | 'namedBy'> {
  readonly typed: boolean;
}

/** The buckets that may go. Smoke's own need a yes; all others need their names, typed in full. */
export async function agreeOn<Bucket extends Removable>(
  buckets: readonly Bucket[],
  flags: CliFlags,
  io: Io,
): Promise<readonly Bucket[]> {
  const free = buckets.filter(({ namedBy, typed }) => typed || namedBy === 'smoke');
  const guarded = buckets.filter((bucket) => !free.includes(bucket));
  const isAsked = canAsk(io) && flags.yes !== true;
  if (!isAsked) {
    if (free.length > 0 && flags.yes !== true) throw needsYes(free);
    if (free.length === 0 && guarded.length > 0) throw needsNames(guarded, flags);
    if (guarded.length > 0)
      say(io, `kept, for ${why(guarded)}: ${namesOf(guarded)} (${byName(guarded, flags)})`);
    return free;
  }
  const questions = openQuestions(io);
  try {
    const agreed = free.length > 0 && (await isYes(questions, free)) ? free : [];
    return [...agreed, ...(await typedNames(questions, guarded))];
  } finally {
    questions.end();
  }
}

async function isYes(questions: Questions, buckets: readonly Removable[]): Promise<boolean> {
  const what =
    buckets.length === 1
      ? `bucket ${buckets[0]?.name} and everything in it`
      : `these ${buckets.length} buckets and everything in them`;
  const answer = await questions.ask(`Remove ${what} for ever? [y/N] `);
  return /^(y|yes)$/i.test(answer);
}

async function typedNames<Bucket extends Removable>(
  questions: Questions,
  buckets: readonly Bucket[],
): Promise<Bucket[]> {
  const agreed: Bucket[] = [];
  for (const bucket of buckets) {
    const answer = await questions.ask(
      `${bucket.name}: ${why([bucket])}. Type its name to remove it too, or Enter to keep it: `,
    );
    if (answer === bucket.name) agreed.push(bucket);
  }
  return agreed;
}

function needsYes(buckets: readonly Removable[]): SmokeError {
  const count = counted(buckets.length, 'bucket');
  return new SmokeError(
    'USAGE',
    `${count} would be removed with everything in them, and there is nobody to ask`,
    {
      hint: 'Say --yes, or see what would go with --dry-run.',
    },
  );
}

function needsNames(buckets: readonly Removable[], flags: CliFlags): SmokeError {
  const text = `${namesOf(buckets)}: removed only by name, for ${why(buckets)}`;
  return new SmokeError('USAGE', text, { hint: `If nobody else uses them: ${byName(buckets, flags)} --yes` });
}

function why(buckets: readonly Removable[]): string {
  return buckets.every(({ namedBy }) => namedBy === 'user')
    ? 'the name was chosen, not made by smoke'
    : 'the instance id is not one that this project made';
}

const namesOf = (buckets: readonly Removable[]): string => buckets.map(({ name }) => name).join(', ');
const byName = (buckets: readonly Removable[], flags: CliFlags): string =>
  `${bucketsCommand('remove', flags)} ${buckets.map(({ name }) => name).join(' ')}`;
