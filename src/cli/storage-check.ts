// smoke storage check: what an S3 endpoint can really do.

import { readFileSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import { leftoversPath } from '../identity/paths.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { flagOf } from '../options/options.ts';
import { writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { renderStorageJson, renderStorageReport } from '../report/storage-check.ts';
import { createStorageProgress } from '../run/storage-progress.ts';
import { storageTarget } from '../run/storage-target.ts';
import { checkBucketName } from '../s3/bucket-names.ts';
import type { CheckOptions } from '../s3/check/run.ts';
import type { S3Connection } from '../stack/manifest.ts';

/** Checks the storage of the stack, or the endpoint of the word. */
export async function storageCheck(flags: CliFlags, io: Io, word?: string): Promise<number> {
  const bucket = flags.bucket === undefined ? undefined : checkBucketName(flags.bucket, '--bucket');
  const given = flags.ca === undefined ? undefined : readAuthority(flags.ca);
  const { connection, ...more } =
    word === undefined ? await connectionOfStack(flags, io) : connectionOfWord(word, flags, io);
  const ca = [more.ca, given].filter((pem) => pem !== undefined).join('\n') || undefined;
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

function connectionOfWord(word: string, flags: CliFlags, io: Io): Target {
  const { env } = io;
  const endpoint = readEndpoint(word);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    const missing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].filter((name) => !env[name]);
    throw new SmokeError('USAGE', `${missing.join(', ')} not set, expected the credentials for ${endpoint}`, {
      hint: 'Set them and call again; they are used and never kept.',
    });
  }
  const region = flags.region ?? (env['S3_REGION'] || undefined);
  const pathStyle = flagOf(env, 'S3_PATH_STYLE_ACCESS');
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return {
    connection: {
      endpoint,
      region: region ?? 'us-east-1',
      pathStyle: pathStyle ?? true,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken && { sessionToken }),
    },
    open: { region: region === undefined, pathStyle: pathStyle === undefined },
  };
}

function readEndpoint(word: string): string {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isHttp || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const isSecret = url !== undefined && (url.username !== '' || url.password !== '');
    const got = isSecret ? 'one with a user in it' : JSON.stringify(word);
    throw new SmokeError(
      'USAGE',
      `the endpoint is not usable: got ${got}, expected a URL such as https://s3.example.net`,
      {
        hint: isSecret
          ? 'Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
          : 'Begin with https:// or http://, and leave out everything after the host and its path.',
      },
    );
  }
  return url.pathname === '/' ? url.origin : `${url.origin}${url.pathname}`;
}

function readAuthority(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SmokeError('USAGE', `--ca: cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new SmokeError(
    'USAGE',
    `--ca: ${file} holds no certificate, expected PEM (-----BEGIN CERTIFICATE-----)`,
  );
}
