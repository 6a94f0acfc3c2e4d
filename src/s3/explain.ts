// Errors of S3 servers and of the way to them, in words. Pure.

import { explainConnection } from '../probes/connection.ts';
import type { S3Connection } from '../stack/manifest.ts';

/** What is wrong. `passing` problems are those of a server that is still starting. */
export interface S3Problem {
  readonly kind: S3ProblemKind;
  readonly passing: boolean;
  readonly text: string;
  readonly hint?: string;
}

/** The causes smoke tells apart. */
export type S3ProblemKind =
  | 'connection'
  | 'certificate'
  | 'starting'
  | 'key-id'
  | 'secret'
  | 'session'
  | 'region'
  | 'address-style'
  | 'clock'
  | 'denied'
  | 'no-bucket'
  | 'bucket-taken'
  | 'full'
  | 'unsupported'
  | 'not-s3'
  | 'other';

// The SDK's errors, read without the SDK: names and shapes are the same on the wire.
interface S3Error {
  readonly name?: string;
  readonly message?: string;
  readonly Code?: string;
  readonly Region?: string;
  readonly ServerTime?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
  /** Whether the error came in an answer of 200. */
  readonly isLate?: boolean;
}

type Words = Pick<S3Problem, 'kind' | 'text' | 'hint'>;

const words: Readonly<Record<string, Words>> = {
  InvalidAccessKeyId: {
    kind: 'key-id',
    text: 'the server does not know the access key id',
    hint: 'check AWS_ACCESS_KEY_ID, and that the key belongs to this endpoint',
  },
  SignatureDoesNotMatch: {
    kind: 'secret',
    text: 'the secret access key is wrong: the signature does not match',
    hint: 'check AWS_SECRET_ACCESS_KEY, and that it belongs to this access key id',
  },
  ExpiredToken: {
    kind: 'session',
    text: 'the session token has expired',
    hint: 'get new temporary credentials: all three variables change together',
  },
  InvalidToken: {
    kind: 'session',
    text: 'the session token is not valid',
    hint: 'unset AWS_SESSION_TOKEN when the key is a lasting one',
  },
  Unauthorized: {
    kind: 'secret',
    text: 'the server does not accept these credentials',
    hint: 'check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they belong to this endpoint',
  },
  RequestTimeTooSkewed: {
    kind: 'clock',
    text: 'the clock of this machine and that of the server differ too much',
    hint: 'set the clock of this machine',
  },
  AccessDenied: {
    kind: 'denied',
    text: 'the credentials are good, but may not do this',
    hint: 'allow the key to list, read, write and delete in the buckets',
  },
  NoSuchBucket: { kind: 'no-bucket', text: 'there is no such bucket' },
  BucketAlreadyExists: { kind: 'bucket-taken', text: 'the bucket name belongs to somebody else' },
  TooManyBuckets: { kind: 'full', text: 'the account may have no more buckets' },
  QuotaExceeded: { kind: 'full', text: 'the quota is used up' },
  XMinioStorageFull: { kind: 'full', text: 'the disk of the server is full' },
  NotImplemented: { kind: 'unsupported', text: 'the server cannot do this' },
  MethodNotAllowed: { kind: 'unsupported', text: 'the server does not allow this' },
};

const sameAs: Readonly<Record<string, string>> = {
  AllAccessDisabled: 'AccessDenied',
  AccountProblem: 'AccessDenied',
  Forbidden: 'AccessDenied',
  AuthFailure: 'SignatureDoesNotMatch',
  InvalidSignature: 'SignatureDoesNotMatch',
  TokenRefreshRequired: 'ExpiredToken',
  RequestExpired: 'RequestTimeTooSkewed',
  NotSignedUp: 'InvalidAccessKeyId',
  InvalidTokenId: 'InvalidToken',
  InvalidClientTokenId: 'InvalidAccessKeyId',
};

