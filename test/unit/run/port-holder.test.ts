import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listeningSockets } from '../../../src/run/listeners.ts';
import { findPortHolder } from '../../../src/run/port-holder.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0300007F:26CB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0100007F:26CB 0100007F:8F0A 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1`;
const table6 = `   0: 00000000000000000000000000000000:26CB 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4713 1
   1: 0000000000000000FFFF00000100007F:26CB 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4714 1`;

describe('the holder of a port', () => {
  it.each([
    [table, '127.0.0.3', ['4711']],
    [table, '127.0.0.1', []],
    [table6, '::', ['4713']],
    [table6, '127.0.0.1', ['4714']],
  ])(
    'is found by the address that it listens at, and not by its connections (%#)',
    (text, address, found) => {
      expect(listeningSockets(text, 9931, (at) => at === address)).toEqual(found);
    },
  );

  it('is named when it is a process, and is nobody where nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const nowhere = { PATH: '/nowhere', DOCKER_HOST: 'unix:///nowhere', CONTAINER_HOST: 'unix:///nowhere' };
    expect(await findPortHolder(port, '127.0.0.1', nowhere)).toMatchObject({
      kind: 'process',
      pid: process.pid,
    });
    expect(await findPortHolder(port, '0.0.0.0', nowhere)).toMatchObject({ pid: process.pid });
    expect(await findPortHolder(port, '127.0.0.2', nowhere)).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    expect(await findPortHolder(port, '127.0.0.1', nowhere)).toBeUndefined();
  });
});
