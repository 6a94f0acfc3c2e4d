// MinIO on one folder.

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool, freePorts, reached, startFamily, tool } from './child.ts';
import { rootKey, type S3ServerKind } from './server.ts';

/** Starts the minio of scripts/tool; limited keys need its mc as well. */
export const minio: S3ServerKind = {
  name: 'minio',
  missing: () => ['minio', 'mc'].filter((name) => !findTool(name)).join(' and ') || undefined,
  start: async ({ host = '127.0.0.1', key = rootKey } = {}) => {
    const family = startFamily('minio');
    const [port] = await freePorts(1);
    const endpoint = `http://${reached(host)}:${port}`;
    const data = join(family.folder, 'data');
    mkdirSync(data);
    family.spawn('minio', tool('minio'), ['server', data, '--address', `${host}:${port}`, '--quiet'], {
      MINIO_ROOT_USER: key.accessKeyId,
      MINIO_ROOT_PASSWORD: key.secretAccessKey,
      MINIO_BROWSER: 'off',
    });
    await family.answers(`${endpoint}/minio/health/cluster`, (status) => status === 200);
    const host1 = new URL(endpoint);
    [host1.username, host1.password] = [key.accessKeyId, key.secretAccessKey];
    const mc = (...words: readonly string[]) =>
      family.run(tool('mc'), ['--quiet', ...words], { MC_HOST_here: host1.href.replace(/\/$/, '') });
    return {
      name: 'minio',
      endpoint,
      region: 'us-east-1',
      pathStyle: true,
      ...key,
      stop: family.stop,
      keyFor: async (bucket, may) => {
        const limited = {
          accessKeyId: `limited-${randomBytes(4).toString('hex')}`,
          secretAccessKey: randomBytes(16).toString('hex'),
        };
        const policy = join(family.folder, `${limited.accessKeyId}.json`);
        const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
        const Statement = [
          { Effect: 'Allow', Action: may === 'read' ? ['s3:Get*', 's3:List*'] : ['s3:*'], Resource },
        ];
        writeFileSync(policy, JSON.stringify({ Version: '2012-10-17', Statement }));
        await mc('admin', 'user', 'add', 'here', limited.accessKeyId, limited.secretAccessKey);
        await mc('admin', 'policy', 'create', 'here', limited.accessKeyId, policy);
        await mc('admin', 'policy', 'attach', 'here', limited.accessKeyId, '--user', limited.accessKeyId);
        return limited;
      },
    };
  },
};
