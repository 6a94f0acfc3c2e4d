import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../src/library/open.ts';
import { readProviders } from '../../../src/library/providers.ts';
import { chooseProvider, type ProviderWish } from '../../../src/s3/provider-choice.ts';

const providers = await readProviders(openLibrary(process.cwd(), join(process.cwd(), 'volumes')));
const account = '0123456789abcdef0123456789abcdef';

/** The choice for flags and variables. */
const choose = (
  flags: Omit<ProviderWish, 'environment'> = {},
  environment: ProviderWish['environment'] = {},
) => chooseProvider({ ...flags, environment }, providers);

/** What a parameter is in the end: a flag, then a variable, then the provider's default. */
function settled(flags: Omit<ProviderWish, 'environment'>, environment: ProviderWish['environment'] = {}) {
  const choice = choose(flags, environment);
  return { ...choice.defaults, ...environment, ...choice.flags };
}

describe('the provider of the endpoint', () => {
  it.each<[string, Record<string, string>]>([
    ['https://s3.eu-west-1.amazonaws.com', { S3_REGION: 'eu-west-1', S3_PATH_STYLE_ACCESS: 'false' }],
    [
      'https://s3.us-west-004.backblazeb2.com',
      { S3_REGION: 'us-west-004', S3_PATH_STYLE_ACCESS: 'true', S3_CHECKSUMS: 'when_required' },
    ],
    [
      `https://${account}.r2.cloudflarestorage.com`,
      { S3_REGION: 'auto', S3_PATH_STYLE_ACCESS: 'true', S3_CHECKSUMS: 'when_required' },
    ],
    ['https://t3.storage.dev', { S3_REGION: 'auto', S3_PATH_STYLE_ACCESS: 'false' }],
    ['https://s3.example.net', { S3_PATH_STYLE_ACCESS: 'true', S3_CHECKSUMS: 'when_required' }],
  ])('%s sets what nobody has set', (endpoint, defaults) => {
    expect(choose({}, { S3_ENDPOINT: endpoint }).defaults).toEqual(defaults);
    expect(choose({}, { S3_ENDPOINT: endpoint })).toMatchObject({ flags: {}, warnings: [] });
  });
});

