// smoke storage check: what an S3 endpoint can really do.

import { leftoversPath } from '../identity/paths.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { renderStorageJson, renderStorageReport } from '../report/storage-check.ts';
import { readAuthorities } from '../run/authorities.ts';
import { endpointTarget } from '../run/endpoint-target.ts';
import { createStorageProgress } from '../run/storage-progress.ts';
import { storageTarget } from '../run/storage-target.ts';
import { checkBucketName } from '../s3/bucket-names.ts';
import type { CheckOptions } from '../s3/check/run.ts';
import type { S3Connection } from '../stack/manifest.ts';

/** Checks the storage of the stack, or the endpoint of the word. */
export async function storageCheck(flags: CliFlags, io: Io, word?: string): Promise<number> {
  const bucket = flags.bucket === undefined ? undefined : checkBucketName(flags.bucket, '--bucket');
  const given = readAuthorities(flags.ca);
  const { connection, ...more }: Target =
    word === undefined ? await connectionOfStack(flags, io) : await endpointTarget(word, flags, io);
  const ca = [more.ca ?? '', ...given].filter(Boolean).join('\n') || undefined;
  const { checkStorage } = await import('../s3/check/check.ts');
  const { createJournal } = await import('../s3/journal.ts');
  const progress = createStorageProgress(connection.endpoint, io);
  const report = await checkStorage(connection, {
    ...more,
    ca,
    bucket,
    signal: io.signal,
    journal: createJournal(leftoversPath(io.env), (text) => say(io, `smoke: ${text}`)),
    onFeature: progress.feature,
  }).finally(progress.done);
  if (io.signal.aborted) {
    for (const one of report.left)
      say(io, `smoke: left behind: ${one} (the next check of this endpoint removes it)`);
    throw io.signal.reason;
  }
  const paint = createPaint(io.stdout.isTTY === true, io.env);
  const text = flags.json ? renderStorageJson([report]) : renderStorageReport(report, paint);
  await writeOutput(text, undefined, io);
  if (report.problem !== undefined) return 4;
  return report.verdict.usable ? 0 : 1;
}

type Target = Pick<CheckOptions, 'ca' | 'buckets' | 'open'> & { readonly connection: S3Connection };

async function connectionOfStack(flags: CliFlags, io: Io): Promise<Target> {
  const { connection, ca, buckets } = await storageTarget(flags, io);
  return { connection, ca, buckets };
}
