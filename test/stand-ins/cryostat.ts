// A stand-in for Cryostat where its image cannot be had: the same variables, ports, paths, database and storage use,
// and none of its features. Run as `node stand-in.cjs [--root=DIR]`; DIR holds truststore/ and opt/cryostat.d/.

import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiServer } from './cryostat/api.ts';
import { openDatabase } from './cryostat/database.ts';
import { openDiscovery } from './cryostat/discovery.ts';
import { openLive } from './cryostat/live.ts';
import { readPresets } from './cryostat/presets.ts';
import { openRecordings } from './cryostat/recordings.ts';
import { createBuckets, s3Client } from './cryostat/s3.ts';
import { readSettings } from './cryostat/settings.ts';
import { readTruststore } from './cryostat/truststore.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { root: { type: 'string', default: '/' } }, strict: false });
  const root = String(values.root);
  const settings = readSettings(process.env);
  const truststore = readTruststore(join(root, 'truststore'));
  const database = await openDatabase(settings.database);
  const client = s3Client(settings.s3, truststore);
  if (settings.createBuckets) createBuckets(client, settings);

  const recordings = openRecordings(client, database, settings);
  const discovery = openDiscovery(truststore, settings.agentTlsRequired);
  const server = apiServer({
    version: settings.version,
    recordings,
    presets: readPresets(join(root, 'opt/cryostat.d')),
    discovery,
    live: openLive(discovery, recordings),
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  console.log(
    `cryostat stand-in listens on http://${settings.host}:${settings.port}, ${truststore.length} certificates trusted`,
  );

  const stop = () => process.exit(0);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(`cryostat stand-in cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
