// Settings of well-known applications with values that cannot work. A table; a row a setting. Pure.

import type { Severity } from '../finding.ts';

/** A variable, the values that it is about, and what comes of them. */
export interface KnownSetting {
  readonly name: RegExp;
  readonly value: RegExp;
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
];
