// Creates a bucket on any S3 server; one that is ours already is as good as a new one. Talks S3.

import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  HeadBucketCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { S3Connection } from '../stack/manifest.ts';
import { isAccountRegional } from './bucket-names.ts';
import { isAwsEndpoint } from './client.ts';
import { isConstraintError, locationConstraint } from './location.ts';

/** Whether the bucket is new, or was ours before. */
export type Created = 'created' | 'yours-already';

/** What a caller may want of the creation. */
export interface CreateBucketOptions {
  /** In place of the region of the connection, as for providers that put the storage class there; null sends none. */
  readonly locationConstraint?: string | null | undefined;
  /** Further fields of the request, such as BucketNamespace or ObjectLockEnabledForBucket. */
  readonly more?: Omit<Partial<CreateBucketCommandInput>, 'Bucket' | 'CreateBucketConfiguration'>;
  readonly signal?: AbortSignal | undefined;
}

/** Creates it, or throws the S3 error (for explainS3Error). */
export async function createBucket(
  client: S3Client,
  connection: S3Connection,
  name: string,
  given: CreateBucketOptions = {},
): Promise<Created> {
  const options = isAwsEndpoint(connection.endpoint) ? inNamespace(name, given) : given;
  const chosen = options.locationConstraint;
  const constraint = chosen === undefined ? locationConstraint(connection.region) : chosen;
  try {
    return await create(client, name, constraint, options);
  } catch (error) {
    if (constraint === null || !isConstraintError(errorCode(error))) throw error;
    // The first answer names the region that is expected; without a constraint, the server takes its own.
    return await create(client, name, null, options).catch((second: unknown) => {
      throw isConstraintError(errorCode(second)) ? error : second;
    });
  }
}

/** AWS creates a name that belongs to one account only where it is told so. */
function inNamespace(name: string, options: CreateBucketOptions): CreateBucketOptions {
  if (!isAccountRegional(name)) return options;
  return { ...options, more: { BucketNamespace: 'account-regional', ...options.more } };
}

async function create(
  client: S3Client,
  name: string,
  constraint: string | null,
  { more, signal }: CreateBucketOptions,
): Promise<Created> {
  const command = new CreateBucketCommand({ ...more, Bucket: name });
  // The SDK puts the region in by itself, so what is wanted is set after it has done so.
  command.middlewareStack.add(
    (next) => (given) => {
      const { CreateBucketConfiguration: _, ...input } = given.input as CreateBucketCommandInput;
      const configuration = constraint === null ? {} : { CreateBucketConfiguration: place(constraint) };
      return next({ ...given, input: { ...input, ...configuration } });
    },
    { step: 'initialize', priority: 'low', name: 'smokeLocationConstraint' },
  );
  try {
    await client.send(command, limits(signal));
    return 'created';
  } catch (error) {
    if (errorCode(error) === 'BucketAlreadyOwnedByYou') return 'yours-already';
    // Some servers answer BucketAlreadyExists to the owner as well.
    if (statusOf(error) === 409 && (await isOurs(client, name, signal))) return 'yours-already';
    throw error;
  }
}

function place(constraint: string): NonNullable<CreateBucketCommandInput['CreateBucketConfiguration']> {
  // Other providers have names of their own, which the SDK's type does not know.
  return { LocationConstraint: constraint as never };
}

/** Whether the bucket answers to this key and stands in the list of its own buckets: a shared one does not. */
async function isOurs(client: S3Client, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: name }), limits(signal));
    let token: string | undefined;
    do {
      const page = await client.send(new ListBucketsCommand({ ContinuationToken: token }), limits(signal));
      if (page.Buckets?.some((bucket) => bucket.Name === name)) return true;
      // A server without pages may repeat the token it was given.
      token = page.ContinuationToken === token ? undefined : page.ContinuationToken;
    } while (token);
    return false;
  } catch (error) {
    // A refusal proves nothing; anything that is no answer at all is the caller's to hear.
    if (statusOf(error) === undefined) throw error;
    return false;
  }
}

function limits(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

function errorCode(error: unknown): string {
  const { Code, name } = error as { Code?: string; name?: string };
  return Code ?? name ?? '';
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
