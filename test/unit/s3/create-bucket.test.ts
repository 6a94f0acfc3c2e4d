import { describe, expect, it } from 'vitest';
import { createClient } from '../../../src/s3/client.ts';
import { createBucket } from '../../../src/s3/create-bucket.ts';
import { explainS3Error } from '../../../src/s3/explain.ts';
import { serveHttp } from '../probes/servers.ts';
import { readBody } from './check/read-body.ts';

interface Asked {
  readonly what: string;
  readonly constraint: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body?: string;
}

const xmlError = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
});

/** Creates the bucket `mine` where `answer` decides what the server says. */
async function create(answer: (asked: Asked) => Answer, region = 'eu-west-1') {
  const asked: Asked[] = [];
  const port = await serveHttp(async (request, response) => {
    const body = await readBody(request);
    const constraint = /<LocationConstraint>(.*)<\/LocationConstraint>/.exec(body.toString())?.[1];
    const one = { what: `${request.method} ${new URL(request.url ?? '', 'http://s3').pathname}`, constraint };
    asked.push(one);
    const { status, body: text = '' } = answer(one);
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(request.method === 'HEAD' ? '' : text);
  });
  const connection = {
    endpoint: `http://127.0.0.1:${port}`,
    region,
    pathStyle: true,
    accessKeyId: 'key-id',
    secretAccessKey: 'secret',
  };
  const client = createClient(connection);
  const made = await createBucket(client, connection, 'mine').catch(
    (error: unknown) => explainS3Error(error, connection).kind,
  );
  client.destroy();
  return { made, asked, constraints: asked.map(({ constraint }) => constraint) };
}

describe('creating a bucket', () => {
  it.each([
    ['eu-west-1', 'eu-west-1'],
    ['us-east-1', undefined],
    ['auto', undefined],
  ])('in region %s asks for the place %s', async (region, expected) => {
    expect(await create(() => ({ status: 200 }), region)).toMatchObject({
      made: 'created',
      constraints: [expected],
    });
  });

  it.each(['InvalidLocationConstraint', 'IllegalLocationConstraintException', 'MalformedXML'])(
    'asks again without a place when the server answers %s to it',
    async (code) => {
      const seen = await create(({ constraint }) =>
        constraint === undefined ? { status: 200 } : xmlError(400, code),
      );
      expect(seen).toMatchObject({ made: 'created', constraints: ['eu-west-1', undefined] });
    },
  );

  it('says which region is wrong when the server takes neither', async () => {
    const seen = await create(() => xmlError(400, 'IllegalLocationConstraintException'));
    expect(seen).toMatchObject({ made: 'region', constraints: ['eu-west-1', undefined] });
  });

  it('takes a bucket of our own for success', async () => {
    expect((await create(() => xmlError(409, 'BucketAlreadyOwnedByYou'))).made).toBe('yours-already');
  });

  const list =
    '<ListAllMyBucketsResult><Buckets><Bucket><Name>mine</Name></Bucket></Buckets></ListAllMyBucketsResult>';

  it('finds in the list of our buckets that one is ours where the server says only that it exists', async () => {
    const seen = await create(({ what }) => {
      if (what.startsWith('PUT')) return xmlError(409, 'BucketAlreadyExists');
      return { status: 200, body: what === 'GET /' ? list : '' };
    });
    expect(seen.made).toBe('yours-already');
  });

  it.each([
    ['may not be asked', 403],
    ['answers, but stands in no list of ours', 200],
  ])('says that a bucket is somebody else’s when it exists and %s', async (_, status) => {
    const seen = await create(({ what }) => {
      if (what.startsWith('PUT')) return xmlError(409, 'BucketAlreadyExists');
      return { status, body: list.replace('mine', 'other') };
    });
    expect(seen.made).toBe('bucket-taken');
  });
});
