import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../src/library/open.ts';
import { readProviders } from '../../../src/library/providers.ts';
import { buildEndpoint, recogniseEndpoint, signedRegion, templateFor } from '../../../src/s3/providers.ts';

const providers = await readProviders(openLibrary(process.cwd(), join(process.cwd(), 'volumes')));
const account = '0123456789abcdef0123456789abcdef';

describe('an endpoint is recognised', () => {
  it.each([
    ['https://s3.eu-west-1.amazonaws.com', 'aws', 'eu-west-1'],
    ['https://S3.EU-West-1.AmazonAWS.com/', 'aws', 'eu-west-1'],
    ['https://s3.eu-west-1.amazonaws.com:443', 'aws', 'eu-west-1'],
    ['https://s3.eu-west-1.amazonaws.com.', 'aws', 'eu-west-1'],
    ['http://s3.eu-west-1.amazonaws.com', 'aws', 'eu-west-1'],
    ['https://s3.amazonaws.com', 'aws', 'us-east-1'],
    ['https://s3-external-1.amazonaws.com', 'aws', 'us-east-1'],
    ['https://s3-us-west-2.amazonaws.com', 'aws', 'us-west-2'],
    ['https://s3.dualstack.ap-southeast-2.amazonaws.com', 'aws', 'ap-southeast-2'],
    ['https://s3-fips.us-east-2.amazonaws.com', 'aws', 'us-east-2'],
    ['https://s3-fips.dualstack.us-east-2.amazonaws.com', 'aws', 'us-east-2'],
    ['https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com', 'aws', 'us-east-1'],
    ['https://s3.us-gov-west-1.amazonaws.com', 'aws', 'us-gov-west-1'],
    ['https://s3-us-gov-west-1.amazonaws.com', 'aws', 'us-gov-west-1'],
    ['https://s3.cn-north-1.amazonaws.com.cn', 'aws', 'cn-north-1'],
    ['https://s3.eusc-de-east-1.amazonaws.eu', 'aws', 'eusc-de-east-1'],
    ['https://s3.us-west-004.backblazeb2.com', 'b2', 'us-west-004'],
    [`https://${account}.r2.cloudflarestorage.com`, 'r2', 'auto'],
    [`https://${account}.eu.r2.cloudflarestorage.com`, 'r2', 'auto'],
    [`https://${account}.fedramp.r2.cloudflarestorage.com`, 'r2', 'auto'],
    ['https://s3.wasabisys.com', 'wasabi', 'us-east-1'],
    ['https://s3.us-east-1.wasabisys.com', 'wasabi', 'us-east-1'],
    ['https://s3.ap-northeast-2.wasabisys.com', 'wasabi', 'ap-northeast-2'],
    ['https://storage.googleapis.com', 'gcs', 'auto'],
    ['https://nyc3.digitaloceanspaces.com', 'digitalocean', 'us-east-1'],
    ['https://s3.fr-par.scw.cloud', 'scaleway', 'fr-par'],
    ['https://s3.gra.io.cloud.ovh.net', 'ovh', 'gra'],
    ['https://s3.eu-west-par.io.cloud.ovh.net', 'ovh', 'eu-west-par'],
    ['https://s3.us-east-va.io.cloud.ovh.us', 'ovh', 'us-east-va'],
    ['https://fsn1.your-objectstorage.com', 'hetzner', 'fsn1'],
    ['https://us-iad-10.linodeobjects.com', 'linode', 'us-iad'],
    ['https://s3.us-south.cloud-object-storage.appdomain.cloud', 'ibm', 'us-south'],
    ['https://s3.private.eu-de.cloud-object-storage.appdomain.cloud', 'ibm', 'eu-de'],
    ['https://s3.direct.us.cloud-object-storage.appdomain.cloud', 'ibm', 'us'],
    ['https://ns1.compat.objectstorage.eu-frankfurt-1.oci.customer-oci.com', 'oracle', 'eu-frankfurt-1'],
    ['https://ns1.compat.objectstorage.us-ashburn-1.oraclecloud.com', 'oracle', 'us-ashburn-1'],
    ['https://t3.storage.dev', 'tigris', 'auto'],
    ['https://fly.storage.tigris.dev', 'tigris', 'auto'],
    ['https://gateway.storjshare.io', 'storj', 'us-east-1'],
    ['https://q9d9.la12.idrivee2-5.com', 'idrive', 'la12'],
    ['https://sos-ch-gva-2.exo.io', 'exoscale', 'ch-gva-2'],
    ['https://eu2.contabostorage.com', 'contabo', 'default'],
  ])('%s is of %s and signed for %s', (endpoint, provider, region) => {
    expect(recogniseEndpoint(endpoint, providers)).toMatchObject({ provider, region });
  });

  it.each([
    ['https://s3.eu-west-1.amazonaws.com', { partition: 'aws', place: 'eu-west-1' }],
    ['https://s3.us-gov-west-1.amazonaws.com', { partition: 'aws-us-gov' }],
    ['https://s3.cn-north-1.amazonaws.com.cn', { partition: 'aws-cn' }],
    ['https://s3.eusc-de-east-1.amazonaws.eu', { partition: 'aws-eusc' }],
    [`https://${account}.eu.r2.cloudflarestorage.com`, { account, place: 'eu' }],
    ['https://ns1.compat.objectstorage.eu-frankfurt-1.oci.customer-oci.com', { account: 'ns1' }],
    ['https://us-iad-10.linodeobjects.com', { place: 'us-iad-10' }],
  ])('%s with its parts', (endpoint, parts) => {
    expect(recogniseEndpoint(endpoint, providers)).toMatchObject(parts);
  });
});

