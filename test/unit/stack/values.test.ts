import { describe, expect, it } from 'vitest';
import type { SmokeError } from '../../../src/error.ts';
import type { Parameter } from '../../../src/stack/fragment.ts';
import { checkValue, missingValue } from '../../../src/stack/values.ts';

const endpoint = (value: string) => checkValue('S3_ENDPOINT', { help: '', form: 'endpoint' }, value);

function refusal(work: () => unknown): SmokeError {
  try {
    work();
  } catch (error) {
    return error as SmokeError;
  }
  throw new Error('it was accepted');
}

describe('an endpoint', () => {
  it.each([
    ['https is accepted', 'https://s3.example.net', 'https://s3.example.net'],
    ['http is accepted', 'http://minio.lan:9000', 'http://minio.lan:9000'],
    ['a slash at the end is dropped', 'https://s3.example.net/', 'https://s3.example.net'],
    ['blanks around it are dropped', ' https://s3.example.net ', 'https://s3.example.net'],
    ['an address of the network is accepted', 'http://192.168.1.7:9000', 'http://192.168.1.7:9000'],
    ['IPv6 is accepted', 'http://[2001:db8::1]:9000', 'http://[2001:db8::1]:9000'],
    [
      'the engine’s name of the host is accepted',
      'http://host.docker.internal:9000',
      'http://host.docker.internal:9000',
    ],
    [
      'a name that begins like the loopback is accepted',
      'https://127.example.net',
      'https://127.example.net',
    ],
  ])('%s', (_, value, expected) => {
    expect(endpoint(value)).toBe(expected);
  });

  it.each([
    'http://localhost:9000',
    'http://LOCALHOST',
    'http://localhost.:9000',
    'http://s3.localhost',
    'http://127.0.0.1:9000',
    'http://127.8.9.10',
    'http://127.1',
    'http://0.0.0.0:9000',
    'http://[::1]:9000',
    'http://[::]:9000',
    'http://[::ffff:127.0.0.1]:9000',
  ])('%s is refused with advice, since inside of a container it is the container', (value) => {
    const { message, hint, exitCode } = refusal(() => endpoint(value));
    expect(message).toContain('S3_ENDPOINT: got');
    expect(message).toContain('is the container itself');
    expect(hint).toContain('host.docker.internal');
    expect(hint).toContain('host.containers.internal');
    expect(exitCode).toBe(2);
  });

  it.each([
    'https://hunter2:s3cr3t@s3.example.net',
    'https://s3cr3t@s3.example.net',
    'ftp://hunter2:s3cr3t@s3.example.net',
    'hunter2:s3cr3t@s3.example.net',
    'https://hunter2:s3cr3t@',
    'https://s3.example.net/?X-Amz-Signature=s3cr3t',
    'https://s3.example.net/bucket?X-Amz-Credential=hunter2&X-Amz-Signature=s3cr3t',
    'https://s3.example.net/#s3cr3t',
  ])('%s is refused without a word of what is secret in it', (value) => {
    const { message, hint } = refusal(() => endpoint(value));
    expect(`${message} ${hint}`).not.toMatch(/s3cr3t|hunter2/);
  });

  it.each([
    ['a path', 'https://s3.example.net/bucket', 'without path', 'https://s3.example.net?'],
    ['another scheme', 's3://bucket', 'such as https://s3.example.net', ''],
    ['no scheme', 's3.example.net', 'such as https://s3.example.net', 'Did you mean https://s3.example.net?'],
    ['no scheme but a port', 's3.example.net:9000', 'such as', 'Did you mean https://s3.example.net:9000?'],
    ['no host', 'https://', 'such as', ''],
  ])('with %s is refused with what was expected', (_, value, expected, hint) => {
    const error = refusal(() => endpoint(value));
    expect(error.message).toContain(expected);
    expect(error.hint ?? '').toContain(hint);
  });
});

describe('a value', () => {
  const choice = { help: '', allowed: ['tagging', 'metadata', 'bucket'] };

  it('outside of the allowed ones is refused with all of them and the near one', () => {
    const { message, hint } = refusal(() => checkValue('MODE', choice, 'taging'));
    expect(message).toBe('MODE: got "taging", expected one of tagging, metadata, bucket');
    expect(hint).toBe('Did you mean tagging?');
  });

  it.each(['a\nb', 'a\rb', 'a\tb', 'a\0b', 'a\u007fb'])(
    'with a control character (%j) is refused and not echoed',
    (value) => {
      expect(refusal(() => checkValue('X', { help: '' }, value)).message).toBe(
        'X: got "…", expected a value without line breaks and control characters',
      );
    },
  );

  it.each([
    ['word', 'eu-west-1', true],
    ['word', 'a b', false],
    ['word', 'a$b', false],
    ['word', '', false],
    ['user', 'zoë', true],
    ['user', 'a:b', false],
    ['user', 'a b', false],
    ['user', 'a$b', false],
  ] as const)('of the form %s: %j is accepted: %s', (form, value, accepted) => {
    const check = () => checkValue('X', { help: '', form }, value);
    if (accepted) expect(check()).toBe(value);
    else expect(check).toThrow(`X: got "${value}", expected`);
  });

  it('may be anything on one line where nothing else is said', () => {
    expect(checkValue('X', { help: '' }, '-Da="b $c" é')).toBe('-Da="b $c" é');
  });

  it('that is missing is named with its help', () => {
    const { message, hint, exitCode } = missingValue('S3_ENDPOINT', { help: 'address of the S3 service' });
    expect(message).toBe('S3_ENDPOINT is not set, expected address of the S3 service');
    expect(hint).toContain('S3_ENDPOINT=…');
    expect(exitCode).toBe(2);
  });
});

describe('the forms of values', () => {
  const of = (form: NonNullable<Parameter['form']>, value: string) =>
    checkValue('X', { help: 'x', form }, value);

  it.each([
    ['yes', 'true'],
    ['1', 'true'],
    ['TRUE', 'true'],
    ['no', 'false'],
    ['0', 'false'],
  ])('a flag may be %s, which applications read as %s', (given, expected) => {
    expect(of('flag', given)).toBe(expected);
  });

  it.each<[NonNullable<Parameter['form']>, string]>([
    ['image', 'quay.io/cryostat/cryostat:4.2.0'],
    ['image', 'Registry.example.net:5000/a/b_c@sha256:'.concat('0'.repeat(64))],
    ['image', '[::1]:5000/a:b'],
    ['image', 'redis'],
    ['buckets', 'archives-1,metadata-1'],
  ])('%s takes %s', (form, value) => {
    expect(of(form, value)).toBe(value);
  });

  it.each<[NonNullable<Parameter['form']>, string, string]>([
    ['image', 'foo bar', 'expected an image'],
    ['image', '${X}', 'expected an image'],
    ['image', 'Upper/case', 'expected an image'],
    ['flag', 'maybe', 'expected true or false'],
    ['buckets', 'A_b,,c d', 'X'],
    ['buckets', 'a-bucket,', 'X'],
  ])('%s refuses %s', (form, value, expected) => {
    expect(() => of(form, value)).toThrow(expected);
  });
});
