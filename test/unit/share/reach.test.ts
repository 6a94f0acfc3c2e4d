import { describe, expect, it } from 'vitest';
import { type Reach, reachOf, shownAddress, whyOutOfReach } from '../../../src/share/reach.ts';

const addresses: readonly [string, Reach][] = [
  ['https://s3.eu-west-1.amazonaws.com', 'everywhere'],
  ['https://s3.example.net:9000', 'everywhere'],
  ['s3.example.net', 'everywhere'],
  ['https://S3.Example.NET.', 'everywhere'],
  ['http://192.0.2.7:9000', 'everywhere'],
  ['http://172.32.0.1', 'everywhere'],
  ['http://[2001:db8::7]:9000', 'everywhere'],
  ['https://localhost.example.net', 'everywhere'],
  ['http://10.1.2.3', 'private'],
  ['http://172.31.255.1', 'private'],
  ['http://192.168.1.7:3900', 'private'],
  ['http://169.254.1.1', 'private'],
  ['http://100.64.0.1', 'private'],
  ['http://[fd00::1]', 'private'],
  ['http://[fe80::1]', 'private'],
  ['http://[::ffff:192.168.1.7]', 'private'],
  ['http://nas.local', 'private'],
  ['http://minio.corp', 'private'],
  ['http://s3.192-168-1-7.sslip.io', 'private'],
  ['http://s3:8333', 'stack'],
  ['http://storage.', 'stack'],
  ['http://host.docker.internal:9000', 'stack'],
  ['http://host.containers.internal', 'stack'],
  ['http://localhost:9000', 'machine'],
  ['http://s3.localhost', 'machine'],
  ['http://127.1', 'machine'],
  ['http://2130706433', 'machine'],
  ['http://0.0.0.0:9000', 'machine'],
  ['http://[::1]:9000', 'machine'],
  ['http://[::]:9000', 'machine'],
  ['http://[::ffff:127.0.0.1]', 'machine'],
  ['http://cryostat-storage.apps.svc:8333', 'cluster'],
  ['http://cryostat-storage.apps.svc.cluster.local', 'cluster'],
  ['http://s3.cluster.local', 'cluster'],
  ['http://s3.invalid', 'nowhere'],
  ['http://', 'nowhere'],
  ['', 'nowhere'],
  ['not an address', 'nowhere'],
];

describe('an endpoint', () => {
  it.each(addresses)('%s is reached from: %s', (endpoint, reach) => {
    expect(reachOf(endpoint)).toBe(reach);
  });

  it('without a dot is a name of the cluster where a cluster said it', () => {
    expect(reachOf('http://cryostat-storage:8333', 'cluster')).toBe('cluster');
  });

  it.each([
    ['https://s3.example.net', 'cluster', undefined],
    ['https://s3.example.net', 'stack', undefined],
    ['http://192.168.1.7', 'cluster', undefined],
    ['http://s3:8333', 'stack', undefined],
    ['http://s3:8333', 'cluster', 's3 is a name inside of the stack on this machine'],
    ['http://s3.apps.svc', 'cluster', undefined],
    ['http://s3.apps.svc', 'stack', 's3.apps.svc is a name inside of the cluster'],
    ['http://localhost:9000', 'stack', 'localhost is the machine or container itself that uses it'],
    ['http://s3.invalid', 'cluster', 's3.invalid is no address of a server'],
  ] as const)('%s from the %s: %s', (endpoint, place, why) => {
    expect(whyOutOfReach(endpoint, place)).toBe(why);
  });

  it.each([
    ['https://s3.example.net:9000', 'https://s3.example.net:9000'],
    ['https://me:hunter2@s3.example.net', 'https://…@s3.example.net'],
    ['https://me:hunt@er2@s3.example.net', 'https://…@s3.example.net'],
    ['https://me:hunt er/2@s3', 'https://…@s3'],
    ['me:hunter2@s3:9000', '…@s3:9000'],
  ])('%s is shown as %s, without the user in it', (endpoint, shown) => {
    expect(shownAddress(endpoint)).toBe(shown);
  });

  it('that is none shows no password either', () => {
    expect(whyOutOfReach('http://me:hunter2@[s3', 'stack')).toBe('http://…@[s3 is no address of a server');
  });
});
