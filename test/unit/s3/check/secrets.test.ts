import { expect, it } from 'vitest';
import { checkStorage } from '../../../../src/s3/check/check.ts';
import { errorXml, startFakeS3 } from './fake-s3.ts';

it('no secret is in any part of a report, wherever a server repeats one', async () => {
  const secret = 'the-secret-key';
  const { connection } = await startFakeS3(() => ({
    status: 400,
    body: errorXml('AuthorizationHeaderMalformed', `<Region>${secret}</Region>`),
    headers: { server: `echo ${secret}`, 'x-amz-bucket-region': secret, 'content-type': 'application/xml' },
  }));
  const given = { ...connection, secretAccessKey: secret };
  const report = await checkStorage(given, { timeoutMs: 300, scope: 'application' });
  expect(report.problem?.kind).toBe('region');
  expect(report.server).toBe('echo ***');
  expect(JSON.stringify(report)).not.toContain(secret);
});
