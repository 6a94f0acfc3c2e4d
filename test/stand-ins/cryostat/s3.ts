// The S3 client of the stand-in, and the buckets it creates at start. Talks S3.

import { rootCertificates } from 'node:tls';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Settings, Settings } from './settings.ts';

/** A client that trusts the system's authorities and those of the truststore. */
export function s3Client(settings: S3Settings, truststore: readonly string[]): S3Client {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { accessKeyId, secretAccessKey, sessionToken } = settings;
  return new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    // Like Cryostat, it starts without credentials, and fails when it uses the storage.
    credentials: {
      accessKeyId: accessKeyId || 'missing',
      secretAccessKey: secretAccessKey || 'missing',
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 60_000,
      httpsAgent: { ca: [...rootCertificates, ...truststore] },
    },
  });
}

/**
 * Creates the buckets: HEAD, and whatever that answers other than yes, CREATE; what fails is logged and tried
 * again later, for ever. Health knows nothing of it.
 */
export function createBuckets(client: S3Client, settings: Settings): void {
  const { metadata, ...always } = settings.buckets;
  const names = [...Object.values(always), ...(settings.mode === 'bucket' ? [metadata] : [])];
  for (const name of new Set(names)) void createBucket(client, name, settings.createRetryMs);
}

async function createBucket(client: S3Client, name: string, retryMs: number): Promise<void> {
  try {
    if (await bucketExists(client, name)) return;
    await client.send(new CreateBucketCommand({ Bucket: name }));
    console.log(`Created bucket ${name}`);
  } catch (error) {
    console.error(
      `Failed to create bucket ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    setTimeout(() => void createBucket(client, name, retryMs), retryMs).unref();
  }
}

async function bucketExists(client: S3Client, name: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: name }));
    return true;
  } catch {
    // Cryostat takes any error for "does not exist": what is really wrong, CREATE tells.
    return false;
  }
}
