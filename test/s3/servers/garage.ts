// Garage on one node: a key that may create buckets, an own region, no object tags.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool, freePorts, reached, startFamily, tool } from './child.ts';
import { rootKey, type S3ServerKind } from './server.ts';

/** Starts the garage of scripts/tool. */
export const garage: S3ServerKind = {
  name: 'garage',
  missing: () => (findTool('garage') ? undefined : 'garage'),
  start: async ({ host = '127.0.0.1', key = rootKey } = {}) => {
    const family = startFamily('garage');
    const [port, rpc, admin] = await freePorts(3);
    const region = 'garage';
    const config = join(family.folder, 'garage.toml');
    writeFileSync(
      config,
      `metadata_dir = "${family.folder}/meta"
data_dir = "${family.folder}/data"
db_engine = "sqlite"
replication_factor = 1
rpc_bind_addr = "127.0.0.1:${rpc}"
rpc_public_addr = "127.0.0.1:${rpc}"
rpc_secret = "${'5e'.repeat(32)}"
[s3_api]
s3_region = "${region}"
api_bind_addr = "${host}:${port}"
[admin]
api_bind_addr = "127.0.0.1:${admin}"
`,
    );
    const env = {
      GARAGE_CONFIG_FILE: config,
      GARAGE_DEFAULT_ACCESS_KEY: key.accessKeyId,
      GARAGE_DEFAULT_SECRET_KEY: key.secretAccessKey,
      RUST_LOG: 'garage=warn',
    };
    const program = tool('garage');
    const garage = (...words: readonly string[]) => family.run(program, words, env);
    family.spawn('garage', program, ['server', '--single-node', '--default-access-key'], env);
    const endpoint = `http://${reached(host)}:${port}`;
    await family.answers(endpoint);
    return {
      name: 'garage',
      endpoint,
      region,
      pathStyle: true,
      ...key,
      stop: family.stop,
      keyFor: async (bucket) => {
        const accessKeyId = 'GKfedcba987654321001234567';
        const secretAccessKey = 'c0ffee'.repeat(10).padEnd(64, '0');
        await garage('key', 'import', '--yes', '-n', 'limited', accessKeyId, secretAccessKey);
        // Buckets that S3 made have a name for their maker alone: the other key needs its own.
        const buckets: readonly { id: string; localAliases: readonly { alias: string }[] }[] = JSON.parse(
          await garage('json-api', 'ListBuckets'),
        );
        const bucketId = buckets.find(({ localAliases }) =>
          localAliases.some(({ alias }) => alias === bucket),
        )?.id;
        const alias = { bucketId, accessKeyId, localAlias: bucket };
        await garage('json-api', 'AddBucketAlias', JSON.stringify(alias));
        const permissions = { read: true, write: true, owner: false };
        await garage('json-api', 'AllowBucketKey', JSON.stringify({ bucketId, accessKeyId, permissions }));
        return { accessKeyId, secretAccessKey };
      },
    };
  },
};
