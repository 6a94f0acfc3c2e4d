// smoke buckets list: which buckets are there, and how much is in them.

import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import {
  counted,
  humanSize,
  type Row,
  renderBucketsJson,
  renderFields,
  renderTable,
} from '../report/buckets.ts';
import { createPaint } from '../report/paint.ts';
import { type BucketsTarget, bucketsTarget } from '../run/buckets-target.ts';
import type { AppBucket } from '../run/buckets-whose.ts';
import type { BucketUsage } from '../s3/buckets-count.ts';
import type { BucketLook } from '../s3/buckets-look.ts';
import { openStorage } from '../s3/buckets-open.ts';
import { type SurveyedBucket, surveyBuckets } from '../s3/buckets-survey.ts';
import { slowly } from './slowly.ts';

type ListedBucket = AppBucket & SurveyedBucket;

/** Lists the application's buckets; those it does not use are left out where they do not exist. */
export async function list(flags: CliFlags, io: Io): Promise<number> {
  const target = await bucketsTarget(flags, io);
  const storage = openStorage(target.connection, target.ca, target.silentHint);
  const done = slowly(io, `counting objects on ${new URL(target.connection.endpoint).host} …`);
  try {
    const names = target.buckets.map(({ name }) => name);
    const surveyed = await surveyBuckets(storage, names, io.signal);
    const listed = target.buckets
      .flatMap((bucket, index): ListedBucket[] => {
        const found = surveyed[index];
        return found === undefined ? [] : [{ ...bucket, ...found }];
      })
      .filter(({ used, exists }) => used || exists);
    done();
    await writeOutput(render(listed, target, flags, io), undefined, io);
    if (!flags.json && listed.every(({ exists }) => exists === false))
      say(io, 'none of them is there yet: smoke buckets create makes them, and so does smoke up');
    return listed.some(({ problem }) => problem) ? 4 : 0;
  } finally {
    done();
    storage.end();
  }
}

function render(listed: readonly ListedBucket[], target: BucketsTarget, flags: CliFlags, io: Io): string {
  const total = sumUp(listed);
  if (flags.json) return renderBucketsJson(listed.map(toJson), { total });
  if (!io.stdout.isTTY) {
    return renderFields(
      listed.map(({ name, exists, usage, created, ...bucket }) => [
        name,
        stateOf({ exists }),
        usage?.objects,
        usage?.bytes,
        created?.toISOString(),
        noteOf({ name, exists, ...(usage && { usage }), ...bucket }, target.version),
      ]),
    );
  }
  const rows = listed.map((bucket): Row => {
    const { name, exists, usage, problem, created } = bucket;
    const [objects, size] = usage ? [number(usage), atLeast(usage, humanSize(usage.bytes))] : ['', ''];
    return {
      mark: problem ? 'bad' : exists ? 'good' : 'open',
      cells: [name, objects, size, created?.toISOString().slice(0, 10) ?? ''],
      note: noteOf(bucket, target.version),
    };
  });
  const table = renderTable(
    ['BUCKET', 'OBJECTS', 'SIZE', 'CREATED'],
    rows,
    createPaint(true, io.env),
    [1, 2],
  );
  const inAll = `${counted(total.existing, 'bucket')}, ${counted(total.objects, 'object')}, ${humanSize(total.bytes)}`;
  return `${table}  ${total.more ? 'more than ' : ''}${inAll}\n`;
}

const number = (usage: BucketUsage): string =>
  atLeast(usage, usage.objects.toLocaleString('en-US').replaceAll(',', ' '));
const atLeast = ({ more }: BucketUsage, text: string): string => (more ? `> ${text}` : text);
const stateOf = ({ exists }: Pick<BucketLook, 'exists'>): string =>
  exists === undefined ? 'unknown' : exists ? 'exists' : 'missing';

function noteOf({ used, exists, usage, problem, namedBy }: ListedBucket, version: string): string {
  const notes = [
    problem?.text,
    exists === false ? 'not there yet' : undefined,
    used ? undefined : `not used by ${version}`,
    namedBy === 'user' ? 'named by you' : undefined,
    usage?.older ? `and ${counted(usage.older, 'older version')}` : undefined,
    usage?.more ? 'more than was counted' : undefined,
  ];
  return notes.filter(Boolean).join('; ');
}

function sumUp(listed: readonly ListedBucket[]) {
  const usages = listed.flatMap(({ usage }) => (usage ? [usage] : []));
  return {
    existing: listed.filter(({ exists }) => exists).length,
    objects: usages.reduce((sum, { objects }) => sum + objects, 0),
    bytes: usages.reduce((sum, { bytes }) => sum + bytes, 0),
    more: usages.some(({ more }) => more),
  };
}

function toJson({ usage, problem, created, exists, ...bucket }: ListedBucket): object {
  return {
    ...bucket,
    exists: exists ?? null,
    ...usage,
    ...(created && { created: created.toISOString() }),
    ...(problem && { problem: problem.text }),
  };
}
