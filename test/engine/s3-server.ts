// A real MinIO outside of any stack, reached by an address of this machine, as an external provider would be.

import { cannotStart } from '../s3/servers/all.ts';
import { minio } from '../s3/servers/minio.ts';
import type { S3Server } from '../s3/servers/server.ts';

export type { S3Server };

/** Whether there is no such server here; it says why. */
export function s3ServerMissing(): boolean {
  return cannotStart('tests with an external S3 server', [minio]);
}

/** Starts the server on a free port of every interface. */
export async function startS3Server(): Promise<S3Server> {
  const key = {
    accessKeyId: 'TESTACCESSKEYID0001',
    secretAccessKey: 'test/secret+access=key$with-traps',
  };
  return await minio.start({ host: '0.0.0.0', key });
}
