import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/stack/manifest.ts';
import { bindPorts } from '../../../src/stack/ports.ts';

const bound = (port: Value, address: string) => bindPorts({ a: { ports: [port] } }, address)['a']?.['ports'];

describe('a published port', () => {
  it.each<[string, Value, string, Value]>([
    ['on the loopback stays there', '127.0.0.1:80:8080', '127.0.0.1', '127.0.0.1:80:8080'],
    ['on the loopback follows --bind', '127.0.0.1:80:8080', '192.0.2.7', '192.0.2.7:80:8080'],
    ['without an address is on the loopback', '80:8080', '127.0.0.1', '127.0.0.1:80:8080'],
    ['on every interface is on the loopback', '0.0.0.0:80:8080', '127.0.0.1', '127.0.0.1:80:8080'],
    ['on every IPv6 interface is on the loopback', '[::]:80:8080', '127.0.0.1', '127.0.0.1:80:8080'],
    ['that is only the container’s gets a free port of the loopback', '8080', '127.0.0.1', '127.0.0.1::8080'],
    ['may be a number', 8080, '127.0.0.1', '127.0.0.1::8080'],
    ['keeps its protocol', '53:53/udp', '127.0.0.1', '127.0.0.1:53:53/udp'],
    ['keeps its protocol when it is bare', '53/udp', '127.0.0.1', '127.0.0.1::53/udp'],
    ['may be a range', '8000-8010:9000-9010', '127.0.0.1', '127.0.0.1:8000-8010:9000-9010'],
    ['on an address of the fragment’s own stays there', '10.1.2.3:80:80', '192.0.2.7', '10.1.2.3:80:80'],
    ['on an IPv6 address of its own stays there', '[2001:db8::5]:80:80', '192.0.2.7', '[2001:db8::5]:80:80'],
    ['has brackets around IPv6', '127.0.0.1:80:8080', '::1', '[::1]:80:8080'],
    ['goes to every interface only when --bind says so', '127.0.0.1:80:80', '0.0.0.0', '0.0.0.0:80:80'],
    [
      'in the long form gets the address',
      { target: 80, published: '80' },
      '127.0.0.1',
      { target: 80, published: '80', host_ip: '127.0.0.1' },
    ],
    [
      'in the long form loses every interface',
      { target: 80, host_ip: '0.0.0.0' },
      '::1',
      { target: 80, host_ip: '::1' },
    ],
    [
      'in the long form keeps its own address',
      { target: 80, host_ip: '10.1.2.3' },
      '::1',
      { target: 80, host_ip: '10.1.2.3' },
    ],
  ])('%s', (_, port, address, expected) => {
    expect(bound(port, address)).toEqual([expected]);
  });

  it('is not made where a service has none', () => {
    expect(bindPorts({ a: { image: 'x' } }, '127.0.0.1')).toEqual({ a: { image: 'x' } });
  });
});
