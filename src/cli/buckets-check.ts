// smoke buckets check: whether the application could use its buckets.

import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { type Row, renderBucketsJson, renderFields, renderTable, sameNotes } from '../report/buckets.ts';
import { createPaint } from '../report/paint.ts';
import { bucketsTarget } from '../run/buckets-target.ts';
import { type CheckedBucket, checkBuckets } from '../s3/buckets-check.ts';
import { openStorage } from '../s3/buckets-open.ts';
import { slowly } from './slowly.ts';

/** Checks every bucket that this version uses; 1 when one of them fails. */
export async function check(flags: CliFlags, io: Io): Promise<number> {
  const target = await bucketsTarget(flags, io);
  const names = target.buckets.filter(({ used }) => used).map(({ name }) => name);
  const storage = openStorage(target.connection, target.ca, target.silentHint);
  const done = slowly(
    io,
    `checking ${names.length} buckets on ${new URL(target.connection.endpoint).host} …`,
  );
  try {
    const checked = await checkBuckets(storage, names, io.signal, io.now());
    done();
    await writeOutput(render(checked, flags, io), undefined, io);
    const bad = checked.filter(({ problem }) => problem);
    if (!flags.json)
      for (const line of sameNotes(bad.map(({ name, problem }) => [name, problem?.hint]))) say(io, line);
    return bad.length > 0 ? 1 : 0;
  } finally {
    done();
    storage.end();
  }
}

function render(checked: readonly CheckedBucket[], flags: CliFlags, io: Io): string {
  if (flags.json)
    return renderBucketsJson(
      checked.map(({ exists, ours, problem, ...bucket }) => ({
        ...bucket,
        exists: exists ?? null,
        ours: ours ?? null,
        state: problem ? 'failed' : 'passed',
        ...(problem && { problem: problem.text }),
      })),
    );
  const rows = checked.map((bucket): Row => {
    const { name, ours, region, writable, problem } = bucket;
    return {
      mark: problem ? 'bad' : 'good',
      cells: [name, problem ? 'failed' : 'passed', region ?? '', owner(ours), writable ? 'writable' : ''],
      note: problem?.text,
    };
  });
  return io.stdout.isTTY
    ? renderTable(['BUCKET', 'STATE', 'REGION', 'OWNER', 'ACCESS'], rows, createPaint(true, io.env))
    : renderFields(rows.map(({ cells, note }) => [...cells, note]));
}

/** Many servers list only what the key may see, some list nothing at all. */
const owner = (ours: boolean | undefined): string =>
  ours === undefined ? '' : ours ? 'this key' : 'somebody else';
