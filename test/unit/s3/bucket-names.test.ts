import { describe, expect, it } from 'vitest';
import { checkBucketName, generateBucketName } from '../../../src/s3/bucket-names.ts';

describe('a generated bucket name', () => {
  it('is the base and the instance id', () => {
    expect(generateBucketName('archives', 'abc123')).toBe('archives-abc123');
  });

  it.each([
    ['63 characters are accepted', 'archives', 'x'.repeat(54), undefined],
    ['64 are refused and never cut', 'archives', 'x'.repeat(55), undefined],
    ['a shorter limit is kept', 'archives', 'abc', 12],
    ['a longer limit does not make S3 accept more', 'archives', 'x'.repeat(55), 100],
    ['one over the limit is refused', 'archives', 'abcd', 12],
    ['fewer than the 6 of B2 are refused', 'a', 'bcd', undefined],
  ])('%s', (title, base, id, limit) => {
    const name = () => generateBucketName(base, id, limit);
    if (title.includes('accepted') || title.includes('kept')) expect(name()).toBe(`${base}-${id}`);
    else expect(name).toThrow(/bucket name ".*" is not valid: it has \d+ characters, expected/);
  });

  it.each([
    'Archives',
    'arch_ives',
    'arch.ives',
    '-archives',
    'b2-archives',
    'goog-archives',
    'xn--archives',
  ])('does not begin as %s', (base) => {
    expect(() => generateBucketName(base, 'abc123')).toThrow('is not valid');
  });

  it('does not end as AWS reserves', () => {
    expect(() => generateBucketName('archives', 'my-s3alias')).toThrow(
      'names that end with "-s3alias" are reserved',
    );
  });
});

describe('a bucket name that the user chose', () => {
  it.each(['abc', 'a.b', 'a-b-c', '1bucket', 'my.bucket-2', 'x'.repeat(63)])(
    '%s is taken as it is',
    (name) => {
      expect(checkBucketName(name, 'MY_BUCKET')).toBe(name);
    },
  );

  it.each([
    ['ab', 'it has 2 characters, expected 3 to 63'],
    ['x'.repeat(64), 'it has 64 characters, expected 3 to 63'],
    ['Bucket', 'expected lower-case letters'],
    ['bucket_1', 'expected lower-case letters'],
    ['my bucket', 'expected lower-case letters'],
    ['bücket', 'expected lower-case letters'],
    ['-bucket', 'at both ends'],
    ['bucket-', 'at both ends'],
    ['.bucket', 'at both ends'],
    ['bucket\n', 'expected lower-case letters'],
    ['a..b', 'no dot beside'],
    ['a.-b', 'no dot beside'],
    ['a-.b', 'no dot beside'],
    ['192.168.5.4', 'anything but an IP address'],
    ['xn--bucket', 'begin with "xn--"'],
    ['sthree-bucket', 'begin with "sthree-"'],
    ['amzn-s3-demo-bucket', 'begin with "amzn-s3-demo-"'],
    ['b2-bucket', 'begin with "b2-"'],
    ['google', 'begin with "goog"'],
    ['bucket-s3alias', 'end with "-s3alias"'],
    ['bucket--ol-s3', 'end with "--ol-s3"'],
    ['bucket.mrap', 'end with ".mrap"'],
    ['bucket--x-s3', 'end with "--x-s3"'],
    ['bucket--table-s3', 'end with "--table-s3"'],
    ['bucket-an', 'end with "-an"'],
  ])('%j is refused with its variable and the reason', (name, reason) => {
    expect(() => checkBucketName(name, 'MY_BUCKET')).toThrow(
      expect.objectContaining({ message: expect.stringContaining(reason), exitCode: 2 }),
    );
    expect(() => checkBucketName(name, 'MY_BUCKET')).toThrow(/^MY_BUCKET: bucket name/);
  });
});

describe('a bucket name on a provider', () => {
  const b2 = { title: 'Backblaze B2', buckets: { min: 6, prefixes: ['b2-'], unique: '' } };
  const aws = {
    title: 'Amazon S3',
    buckets: { dots: true, prefixes: ['sthree-'], accountRegional: '-{account}-{region}-an', unique: '' },
  };
  const gcs = {
    title: 'Google',
    buckets: { dots: true, underscores: true, contains: ['google'], unique: '' },
  };

  it.each([
    ['b2-mine', aws],
    ['my.bucket', aws],
    ['mine-123456789012-eu-west-1-an', aws],
    ['my_bucket', gcs],
    ['sthree-mine', b2],
  ])('%s is taken where it is allowed', (name, provider) => {
    expect(checkBucketName(name, 'MY_BUCKET', provider)).toBe(name);
  });

  it.each([
    ['mine1', b2, 'it has 5 characters, expected 6 to 63'],
    ['my.bucket', b2, 'expected lower-case letters, digits and hyphens'],
    ['b2-mine', b2, 'begin with "b2-"'],
    ['mine-an', aws, 'expected <name>-{account}-{region}-an'],
    ['my-google-bucket', gcs, 'with "google" in them'],
  ])('%s is refused where it is not, by the name of the provider', (name, provider, reason) => {
    const check = () => checkBucketName(name, 'MY_BUCKET', provider);
    expect(check).toThrow(reason);
    expect(check).toThrow(`is not valid on ${provider.title}`);
  });

  it('is made so that it is good on every other provider, too', () => {
    expect(() => generateBucketName('b2-archives', 'abc123', undefined, aws)).toThrow('begin with "b2-"');
    expect(() =>
      generateBucketName('archives', 'abc123', undefined, {
        title: 'Short',
        buckets: { max: 12, unique: '' },
      }),
    ).toThrow('12 at most');
  });
});
