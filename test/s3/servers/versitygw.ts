// VersityGW over a folder, with versions kept in another.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findTool, freePorts, reached, startFamily, tool } from './child.ts';
import { rootKey, type S3ServerKind } from './server.ts';

/** Starts the versitygw of scripts/tool. */
export const versitygw: S3ServerKind = {
  name: 'versitygw',
  missing: () => (findTool('versitygw') ? undefined : 'versitygw'),
  start: async ({ host = '127.0.0.1', key = rootKey } = {}) => {
    const family = startFamily('versitygw');
    const [port] = await freePorts(1);
    const endpoint = `http://${reached(host)}:${port}`;
    const region = 'us-east-1';
    const folder = (name: string) => {
      mkdirSync(join(family.folder, name));
      return join(family.folder, name);
    };
    const gateway = ['--port', `${host}:${port}`, '--region', region, '--iam-dir', folder('iam'), '--quiet'];
    family.spawn(
      'versitygw',
      tool('versitygw'),
      [...gateway, 'posix', '--versioning-dir', folder('versions'), folder('data')],
      { ROOT_ACCESS_KEY: key.accessKeyId, ROOT_SECRET_KEY: key.secretAccessKey, VGW_HEALTH: '/_health' },
    );
    await family.answers(`${endpoint}/_health`, (status) => status === 200);
    const admin = (...words: readonly string[]) =>
      family.run(tool('versitygw'), ['admin', ...words], {
        ADMIN_ACCESS_KEY_ID: key.accessKeyId,
        ADMIN_SECRET_ACCESS_KEY: key.secretAccessKey,
        ADMIN_ENDPOINT_URL: endpoint,
        ADMIN_REGION: region,
      });
    return {
      name: 'versitygw',
      endpoint,
      region,
      pathStyle: true,
      ...key,
      stop: family.stop,
      keyFor: async (bucket) => {
        const limited = {
          accessKeyId: `limited-${randomBytes(4).toString('hex')}`,
          secretAccessKey: randomBytes(16).toString('hex'),
        };
        // A user of this role may not create buckets, and uses its own alone.
        await admin(
          'create-user',
          '--access',
          limited.accessKeyId,
          '--secret',
          limited.secretAccessKey,
          '--role',
          'user',
        );
        await admin('change-bucket-owner', '--bucket', bucket, '--owner', limited.accessKeyId);
        return limited;
      },
    };
  },
};
