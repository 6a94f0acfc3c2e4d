// The servers that the tests know, and why one is not there.

import { ceph } from './ceph.ts';
import { garage } from './garage.ts';
import { minio } from './minio.ts';
import { moto } from './moto.ts';
import type { S3Server, S3ServerKind, ServerOptions } from './server.ts';
import { versitygw } from './versitygw.ts';

/** All of them, in the order of reports. */
export const serverKinds: readonly S3ServerKind[] = [garage, minio, versitygw, ceph, moto];

/** Whether a test with these servers must be skipped. It says why, once; where tests are required, that is an error. */
export function cannotStart(
  what: string,
  kinds: readonly S3ServerKind[],
  more: readonly (string | undefined)[] = [],
): boolean {
  const lacking = [...kinds.map(({ missing }) => missing()), ...more].filter(
    (missing) => missing !== undefined,
  );
  if (lacking.length === 0) return false;
  const reason = `missing: ${lacking.join(', ')} (scripts/s3-servers installs what is missing)`;
  if (process.env['SMOKE_TEST_ENGINE'] === 'required') throw new Error(reason);
  process.stderr.write(`skipped: ${what}: ${reason}\n`);
  return true;
}

/** Starts several at once. When one fails, the others are stopped. */
export async function startServers(
  kinds: readonly S3ServerKind[],
  options: ServerOptions = {},
): Promise<readonly S3Server[]> {
  const started = await Promise.allSettled(kinds.map(({ start }) => start(options)));
  const servers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed === undefined) return servers;
  await stopServers(servers);
  throw failed.reason;
}

/** Stops several at once. */
export async function stopServers(servers: readonly S3Server[]): Promise<void> {
  await Promise.all(servers.map(({ stop }) => stop()));
}