describe('an endpoint of nobody is not recognised', () => {
  it.each([
    'https://s3.example.net',
    'https://evil-amazonaws.com',
    'https://s3.eu-west-1.evil-amazonaws.com',
    'https://s3.amazonaws.com.evil.net',
    'https://s3.eu-west-1.amazonaws.com.evil.net',
    'https://s3xeu-west-1.amazonaws.com',
    'https://s3.eu-west-1.amazonawsxcom',
    'https://s3.amazonaws.com@evil.net',
    'https://evil.net/s3.amazonaws.com',
    'https://evil.net/#https://s3.amazonaws.com',
    'https://s3.eu-west-1.amazonaws.com.cn',
    'https://s3.cn-north-1.amazonaws.com',
    'https://ec2.eu-west-1.amazonaws.com',
    'https://s3.eu-west-1.amazonaws.com:9000',
    'https://evils3.eu-west-1.amazonaws.com',
    'https://short.r2.cloudflarestorage.com',
    'https://s3.us-west-4.backblazeb2.com',
    'https://mystorage.googleapis.com',
    'https://192.0.2.7:9000',
    'https://[2001:db8::1]',
    'ftp://s3.amazonaws.com',
    's3.amazonaws.com',
    '',
  ])('%j', (endpoint) => {
    expect(recogniseEndpoint(endpoint, providers)).toBeUndefined();
  });
});

