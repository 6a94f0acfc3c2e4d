import { describe, expect, it } from 'vitest';
import { checkBuckets } from '../../../src/s3/buckets-check.ts';
import { lookAtBucket } from '../../../src/s3/buckets-look.ts';
import { openStorage } from '../../../src/s3/buckets-open.ts';
import { surveyBuckets } from '../../../src/s3/buckets-survey.ts';
import { serveHttp } from '../probes/servers.ts';

const { signal } = new AbortController();
const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

/** Lists no bucket to anybody, and hangs up whenever it is asked about one. */
async function silent() {
  const asked: string[] = [];
  const port = await serveHttp((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    asked.push(path);
    if (path !== '/') return void response.destroy();
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<Error><Code>AccessDenied</Code></Error>');
  });
  const connection = { region: 'us-east-1', pathStyle: true, accessKeyId: 'id', secretAccessKey: 'secret' };
  const storage = openStorage({ ...connection, endpoint: `http://127.0.0.1:${port}` });
  return { asked, storage };
}

describe('buckets of a server that falls silent', () => {
  it('are asked about once', async () => {
    const { asked, storage } = await silent();
    expect(await lookAtBucket(storage, 'one', signal)).toMatchObject({ problem: { kind: 'connection' } });
    expect(asked).toHaveLength(1);
    storage.end();
  });

  it.each([
    ['checked', checkBuckets],
    ['looked at', surveyBuckets],
  ])('are %s no further', async (_, verb) => {
    const { asked, storage } = await silent();
    const done = verb(storage, names, signal, new Date());
    await expect(done).rejects.toMatchObject({ code: 'PROVISION_FAILED' });
    expect(asked.length).toBeLessThanOrEqual(5);
    storage.end();
  });
});
