// What the storage offers and which buckets the application uses, as values for the scope and the notes. Pure.

import { SmokeError } from '../error.ts';
import { checkBucketName, generateBucketName, type NamingProvider } from '../s3/bucket-names.ts';
import type { Bucket, Fragment, ProvidedS3 } from './fragment.ts';
import type { Identity } from './identity.ts';
import { type Settings, setting } from './scope.ts';

type Text = { readonly kind: 'text'; readonly text: string; readonly file: string };
type Known = { readonly kind: 'value'; readonly text: string } | { readonly kind: 'absent' };

/** A bucket with the name it has, and whether the chosen version uses it. */
export interface NamedBucket {
  readonly parameter: string;
  readonly name: string;
  readonly used: boolean;
  /** Whether the user chose the name, or the end of it. */
  readonly chosen: boolean;
}

/** The storage fragment's S3 service, and the file that says so. */
export function providedStorage(
  fragments: readonly Fragment[],
): { s3: ProvidedS3; file: string } | undefined {
  const fragment = fragments.find(({ notes }) => notes.provides?.s3);
  return fragment?.notes.provides?.s3 && { s3: fragment.notes.provides.s3, file: fragment.file };
}

/** The STORAGE_… names through which applications and backends meet. */
export function storageTexts(
  storage: { s3: ProvidedS3; file: string } | undefined,
): Record<string, Text | Known> {
  if (!storage) return {};
  const { s3, file } = storage;
  const text = (value: string): Text => ({ kind: 'text', text: value, file });
  const optional = (value: string | undefined): Text | Known =>
    value === undefined ? { kind: 'absent' } : text(value);
  return {
    STORAGE_ENDPOINT: text(s3.endpoint),
    STORAGE_REGION: text(s3.region),
    STORAGE_PATH_STYLE: text(String(s3.pathStyle)),
    STORAGE_ACCESS_KEY_ID: text(s3.accessKeyId),
    STORAGE_SECRET_ACCESS_KEY: text(s3.secretAccessKey),
    STORAGE_SESSION_TOKEN: optional(s3.sessionToken),
    STORAGE_METRICS_ADDRESS: optional(s3.metrics?.address),
    STORAGE_METRICS_PATH: optional(s3.metrics?.path),
    STORAGE_METRICS_URL: optional(
      s3.metrics && `http://${s3.metrics.address}${s3.metrics.path ?? '/metrics'}`,
    ),
    STORAGE_CHECKSUMS: optional(s3.checksums),
    STORAGE_PRESIGNED: text(String(s3.presigned ?? false)),
    STORAGE_ATTEMPT_CREATE: text(String(s3.attemptCreate ?? true)),
  };
}

/** The application's buckets: names that the user chose, checked, or generated ones. */
export function nameBuckets(
  buckets: Readonly<Record<string, Bucket>>,
  version: string,
  settings: Settings,
  identity: Pick<Identity, 'instanceId' | 'instanceIdChosen'>,
  provider?: NamingProvider,
): readonly NamedBucket[] {
  const maxLength = maxBucketLength(settings);
  const named = Object.entries(buckets).map(([parameter, { base, since }]) => {
    const chosen = setting(settings, parameter);
    const name = chosen
      ? checkBucketName(chosen, parameter, provider)
      : generateBucketName(base, identity.instanceId, maxLength, provider);
    const used = since === undefined || isAtLeast(version, since);
    return { parameter, name, used, chosen: Boolean(chosen) || identity.instanceIdChosen === true };
  });
  for (const { parameter, name } of named) {
    const other = named.find((bucket) => bucket.name === name && bucket.parameter !== parameter);
    if (other) {
      throw new SmokeError(
        'USAGE',
        `${other.parameter} and ${parameter} both name the bucket "${name}", expected two names`,
        {
          hint: 'Give each kind of content a bucket of its own.',
        },
      );
    }
  }
  return named;
}

function maxBucketLength(settings: Settings): number | undefined {
  const given = setting(settings, 'BUCKET_NAME_MAX_LENGTH');
  if (given === undefined) return undefined;
  if (/^\d+$/.test(given) && Number(given) >= 6 && Number(given) <= 63) return Number(given);
  throw new SmokeError('USAGE', `BUCKET_NAME_MAX_LENGTH: got "${given}", expected a number from 6 to 63`);
}

/** Whether a version is not older than another; what is no version number (latest, a snapshot) counts as newest. */
export function isAtLeast(version: string, wanted: string): boolean {
  if (!/^v?\d+(\.\d+)*$/.test(version)) return true;
  const [got, need] = [version.replace(/^v/, ''), wanted].map((text) => text.split('.').map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const own = got?.[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

/** An instance id that the user chose: it becomes part of bucket names. */
export function checkInstanceId(id: string): string {
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(id)) return id;
  throw new SmokeError(
    'USAGE',
    `S3_INSTANCE_ID: got "${id}", expected lower-case letters, digits and hyphens, no hyphen at its ends`,
  );
}