describe('an address that is no endpoint names the right one', () => {
  it.each([
    [
      'https://b.s3.eu-west-1.amazonaws.com',
      'the address of the bucket "b"',
      'https://s3.eu-west-1.amazonaws.com',
    ],
    ['https://my.b.s3.eu-west-1.amazonaws.com', 'the bucket "my.b"', 'https://s3.eu-west-1.amazonaws.com'],
    ['https://b.s3-us-west-2.amazonaws.com', 'the bucket "b"', 'https://s3-us-west-2.amazonaws.com'],
    [
      'https://b.s3.dualstack.eu-west-1.amazonaws.com',
      'the bucket "b"',
      'https://s3.dualstack.eu-west-1.amazonaws.com',
    ],
    ['https://b.s3.amazonaws.com', 'the bucket "b"', 'https://s3.amazonaws.com'],
    [
      'https://b.bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com',
      'the bucket "b"',
      'https://bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com',
    ],
    [
      'http://b.s3-website-us-east-1.amazonaws.com',
      'a website of a bucket',
      'https://s3.us-east-1.amazonaws.com',
    ],
    [
      'http://b.s3-website.eu-central-1.amazonaws.com',
      'a website of a bucket',
      'https://s3.eu-central-1.amazonaws.com',
    ],
    [
      'https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com',
      'an access point',
      'https://s3.eu-west-1.amazonaws.com',
    ],
    [
      'https://123456789012.s3-control.eu-west-1.amazonaws.com',
      'managing accounts',
      'https://s3.eu-west-1.amazonaws.com',
    ],
    ['https://b.s3-accelerate.amazonaws.com', 'transfer acceleration', 'https://s3.<region>.amazonaws.com'],
    [
      'https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com',
      'directory buckets',
      'https://s3.us-east-1.amazonaws.com',
    ],
    [
      'https://eu-west-1.console.aws.amazon.com/s3/buckets/b',
      'the console',
      'https://s3.eu-west-1.amazonaws.com',
    ],
    ['https://b.s3.us-west-004.backblazeb2.com', 'the bucket "b"', 'https://s3.us-west-004.backblazeb2.com'],
    ['https://f004.backblazeb2.com', 'does not speak S3', 'https://s3.<region>.backblazeb2.com'],
    [
      `https://b.${account}.eu.r2.cloudflarestorage.com`,
      'the bucket "b"',
      `https://${account}.eu.r2.cloudflarestorage.com`,
    ],
    ['https://b.nyc3.digitaloceanspaces.com', 'the bucket "b"', 'https://nyc3.digitaloceanspaces.com'],
    ['https://b.nyc3.cdn.digitaloceanspaces.com', 'for browsers', 'https://nyc3.digitaloceanspaces.com'],
    ['https://b.storage.googleapis.com', 'the bucket "b"', 'https://storage.googleapis.com'],
    ['https://b.fsn1.your-objectstorage.com', 'the bucket "b"', 'https://fsn1.your-objectstorage.com'],
    ['https://b.t3.storage.dev', 'the bucket "b"', 'https://t3.storage.dev'],
  ])('%s', (endpoint, problem, right) => {
    expect(() => recogniseEndpoint(endpoint, providers)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringContaining(problem),
        hint: expect.stringContaining(`Did you mean ${right}?`),
      }),
    );
  });
});

/** Every provider with an account of its form, and each region that the table names. */
const places = Object.entries(providers).flatMap(([name, provider]) =>
  provider.selfHosted ? [] : provider.regions.map((region) => [name, region] as const),
);

describe('the endpoint of a provider and a region', () => {
  it.each(places)('%s in %s is recognised as what it was made from', (name, region) => {
    const provider = providers[name];
    if (!provider) throw new Error(`no provider ${name}`);
    const endpoint = buildEndpoint(provider, { region, account: provider.account && account });
    expect(endpoint).toMatch(/^https:\/\/[a-z0-9.-]+$/);
    const template = templateFor(provider, region);
    const signed = template?.region ?? (template && signedRegion(template, region));
    const found = recogniseEndpoint(endpoint ?? '', providers);
    expect(found).toMatchObject({ provider: name, region: signed });
    if (found?.place !== undefined) expect(found.place).toBe(region);
  });

  it.each([
    ['aws', 'moon-1'],
    ['b2', 'us-west-4'],
    ['b2', undefined],
    ['scaleway', 'evil.net/'],
    ['hetzner', 'fsn1.evil'],
  ])('%s has none for %s', (name, region) => {
    expect(providers[name] && buildEndpoint(providers[name], { region })).toBeUndefined();
  });

  it('has none without the account that is part of it, or with one of another form', () => {
    const r2 = providers['r2'];
    expect(r2 && buildEndpoint(r2, {})).toBeUndefined();
    expect(r2 && buildEndpoint(r2, { account: 'evil.net/' })).toBeUndefined();
    expect(r2 && buildEndpoint(r2, { account })).toBe(`https://${account}.r2.cloudflarestorage.com`);
  });
});
