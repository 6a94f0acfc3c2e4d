import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { serveHttp } from '../probes/servers.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A web server says 200 to whatever it is asked. */
async function web(body: string) {
  const port = await serveHttp((_, response) => void response.end(body));
  return {
    XDG_STATE_HOME: temporaryFolder(),
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'the-key-id',
    AWS_SECRET_ACCESS_KEY: 'the-secret-key',
  };
}

describe('a server that is no S3 and answers 200 to everything', () => {
  it.each(['list', 'check', 'remove --yes', 'create --no-check', 'lifecycle --show'])(
    'has no bucket that smoke buckets %s could work on',
    async (verb) => {
      for (const body of ['', '<html><body>welcome</body></html>']) {
        const words = ['buckets', ...verb.split(' '), '-s', 'ext'];
        const { exitCode, stdout, stderr } = await runSmoke(words, await web(body));
        expect([exitCode, stdout.replaceAll(/.*\tfailed\n|.*\tnot tried\n/g, '')], body).toEqual([4, '']);
        expect(stderr, body).toContain('not as an S3 server does');
      }
    },
  );
});
