// Settings of well-known applications with values that cannot work. A table; a row a setting. Pure.

import type { Severity } from '../finding.ts';

/** A variable, the values that it is about, and what comes of them. */
export interface KnownSetting {
  readonly name: RegExp;
  readonly value: RegExp;
  /** Right all the same where this variable is set, too. */
  readonly unless?: string;
  readonly severity: Severity;
  readonly what: string;
  readonly on: string;
  readonly cure: string;
}

export const settings: readonly KnownSetting[] = [
  {
    // The application injects endpoint, region and path style as settings that must be there.
    name: /^QUARKUS_S3_(ENDPOINT_OVERRIDE|AWS_REGION)$/,
    value: /^$/,
    severity: 'error',
    what: 'is empty',
    on: 'every engine: Cryostat does not start without it',
    cure: 'the address of the storage, for AWS https://s3.<region>.amazonaws.com; ${NAME:?what it is} where the user gives it',
  },
  {
    name: /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/,
    value: /^$/,
    severity: 'error',
    what: 'is empty',
    on: 'every engine: requests to the storage are refused, and an empty value hides one from a profile',
    cure: '${NAME:?what it is}, so that the start says what is missing',
  },
  {
    // Parsed without regard to case, and compared with it: the bucket is then not made.
    name: /^STORAGE_METADATA(_[A-Z_]+)?_STORAGE_MODE$/,
    value: /^(?!(tagging|metadata|bucket)$)./,
    severity: 'error',
    what: 'is none of the modes',
    on: 'every engine: Cryostat does not start, or does not make the bucket',
    cure: 'tagging, metadata or bucket, in small letters',
  },
  {
    // What every provider takes: 3 to 63 of these, a letter or a digit at both ends.
    name: /^(STORAGE_BUCKETS_[A-Z_]+_NAME|CRYOSTAT_SERVICES_[A-Z_]+_STORAGE_CACHE_NAME|S3_BUCKET_NAME)$/,
    value: /^(?=.)(?![a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$)/,
    severity: 'error',
    what: 'is no name for a bucket',
    on: 'every engine: the storage refuses to make the bucket',
    cure: '3 to 63 small letters, digits and hyphens, with a letter or a digit at both ends',
  },
  {
    name: /^STORAGE_EXT_URL$/,
    value: /^\//,
    unless: 'CRYOSTAT_HTTP_PROXY_HOST',
    severity: 'warning',
    what: 'is a path that only a proxy forwards, and there is none',
    on: 'every engine: downloads lead to a page that does not exist',
    cure: 'leave it empty without a proxy',
  },
];

/** Cryostat's bucket for each variable that is not set. */
export const bucketDefaults: Readonly<Record<string, string>> = {
  STORAGE_BUCKETS_ARCHIVES_NAME: 'archivedrecordings',
  CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME: 'archivedreports',
  STORAGE_BUCKETS_EVENT_TEMPLATES_NAME: 'eventtemplates',
  STORAGE_BUCKETS_PROBE_TEMPLATES_NAME: 'probes',
  STORAGE_BUCKETS_HEAP_DUMPS_NAME: 'heapdumps',
  STORAGE_BUCKETS_THREAD_DUMPS_NAME: 'threaddumps',
  STORAGE_BUCKETS_METADATA_NAME: 'metadata',
  STORAGE_BUCKETS_UNIFIED_LOGS_NAME: 'logs',
  CRYOSTAT_SERVICES_HEAP_DUMP_REPORTS_STORAGE_CACHE_NAME: 'heapdumpreports',
};