/** The problem behind an error of the S3 client. Server texts are quoted only when smoke has no words, and masked. */
export function explainS3Error(error: unknown, connection: S3Connection): S3Problem {
  const where = new URL(connection.endpoint).host;
  const known = error as S3Error;
  const status = known.$metadata?.httpStatusCode ?? known.$response?.statusCode;
  if (status === undefined) return explainNoAnswer(error, where, connection);

  const region = expectedRegion(known, status, connection);
  if (region !== undefined) return region;
  const found = words[serverCode(known)];
  if (found !== undefined) return { ...found, passing: false, text: `${where}: ${found.text}` };
  if (status === 501)
    return { kind: 'unsupported', passing: false, text: `${where}: the server cannot do this` };
  if (status === 507) return { kind: 'full', passing: false, text: `${where}: the server has no space left` };
  if (status >= 500 || status === 429) {
    const told = known.isLate ? `200 with the error ${serverCode(known)}` : `${status}: not ready yet`;
    const hint = 'if it stays so, look at the log of the server';
    return { kind: 'starting', passing: true, text: `${where} answers ${told}`, hint };
  }
  if (!isS3Answer(known)) return explainOtherServer(where, status, connection);
  if (status === 401 && words['Unauthorized'] !== undefined) {
    return { ...words['Unauthorized'], passing: false, text: `${where}: ${words['Unauthorized'].text}` };
  }
  const text = `${where} answers ${status}: ${mask(`${known.name}: ${known.message}`, connection)}`;
  return { kind: 'other', passing: false, text };
}

function explainNoAnswer(error: unknown, where: string, connection: S3Connection): S3Problem {
  const problem = explainConnection(error);
  if (problem === undefined) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'other', passing: false, text: `${where}: ${mask(message, connection)}` };
  }
  const text = `${where}: ${problem.text}`;
  if (problem.kind === 'certificate') {
    const hint = 'give smoke the certificate of the authority that signed the server’s';
    return { kind: 'certificate', passing: false, text, hint };
  }
  if (problem.kind === 'not-tls') {
    return { kind: 'connection', passing: false, text, hint: `try http://${where}` };
  }
  if (problem.kind === 'unknown-host' && !connection.pathStyle) {
    const hint = 'buckets are addressed as host names: set S3_PATH_STYLE_ACCESS=true if the server has none';
    return { kind: 'connection', passing: problem.passing, text, hint };
  }
  return { kind: 'connection', passing: problem.passing, text };
}

// Garage says AccessDenied for everything, and names the cause in its text.
function serverCode({ name = '', Code, message = '' }: S3Error): string {
  const code = Code ?? name;
  if (/invalid signature|signature mismatch/i.test(message)) return 'SignatureDoesNotMatch';
  if (/no such key: |access key .*(does not exist|not found)/i.test(message)) return 'InvalidAccessKeyId';
  return sameAs[code] ?? code;
}

function expectedRegion(error: S3Error, status: number, connection: S3Connection): S3Problem | undefined {
  const { name, Code, message = '', $response } = error;
  const code = Code ?? name ?? '';
  const isRegional =
    /^(AuthorizationHeaderMalformed|PermanentRedirect|(Illegal|Invalid)LocationConstraint\w*|InvalidRegion\w*)$/;
  if (!isRegional.test(code) && status !== 301) return undefined;
  const told =
    error.Region ??
    $response?.headers?.['x-amz-bucket-region'] ??
    /expect\w*:? '([\w-]+)'/.exec(message)?.[1] ??
    /\/([\w-]+)\/s3\/aws4_request/.exec(message)?.[1];
  const host = new URL(connection.endpoint).host;
  if (
    told === connection.region ||
    (told === undefined && !/region|location|scope|AuthorizationHeader/i.test(`${code}${message}`))
  ) {
    return undefined;
  }
  const text = `${host}: the region is wrong: got ${connection.region}, expected ${told ?? 'another one'}`;
  const hint = told === undefined ? 'set S3_REGION to the region of the storage' : `set S3_REGION=${told}`;
  return { kind: 'region', passing: false, text, hint };
}

// HEAD answers carry no body, so the SDK names them after their status.
function isS3Answer({ name = '', $response }: S3Error): boolean {
  const headers = $response?.headers ?? {};
  const type = headers['content-type'] ?? '';
  return type.includes('xml') || 'x-amz-request-id' in headers || /^(NotFound|NoSuch\w+)$/.test(name);
}

function explainOtherServer(where: string, status: number, connection: S3Connection): S3Problem {
  const isPlain = connection.endpoint.startsWith('http:');
  const hint = isPlain && status === 400 ? `try https://${where}` : 'is this the endpoint of the S3 API?';
  return {
    kind: 'not-s3',
    passing: false,
    text: `${where} answers ${status}, but not as an S3 server does`,
    hint,
  };
}

function mask(text: string, { accessKeyId, secretAccessKey, sessionToken }: S3Connection): string {
  const secrets = [secretAccessKey, sessionToken, accessKeyId].filter(
    (secret) => secret !== undefined && secret !== '',
  );
  return secrets.reduce<string>((masked, secret) => masked.replaceAll(secret ?? '', '***'), text);
}
