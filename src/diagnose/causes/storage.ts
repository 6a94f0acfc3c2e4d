// Object storage: buckets, keys, region, clock, as servers, SDKs and smoke's own probe word it. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin, Symptoms } from '../symptoms.ts';

const from: readonly Origin[] = ['probe', 'log', 'health'];
const bucket = String.raw`["'\x60]?(?<bucket>[a-z0-9][a-z0-9.-]{2,62})["'\x60]?`;

/** Keys before buckets: who is not known is told that he may not. */
export const storageCauses: readonly Cause[] = [
  {
    code: 'storage-clock',
    from,
    words: [
      /RequestTimeTooSkewed|request time .*(?:too skewed|too large)|clock of this machine and that of the server differ/i,
      /Signature (?:not yet current|expired): /i,
    ],
    explain: (symptoms) => ({
      cause: 'the clock of this machine and that of the storage differ too much',
      next: `date -u; timedatectl set-ntp true   (then ${again(symptoms)})`,
    }),
  },
  {
    code: 'storage-key',
    from,
    words: [
      /InvalidAccessKeyId|access key id (?:you provided )?(?:does not|doesn't) exist|does not know the access key|No such key: GK|NotSignedUp|InvalidClientTokenId/i,
    ],
    explain: (symptoms) => ({
      cause: 'the storage does not know the access key',
      next: `export AWS_ACCESS_KEY_ID=…   (one of this endpoint; then ${again(symptoms)}${otherIdentity(symptoms)})`,
    }),
  },
  {
    code: 'storage-secret',
    from,
    words: [
      /SignatureDoesNotMatch|secret access key is wrong|signature (?:we calculated )?does not match|invalid signature\b|does not accept these credentials/i,
    ],
    explain: (symptoms) => ({
      cause: 'the secret access key is wrong',
      next: `export AWS_SECRET_ACCESS_KEY=…   (the one of this access key; then ${again(symptoms)}${otherIdentity(symptoms)})`,
    }),
  },
  {
    code: 'storage-session',
    from,
    words: [
      /ExpiredToken|InvalidToken|session token (?:has expired|is not valid)|security token .*(?:expired|invalid)/i,
    ],
    explain: (symptoms) => ({
      cause: 'the session token of the storage has expired, or does not belong to the key',
      next: `unset AWS_SESSION_TOKEN, or get new temporary credentials (all three change together); then ${again(symptoms)}`,
    }),
  },
  {
    code: 'storage-region',
    from,
    words: [
      /region is wrong: got (?<got>[\w-]+), expected (?<wanted>[\w-]+)/i,
      /AuthorizationHeaderMalformed.*expecting '(?<wanted>[\w-]+)'/i,
      /region '(?<got>[\w-]+)' is wrong; expecting '(?<wanted>[\w-]+)'/i,
      /AuthorizationHeaderMalformed|PermanentRedirect|IllegalLocationConstraint|InvalidLocationConstraint|InvalidRegion|unable to load region|region must be specified/i,
    ],
    explain: (symptoms, { parts: { got, wanted } }) => ({
      cause: `the region of the storage is wrong${wanted ? `: got ${got ?? 'another one'}, expected ${wanted}` : ''}`,
      next: `S3_REGION=${wanted && wanted !== 'another' ? wanted : 'REGION'} ${again(symptoms)}`,
    }),
  },
  {
    code: 'storage-credentials-missing',
    from,
    words: [
      /unable to load credentials|NoCredentialProviders|could not load credentials|no (?:aws )?credentials|credentials (?:could )?not (?:be )?found/i,
    ],
    explain: (symptoms) => ({
      cause: 'it has no keys for the storage',
      next: `export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…   (then ${again(symptoms)})`,
    }),
  },
  {
    code: 'bucket-taken',
    from,
    words: [
      /BucketAlreadyExists|bucket name (?:belongs to somebody else|is not available)|requested bucket name/i,
    ],
    explain: (symptoms) => ({
      cause: 'the bucket name belongs to somebody else',
      next: `S3_INSTANCE_ID=NAME ${again(symptoms)}   (gives all buckets another end; smoke buckets names shows them)`,
    }),
  },
  {
    code: 'bucket-missing',
    from,
    words: [
      new RegExp(`NoSuchBucket.*?bucket:? ${bucket}`, 'i'),
      new RegExp(`bucket ${bucket} (?:does not exist|not found)`, 'i'),
      /NoSuchBucket|there is no such bucket|specified bucket does not exist|bucket (?:does not exist|not found)/i,
    ],
    explain: (symptoms, { parts: { bucket } }) => ({
      cause: `the bucket${bucket ? ` ${bucket}` : ''} does not exist`,
      next: `smoke buckets create${symptoms.scene.projectFlag}   (makes what is missing; smoke buckets names${symptoms.scene.projectFlag} lists them)`,
    }),
  },
  {
    code: 'bucket-name-invalid',
    from,
    words: [/InvalidBucketName|bucket name is (?:not valid|invalid)|specified bucket is not valid/i],
    explain: (symptoms) => ({
      cause: 'the storage does not take the name of a bucket',
      next: `smoke buckets check${symptoms.scene.projectFlag}   (says which, and the rule)`,
    }),
  },
  {
    code: 'storage-full',
    from,
    words: [
      /XMinioStorageFull|QuotaExceeded|TooManyBuckets|disk of the server is full|server has no space left|quota is used up|may have no more buckets|InsufficientStorage|storage backend has reached its minimum free/i,
    ],
    explain: (symptoms) => ({
      cause: 'the storage takes no more: its disk or quota is used up',
      next: `df -h; smoke buckets list${symptoms.scene.projectFlag}   (make room, then ${again(symptoms)})`,
    }),
  },
  {
    code: 'storage-unsupported',
    from,
    words: [
      /NotImplemented\b|Unimplemented action|the server cannot do this|header you provided implies functionality that is not implemented/i,
    ],
    explain: (symptoms) => ({
      cause: 'the storage cannot do something that the application asks of it',
      next: `smoke storage check ENDPOINT   (says what works; CRYOSTAT_STORAGE_MODE=bucket ${again(symptoms)} needs no object tags)`,
    }),
  },
  {
    code: 'bucket-forbidden',
    from,
    words: [
      /AccessDenied\b|(?:S3|bucket|storage)\S*.*(?:access denied|\b403\b|forbidden)|credentials are good, but may not do this|AllAccessDisabled/i,
    ],
    explain: (symptoms) => ({
      cause: 'the key is known to the storage, but may not use the bucket',
      next: `smoke buckets check${symptoms.scene.projectFlag}   (says which; allow the key to list, read, write and delete there)`,
    }),
  },
];

/** Where the stack has a storage of its own, its keys are smoke's. */
function otherIdentity({ scene }: Symptoms): string {
  return scene.isOwn
    ? '; keys of a storage in the stack are remembered: --identity FILE names those of before'
    : '';
}