describe('--provider builds the endpoint', () => {
  it.each<[string, Omit<ProviderWish, 'environment'>, ProviderWish['environment'], string, string]>([
    [
      'of a region',
      { provider: 'b2', region: 'us-west-004' },
      {},
      'https://s3.us-west-004.backblazeb2.com',
      'us-west-004',
    ],
    [
      'in any case',
      { provider: 'AWS', region: 'eu-west-1' },
      {},
      'https://s3.eu-west-1.amazonaws.com',
      'eu-west-1',
    ],
    [
      'of a partition',
      { provider: 'aws', region: 'cn-north-1' },
      {},
      'https://s3.cn-north-1.amazonaws.com.cn',
      'cn-north-1',
    ],
    [
      'of the sovereign cloud',
      { provider: 'aws', region: 'eusc-de-east-1' },
      {},
      'https://s3.eusc-de-east-1.amazonaws.eu',
      'eusc-de-east-1',
    ],
    [
      'of S3_REGION',
      { provider: 'b2' },
      { S3_REGION: 'eu-central-003' },
      'https://s3.eu-central-003.backblazeb2.com',
      'eu-central-003',
    ],
    [
      'of an account',
      { provider: 'r2' },
      { S3_ACCOUNT: account },
      `https://${account}.r2.cloudflarestorage.com`,
      'auto',
    ],
    [
      'of a jurisdiction',
      { provider: 'r2', region: 'eu' },
      { S3_ACCOUNT: account },
      `https://${account}.eu.r2.cloudflarestorage.com`,
      'auto',
    ],
    [
      'of a namespace',
      { provider: 'oracle', region: 'us-ashburn-1' },
      { S3_ACCOUNT: 'ns1' },
      'https://ns1.compat.objectstorage.us-ashburn-1.oci.customer-oci.com',
      'us-ashburn-1',
    ],
    [
      'of a place that signs for another region',
      { provider: 'digitalocean', region: 'nyc3' },
      {},
      'https://nyc3.digitaloceanspaces.com',
      'us-east-1',
    ],
    [
      'of a cluster',
      { provider: 'linode', region: 'us-iad-10' },
      {},
      'https://us-iad-10.linodeobjects.com',
      'us-iad',
    ],
    ['without a region where there is none', { provider: 'tigris' }, {}, 'https://t3.storage.dev', 'auto'],
    [
      'with a region that only signs',
      { provider: 'gcs', region: 'europe-west1' },
      {},
      'https://storage.googleapis.com',
      'europe-west1',
    ],
    [
      'of the first region, which has its own',
      { provider: 'wasabi', region: 'us-east-1' },
      {},
      'https://s3.wasabisys.com',
      'us-east-1',
    ],
  ])('%s', (_, flags, environment, endpoint, region) => {
    expect(settled(flags, environment)).toMatchObject({ S3_ENDPOINT: endpoint, S3_REGION: region });
    expect(choose(flags, environment).warnings).toEqual([]);
  });

  it('takes a variable of AWS for its region, and says so for the command that makes it again', () => {
    expect(choose({ provider: 'aws' }, { AWS_REGION: 'eu-west-2' })).toMatchObject({
      region: 'eu-west-2',
      defaults: { S3_ENDPOINT: 'https://s3.eu-west-2.amazonaws.com', S3_REGION: 'eu-west-2' },
    });
    expect(() => choose({ provider: 'b2' }, { AWS_REGION: 'eu-west-2' })).toThrow('no region is given');
  });

  it('leaves a region alone that means the same', () => {
    expect(settled({ provider: 'r2' }, { S3_ACCOUNT: account, S3_REGION: 'us-east-1' })).toMatchObject({
      S3_REGION: 'us-east-1',
      S3_ENDPOINT: `https://${account}.r2.cloudflarestorage.com`,
    });
  });

  it.each<[string, Omit<ProviderWish, 'environment'>, ProviderWish['environment'], string, string]>([
    [
      'no region',
      { provider: 'b2' },
      {},
      'no region is given, expected one such as us-west-001',
      '--region us-west-001',
    ],
    [
      'a mistyped region',
      { provider: 'b2', region: 'us-west-04' },
      {},
      '--region: got "us-west-04"',
      'us-west-004',
    ],
    ['a wrong variable', { provider: 'hetzner' }, { S3_REGION: 'moon' }, 'S3_REGION: got "moon"', ''],
    ['no account', { provider: 'r2' }, {}, 'S3_ACCOUNT is not set, expected the account id', 'S3_ACCOUNT='],
    ['a wrong account', { provider: 'r2' }, { S3_ACCOUNT: 'evil.net' }, 'S3_ACCOUNT: got "evil.net"', ''],
    ['no endpoint of a server', { provider: 'ceph' }, {}, 'S3_ENDPOINT is not set', 'S3_ENDPOINT='],
    [
      'a mistyped provider',
      { provider: 'wasaby' },
      {},
      '--provider: got "wasaby", expected one of aws',
      'wasabi',
    ],
    ['a title', { provider: 'google' }, {}, '--provider: got "google"', 'Did you mean gcs?'],
    [
      'an endpoint of another',
      { provider: 'b2' },
      { S3_ENDPOINT: 'https://s3.wasabisys.com' },
      'S3_ENDPOINT is an address of Wasabi, but --provider is b2',
      '--provider wasabi',
    ],
    [
      'an endpoint of nobody',
      { provider: 'b2' },
      { S3_ENDPOINT: 'https://s3.example.net' },
      'S3_ENDPOINT is no address of Backblaze B2',
      'S3_ENDPOINT alone is enough',
    ],
    [
      'a server with the endpoint of a provider',
      { provider: 'minio' },
      { S3_ENDPOINT: 'https://s3.wasabisys.com' },
      'an address of Wasabi',
      '',
    ],
  ])('refuses %s, with what to type', (_, flags, environment, message, hint) => {
    expect(() => choose(flags, environment)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
    );
    if (hint !== '')
      expect(() => choose(flags, environment)).toThrow(
        expect.objectContaining({ hint: expect.stringContaining(hint) }),
      );
  });
});

