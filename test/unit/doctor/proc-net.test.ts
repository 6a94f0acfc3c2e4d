import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSockets } from '../../../src/doctor/proc-net.ts';
import { readListeners } from '../../../src/run/listeners.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, state: string, inode = 26_131): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000 100\n`;

describe('a table of sockets', () => {
  it.each<[string, string, string, number]>([
    ['127.0.0.1', '0100007F:20FB', '127.0.0.1', 8443],
    ['all of version 4', '00000000:1F90', '0.0.0.0', 8080],
    ['all of version 6', '00000000000000000000000000000000:0016', '::', 22],
    ['the loopback of version 6', '00000000000000000000000001000000:0016', '::1', 22],
    ['version 4 in version 6', '0000000000000000FFFF00000100007F:0016', '127.0.0.1', 22],
    ['an address of version 6', 'B80D0120000000000000000001000000:0016', '2001:db8::1', 22],
  ])('tells %s', (_, local, address, port) => {
    expect(parseSockets(head + row(local, '0A'), 'tcp')).toEqual([
      { protocol: 'tcp', address, port, inode: '26131' },
    ]);
  });

  it.each<[string, 'tcp' | 'udp', string, number]>([
    ['an open connection', 'tcp', '01', 0],
    ['a bound socket of UDP', 'udp', '07', 1],
    ['a listener of TCP', 'tcp', '0A', 1],
  ])('counts %s or not', (_, protocol, state, count) => {
    expect(parseSockets(head + row('0100007F:20FB', state), protocol)).toHaveLength(count);
  });

  it.each(['', head, `${head}rubbish\n\n`])('tells nothing from %j', (table) => {
    expect(parseSockets(table, 'tcp')).toEqual([]);
  });
});

describe('listeners of a machine', () => {
  const tcp = head + row('0100007F:20FB', '0A', 5) + row('0100007F:0050', '0A', 6);

  it('have their process, where it may be looked into', async () => {
    const proc = temporaryFolder({ 'net/tcp': tcp, '4711/comm': 'python3\n' });
    mkdirSync(join(proc, '4711/fd'));
    symlinkSync('socket:[5]', join(proc, '4711/fd/3'));
    symlinkSync('/dev/null', join(proc, '4711/fd/0'));
    const process = { pid: 4711, name: 'python3' };
    expect(await readListeners((port) => port === 8443, { proc })).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 8443, process },
    ]);
    expect(await readListeners((port) => port === 80, { proc })).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 80 },
    ]);
  });

  it('are not known where there is neither /proc nor lsof', async () => {
    expect(await readListeners(() => true, { proc: '/nonexistent', lsof: '/nonexistent' })).toBeUndefined();
  });
});
