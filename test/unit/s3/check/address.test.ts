import { expect, it } from 'vitest';
import { addressOf } from '../../../../src/s3/check/address.ts';

it.each([
  ['the server', {}, 'https://s3.example.net', 's3.example.net', '/'],
  [
    'a bucket, without a slash that some servers take for a key',
    { bucket: 'b' },
    'https://s3.example.net',
    's3.example.net',
    '/b',
  ],
  ['an object', { bucket: 'b', key: 'a b/c+' }, 'https://s3.example.net', 's3.example.net', '/b/a%20b/c%2B'],
  [
    'a bucket as host name',
    { bucket: 'b', pathStyle: false },
    'https://s3.example.net:9000',
    'b.s3.example.net:9000',
    '/',
  ],
  [
    'an object there',
    { bucket: 'b', key: 'k/', pathStyle: false },
    'https://s3.example.net',
    'b.s3.example.net',
    '/k/',
  ],
  [
    'a bucket at an IP address, whatever the style',
    { bucket: 'b', pathStyle: false },
    'http://192.0.2.7:9000',
    '192.0.2.7:9000',
    '/b',
  ],
  ['a bucket below a path', { bucket: 'b' }, 'https://example.net/s3/', 'example.net', '/s3/b'],
  [
    'an object at an IPv6 address',
    { bucket: 'b', key: 'k', pathStyle: false },
    'http://[::1]:9000',
    '[::1]:9000',
    '/b/k',
  ],
])('the address of %s', (_, what, endpoint, host, path) => {
  expect(addressOf(endpoint, { pathStyle: true, ...what })).toMatchObject({ host, path });
});