describe('a server of your own', () => {
  it('is what --provider says, at any endpoint', () => {
    expect(choose({ provider: 'garage' }, { S3_ENDPOINT: 'http://s3.example.net:3900' })).toMatchObject({
      name: 'garage',
      defaults: { S3_REGION: 'garage', S3_PATH_STYLE_ACCESS: 'true' },
      warnings: [],
    });
  });
});

const b2 = 'https://s3.us-west-004.backblazeb2.com';

describe('what cannot work is warned of, and kept', () => {
  it.each<[string, Omit<ProviderWish, 'environment'>, ProviderWish['environment'], string]>([
    [
      'a region that contradicts the endpoint',
      {},
      { S3_ENDPOINT: b2, S3_REGION: 'eu-1' },
      'S3_REGION: got eu-1, but this endpoint of Backblaze B2 is signed for us-west-004',
    ],
    [
      'a flag that contradicts it',
      { region: 'eu-1' },
      { S3_ENDPOINT: b2 },
      '--region: got eu-1, but this endpoint',
    ],
    [
      'http where only https is',
      {},
      { S3_ENDPOINT: b2.replace('https', 'http') },
      'S3_ENDPOINT: Backblaze B2 answers to https only',
    ],
    [
      'paths where only host names are',
      {},
      { S3_ENDPOINT: 'https://t3.storage.dev', S3_PATH_STYLE_ACCESS: 'TRUE' },
      'S3_PATH_STYLE_ACCESS: Tigris does not take the bucket as part of the path',
    ],
    [
      'host names where only paths are',
      {},
      { S3_ENDPOINT: 'https://eu2.contabostorage.com', S3_PATH_STYLE_ACCESS: 'no' },
      'as part of the host name',
    ],
    [
      'checksums that may be refused',
      {},
      { S3_ENDPOINT: b2, S3_CHECKSUMS: 'when_supported' },
      'S3_CHECKSUMS: Backblaze B2 may refuse',
    ],
  ])('%s', (_, flags, environment, warning) => {
    expect(choose(flags, environment).warnings).toEqual([expect.stringContaining(warning)]);
    expect(settled(flags, environment)).toMatchObject({
      ...environment,
      ...(flags.region && { S3_REGION: flags.region }),
    });
  });

  it.each<[string, Omit<ProviderWish, 'environment'>, ProviderWish['environment']]>([
    ['the region of the endpoint', { region: 'us-west-004' }, { S3_ENDPOINT: b2 }],
    [
      'a region where none is looked at',
      {},
      { S3_ENDPOINT: 'https://gateway.storjshare.io', S3_REGION: 'eu1' },
    ],
    [
      'another name of the region',
      {},
      { S3_ENDPOINT: `https://${account}.r2.cloudflarestorage.com`, S3_REGION: 'us-east-1' },
    ],
    [
      'the name of the place',
      { region: 'eu' },
      { S3_ENDPOINT: `https://${account}.eu.r2.cloudflarestorage.com` },
    ],
    [
      'anything at an endpoint of nobody',
      { region: 'moon' },
      { S3_ENDPOINT: 'http://s3.example.net', S3_PATH_STYLE_ACCESS: 'false', S3_CHECKSUMS: 'when_supported' },
    ],
  ])('%s is not', (_, flags, environment) => {
    expect(choose(flags, environment).warnings).toEqual([]);
  });
});
