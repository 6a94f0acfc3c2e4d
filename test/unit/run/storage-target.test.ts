import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { startLoopbackS3 } from '../s3/loopback-s3.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function outside() {
  const { connection } = await startLoopbackS3();
  return {
    XDG_STATE_HOME: temporaryFolder(),
    S3_ENDPOINT: connection.endpoint,
    AWS_ACCESS_KEY_ID: connection.accessKeyId,
    AWS_SECRET_ACCESS_KEY: connection.secretAccessKey,
  };
}

describe('a storage on the loopback of this machine', () => {
  it('is fine for verbs that ask it from here, with a warning', async () => {
    const { exitCode, stdout, stderr } = await runSmoke(
      ['buckets', 'create', '-s', 'ext', '--no-check'],
      await outside(),
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout.split('\n').filter((line) => line.endsWith('\tcreated'))).toHaveLength(7);
    expect(stderr).toMatch(
      /^smoke: warning: http:\/\/127\.0\.0\.1:\d+ is this machine alone: containers of a stack do not reach it there\n$/,
    );
  });

  it.each([[['-s', 'ext']], [['up', '-s', 'ext']]])(
    'is refused where containers would have to reach it: smoke %j',
    async (words) => {
      const { exitCode, stdout, stderr } = await runSmoke(words, await outside());
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain('expected an address that containers reach');
    },
  );
});
