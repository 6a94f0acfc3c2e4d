// The one place that makes S3 clients. Loads the AWS SDK: import it dynamically.

import { S3Client } from '@aws-sdk/client-s3';
import { trustContext } from '../probes/trust.ts';
import type { S3Connection } from '../stack/manifest.ts';

/** What a caller may want of a client. */
export interface ClientOptions {
  /** PEM of a CA to trust in addition to the system's authorities. */
  readonly ca?: string | undefined;
  /** For connecting, and for each wait on the socket. */
  readonly timeoutMs?: number;
  /** 1, the default, hides nothing: the first failure is the answer. */
  readonly maxAttempts?: number;
}

/** A client for one connection. The caller destroys it. */
export function createClient(connection: S3Connection, options: ClientOptions = {}): S3Client {
  // The version is pinned to the last line for this Node; the SDK's advice about it is not for users.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { endpoint, region, pathStyle, accessKeyId, secretAccessKey, sessionToken } = connection;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const secureContext = trustContext(options.ca);
  const known = connection.checksums ?? (isAwsEndpoint(endpoint) ? 'supported' : 'required');
  const checksums = known === 'supported' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED';
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: pathStyle,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    // Other servers refuse or mangle the checksums that the SDK adds for AWS.
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    maxAttempts: options.maxAttempts ?? 1,
    // The user's AWS profile and variables are for AWS, not for this endpoint.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: 'standard',
    requestHandler: {
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      httpsAgent: secureContext === undefined ? {} : { secureContext },
    },
  });
}

/** Whether an endpoint is Amazon's own. */
export function isAwsEndpoint(endpoint: string): boolean {
  return /\.amazonaws\.(com(\.cn)?|eu)$/.test(new URL(endpoint).hostname);
}
