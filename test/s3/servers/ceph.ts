// A Ceph object gateway with the least that it needs: one monitor, one manager, one OSD that keeps all in memory.

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Family, findProgram, freePorts, reached, startFamily } from './child.ts';
import { rootKey, type S3ServerKind } from './server.ts';

const programs = [
  'ceph-mon',
  'ceph-mgr',
  'ceph-osd',
  'radosgw',
  'radosgw-admin',
  'ceph',
  'ceph-authtool',
  'monmaptool',
];

/** Starts Debian's Ceph. Its daemons stay in the foreground, so that they are our children. */
export const ceph: S3ServerKind = {
  name: 'ceph',
  missing: () => programs.filter((name) => !findProgram(name)).join(', ') || undefined,
  start: async ({ host = '127.0.0.1', key = rootKey } = {}) => {
    const family = startFamily('ceph');
    const [port = 0, monitor = 0] = await freePorts(2);
    const env = { CEPH_CONF: join(family.folder, 'ceph.conf'), CEPH_ARGS: '' };
    const run = (name: string, ...words: readonly string[]) => family.run(name, words, env);
    const serve = (name: string, ...words: readonly string[]) =>
      family.spawn(name, findProgram(name) ?? name, ['-f', ...words], env);
    configure(family, host, port, monitor);
    await startMonitor(family, monitor, run, serve);
    await startStore(run, serve);
    await addUser(run, 'root', key, []);
    serve('radosgw', '-n', 'client.gateway');
    const endpoint = `http://${reached(host)}:${port}`;
    await family.answers(endpoint, (status) => status === 200);
    return {
      name: 'ceph',
      endpoint,
      region: 'us-east-1',
      pathStyle: true,
      ...key,
      stop: family.stop,
      keyFor: async (bucket) => {
        const limited = {
          accessKeyId: `LIMITED${randomBytes(4).toString('hex')}`,
          secretAccessKey: randomBytes(16).toString('hex'),
        };
        await addUser(run, limited.accessKeyId, limited, ['--max-buckets=-1']);
        await run('radosgw-admin', 'bucket', 'unlink', `--bucket=${bucket}`, '--uid=root');
        await run('radosgw-admin', 'bucket', 'link', `--bucket=${bucket}`, `--uid=${limited.accessKeyId}`);
        return limited;
      },
    };
  },
};

type Run = (name: string, ...words: readonly string[]) => Promise<string>;
type Serve = (name: string, ...words: readonly string[]) => void;

function configure({ folder }: Family, host: string, port: number, monitor: number): void {
  for (const name of ['mon', 'mgr', 'osd', 'gateway']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'ceph.conf'),
    `[global]
fsid = ${randomUUID()}
mon_host = 127.0.0.1:${monitor}
keyring = ${folder}/keyring
run_dir = ${folder}
admin_socket = ${folder}/$name.asok
log_file = ${folder}/$name.log
ms_bind_ipv6 = false
mon_allow_pool_size_one = true
mon_data_avail_crit = 0
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 2147483648
[mon.a]
mon_data = ${folder}/mon
[mgr.a]
mgr_data = ${folder}/mgr
[osd.0]
osd_data = ${folder}/osd
[client.gateway]
rgw_frontends = beast endpoint=${host}:${port}
rgw_data = ${folder}/gateway
`,
  );
}

async function startMonitor({ folder }: Family, port: number, run: Run, serve: Serve): Promise<void> {
  const keyring = join(folder, 'keyring');
  const map = join(folder, 'monmap');
  // The gateway does not connect to a cluster without authentication.
  await run(
    'ceph-authtool',
    '--create-keyring',
    keyring,
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  );
  for (const name of ['client.admin', 'client.gateway', 'mgr.a', 'osd.0']) {
    const may = ['mon', 'osd', 'mgr'].flatMap((kind) => ['--cap', kind, 'allow *']);
    await run('ceph-authtool', keyring, '--gen-key', '-n', name, ...may);
  }
  const fsid = (await run('ceph-conf', '--lookup', 'fsid')).trim();
  await run('monmaptool', '--create', '--add', 'a', `127.0.0.1:${port}`, '--fsid', fsid, map);
  await run(programPath('ceph-mon'), '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring);
  serve('ceph-mon', '-i', 'a', '--public-addr', `127.0.0.1:${port}`);
}

async function startStore(run: Run, serve: Serve): Promise<void> {
  serve('ceph-mgr', '-i', 'a');
  const id = randomUUID();
  await run('ceph', '--connect-timeout', '60', 'osd', 'new', id, '0');
  await run(programPath('ceph-osd'), '-i', '0', '--mkfs', '--osd-uuid', id);
  serve('ceph-osd', '-i', '0');
}

async function addUser(
  run: Run,
  user: string,
  key: { accessKeyId: string; secretAccessKey: string },
  more: readonly string[],
): Promise<void> {
  const keys = [`--access-key=${key.accessKeyId}`, `--secret-key=${key.secretAccessKey}`];
  await run('radosgw-admin', 'user', 'create', `--uid=${user}`, `--display-name=${user}`, ...keys, ...more);
}

function programPath(name: string): string {
  return findProgram(name) ?? name;
}
