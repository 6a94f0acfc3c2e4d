import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient, isAwsEndpoint } from '../../../src/s3/client.ts';
import { serveHttp } from '../probes/servers.ts';

describe('an S3 client', () => {
  it.each([
    ['https://s3.eu-west-1.amazonaws.com', true],
    ['https://s3.cn-north-1.amazonaws.com.cn', true],
    ['https://s3.eusc-de-east-1.amazonaws.eu', true],
    ['https://evil-amazonaws.com', false],
    ['https://amazonaws.com.example.net', false],
    ['http://localhost:9000', false],
  ])('knows whether %s is Amazon', (endpoint, expected) => {
    expect(isAwsEndpoint(endpoint)).toBe(expected);
  });

  it('sends no checksums that other servers do not know, tries once, and keeps out the settings of AWS', async () => {
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    onTestFinished(() => void vi.unstubAllEnvs());
    const headers: string[][] = [];
    const port = await serveHttp((request, response) => {
      headers.push(Object.keys(request.headers));
      request.resume();
      response.writeHead(503).end();
    });
    const client = createClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      pathStyle: true,
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
    await expect(client.send(new PutObjectCommand({ Bucket: 'abc', Key: 'k', Body: 'x' }))).rejects.toThrow();
    expect(headers).toHaveLength(1);
    expect(headers[0]?.filter((name) => /checksum|trailer/.test(name))).toEqual([]);
  });

  it('sends all checksums to a server that is known to take them', async () => {
    const headers: string[] = [];
    const port = await serveHttp((request, response) => {
      headers.push(...Object.keys(request.headers));
      request.resume();
      response.end();
    });
    const client = createClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      pathStyle: true,
      accessKeyId: 'a',
      secretAccessKey: 'b',
      checksums: 'supported',
    });
    await client.send(new PutObjectCommand({ Bucket: 'abc', Key: 'k', Body: 'x' }));
    expect(headers).toContain('x-amz-checksum-crc32');
  });
});
