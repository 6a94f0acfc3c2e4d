import { describe, expect, it } from 'vitest';
import { explainS3Error } from '../../../src/s3/explain.ts';

const connection = {
  endpoint: 'http://s3.example.net:9000',
  region: 'eu-west-1',
  pathStyle: true,
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI',
};

// As the SDK throws them: the server's code as name, the fields of its XML, the status.
const answer = (httpStatusCode: number, name: string, more: object = {}) =>
  Object.assign(new Error('of the server'), { name, Code: name, $metadata: { httpStatusCode }, ...more });

const network = (code: string) => Object.assign(new Error(code), { code });

describe('an error of an S3 server in words', () => {
  it.each([
    ['a wrong key id', answer(403, 'InvalidAccessKeyId'), 'key-id', 'does not know the access key id'],
    ['a wrong secret', answer(403, 'SignatureDoesNotMatch'), 'secret', 'secret access key is wrong'],
    [
      'a wrong key id on Garage',
      answer(403, 'AccessDenied', { message: 'Forbidden: No such key: GK12' }),
      'key-id',
      'key id',
    ],
    [
      'a wrong secret on Garage',
      answer(403, 'AccessDenied', { message: 'Forbidden: Invalid signature' }),
      'secret',
      'secret',
    ],
    ['missing rights', answer(403, 'AccessDenied'), 'denied', 'may not do this'],
    ['an old session token', answer(400, 'ExpiredToken'), 'session', 'has expired'],
    ['a bad session token on MinIO', answer(403, 'InvalidTokenId'), 'session', 'session token is not valid'],
    ['a clock that is off', answer(403, 'RequestTimeTooSkewed'), 'clock', 'clock'],
    ['a full disk', answer(507, 'Whatever'), 'full', 'no space left'],
    ['an action nobody built', answer(501, 'Whatever'), 'unsupported', 'cannot do this'],
    ['a host nobody knows', network('ENOTFOUND'), 'connection', 'no such host'],
    ['a port without TLS', network('ERR_SSL_WRONG_VERSION_NUMBER'), 'connection', 'does not speak TLS'],
    ['an unknown authority', network('SELF_SIGNED_CERT_IN_CHAIN'), 'certificate', 'unknown authority'],
    [
      'a web server',
      answer(404, 'UnknownError', { $response: { headers: { 'content-type': 'text/html' } } }),
      'not-s3',
      'not as an S3 server',
    ],
  ])('tells %s, and that it will not pass', (_, error, kind, words) => {
    const problem = explainS3Error(error, connection);
    expect(problem).toMatchObject({ kind, passing: false, text: expect.stringContaining(words) });
    expect(problem.text).toContain('s3.example.net:9000');
  });

  it.each([
    ['AWS and MinIO', answer(400, 'AuthorizationHeaderMalformed', { Region: 'us-east-2' }), 'us-east-2'],
    [
      'the text alone',
      answer(400, 'AuthorizationHeaderMalformed', { message: "the region is wrong; expecting 'us-gov-1'" }),
      'us-gov-1',
    ],
    [
      'Garage',
      answer(400, 'AuthorizationHeaderMalformed', {
        message: 'unexpected scope: expected 20261121/garage/s3/aws4_request',
      }),
      'garage',
    ],
    [
      'a redirect',
      answer(301, 'PermanentRedirect', { $response: { headers: { 'x-amz-bucket-region': 'ap-1' } } }),
      'ap-1',
    ],
  ])('names the right region, as told by %s', (_, error, region) => {
    expect(explainS3Error(error, connection)).toMatchObject({
      kind: 'region',
      text: `s3.example.net:9000: the region is wrong: got eu-west-1, expected ${region}`,
      hint: `set S3_REGION=${region}`,
    });
  });

  it.each([
    ['refuses connections', network('ECONNREFUSED')],
    ['resets them', network('ECONNRESET')],
    ['refuses on every address of its name', new AggregateError([network('ECONNREFUSED')])],
    ['answers 503', answer(503, 'ServiceUnavailable')],
    ['answers 500', answer(500, 'InternalError')],
    ['wants us to be slower', answer(429, 'SlowDown')],
  ])('waits for a server that %s', (_, error) => {
    expect(explainS3Error(error, connection).passing).toBe(true);
  });

  it('masks credentials in the text of a server', () => {
    const message = 'key AKIDEXAMPLE with wJalrXUtnFEMI and token tok-123 is odd';
    const $response = { headers: { 'content-type': 'application/xml' } };
    const error = answer(400, 'Odd', { message, $response });
    const { text } = explainS3Error(error, { ...connection, sessionToken: 'tok-123' });
    expect(text).toBe('s3.example.net:9000 answers 400: Odd: key *** with *** and token *** is odd');
  });

  it('points to path style where buckets are host names that nobody knows', () => {
    const { hint } = explainS3Error(network('ENOTFOUND'), { ...connection, pathStyle: false });
    expect(hint).toContain('S3_PATH_STYLE_ACCESS=true');
  });

  it('points to the other scheme where plain HTTP meets TLS', () => {
    expect(explainS3Error(answer(400, 'UnknownError'), connection).hint).toBe(
      'try https://s3.example.net:9000',
    );
  });
});
