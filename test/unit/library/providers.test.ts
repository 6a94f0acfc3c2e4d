import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary, parseAndCheck } from '../../../src/library/open.ts';
import { providersFile, readProviders } from '../../../src/library/providers.ts';

const library = openLibrary(process.cwd(), join(process.cwd(), 'volumes'));

/** A table with one provider, changed by `change`. */
function table(change: Record<string, unknown>): string {
  const whole = {
    title: 'One',
    endpoints: [{ url: 'https://s3.{region}.one.example', regions: '[a-z]+' }],
    regions: ['north'],
    styles: ['path'],
    lacks: [],
    checksums: 'required',
    buckets: { unique: 'in the world' },
    create: { location: 'none' },
    lifecycle: { expiration: true, abortMultipart: true, advice: 'Expire.' },
  };
  return JSON.stringify({ providers: { one: { ...whole, ...change } } }, null, 1);
}

describe('the provider table', () => {
  it('holds every provider and server that smoke knows', async () => {
    expect(Object.keys(await readProviders(library))).toEqual([
      ...['aws', 'b2', 'r2', 'wasabi', 'gcs', 'digitalocean', 'scaleway', 'ovh', 'hetzner', 'linode', 'ibm'],
      ...['oracle', 'tigris', 'storj', 'idrive', 'exoscale', 'contabo'],
      ...['ceph', 'minio', 'garage', 'seaweedfs'],
    ]);
  });

  it('is accepted as it stands in the smallest form', async () => {
    await expect(parseAndCheck(table({}), providersFile)).resolves.toBeDefined();
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'a key that is not known',
      { style: ['path'] },
      /^compose\/providers\.yml:\d+: providers\.one\.style: is not known.*\n?/,
    ],
    [
      'a style that is none',
      { styles: ['dns'] },
      /providers\.one\.styles\.0: got "dns", expected one of path, virtual-host/,
    ],
    ['a missing field', { lacks: undefined }, /providers\.one: .*lacks/],
    [
      'an address without https',
      { endpoints: [{ url: 'http://one.example', region: 'a' }] },
      /endpoints\.0\.url: got/,
    ],
    [
      'no address',
      { endpoints: undefined },
      /endpoints: is missing, expected addresses, or selfHosted: true/,
    ],
    ['an address of a server that anybody may have', { selfHosted: true }, /has no known address/],
    [
      'a part that is not known',
      { endpoints: [{ url: 'https://{zone}.one.example', region: 'a' }] },
      /\{zone\} is not known/,
    ],
    [
      'an account without a form',
      { endpoints: [{ url: 'https://{account}.one.example', region: 'a' }] },
      /\{account\} has no form/,
    ],
    [
      'a region without a form',
      { endpoints: [{ url: 'https://{region}.one.example' }] },
      /\{region\} has no form/,
    ],
    [
      'an address without any region',
      { endpoints: [{ url: 'https://one.example' }] },
      /expected \{region\} in the address/,
    ],
    [
      'a form that is no expression',
      { endpoints: [{ url: 'https://{region}.one.example', regions: '(' }] },
      /regions: must match format/,
    ],
    [
      'a part of a refused address that is not known',
      { refused: [{ urls: ['https://{x}.one.example'], is: 'x', instead: 'https://one.example' }] },
      /refused\.0: \{x\} is not known/,
    ],
  ])('refuses %s, by file, line and path', async (_, change, message) => {
    await expect(parseAndCheck(table(change), providersFile)).rejects.toThrow(message);
  });
});
