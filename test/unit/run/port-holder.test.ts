import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findPortHolder } from '../../../src/run/port-holder.ts';

describe('the holder of a port', () => {
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
