import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SmokeError } from '../../src/error.ts';
import { isPipeClosed } from '../../src/io.ts';
import { runSmoke } from '../memory-io.ts';
import { temporaryFolder } from './temporary-folder.ts';

const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

describe('the end of a run', () => {
  it('is no failure when nobody reads its output any more', () => {
    expect(isPipeClosed(new SmokeError('UNWRITABLE', 'cannot write', { cause: broken }))).toBe(true);
  });

  it.each([
    ['an engine that is gone', new SmokeError('ENGINE_FAILED', 'docker could not …', { cause: broken })],
    [
      'a file that cannot be written',
      new SmokeError('UNWRITABLE', 'cannot write', { cause: new Error('x') }),
    ],
    ['a defect', broken],
  ])('is a failure because of %s', (_, error) => {
    expect(isPipeClosed(error)).toBe(false);
  });

  it('is a failure when the engine hangs up', async () => {
    const folder = temporaryFolder({});
    const socket = join(folder, 'engine.sock');
    const server = createServer((one) => one.destroy());
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const run = await runSmoke(['down', '-c', 'docker'], {
      HOME: folder,
      XDG_STATE_HOME: folder,
      DOCKER_HOST: `unix://${socket}`,
    });
    server.close();
    expect(run.exitCode).toBe(3);
  });
});
