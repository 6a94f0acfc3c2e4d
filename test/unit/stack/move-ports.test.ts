import { describe, expect, it } from 'vitest';
import type { Manifest, Probe, Value } from '../../../src/stack/manifest.ts';
import { movedUrl, movePorts, portsToMove } from '../../../src/stack/move-ports.ts';

const manifest = (ports: readonly Value[], more: Record<string, Value> = {}, probes: readonly Probe[] = []) =>
  ({
    name: 'test',
    services: { a: { ports, ...more } },
    'x-smoke': {
      urls: [{ name: 'A', url: 'http://localhost:80/x', service: 'a' }],
      probes,
      s3: { endpoint: 'https://localhost:9000' },
    },
  }) as unknown as Manifest;

const moved = { '80': 20080, '81': 20001, '9000': 20900, 'a:8080': 20808, '${PORT:-80}': 20002 };

const portsOf = (entry: Value): unknown => movePorts(manifest([entry]), moved).services['a']?.['ports'];

describe('a published port that is moved', () => {
  it.each<[string, Value, readonly Value[]]>([
    ['keeps its address and its target', '127.0.0.1:80:8080', ['127.0.0.1:20080:8080']],
    ['needs no address', '80:8080', ['20080:8080']],
    ['keeps its protocol', '127.0.0.1:80:53/udp', ['127.0.0.1:20080:53/udp']],
    ['may be on an IPv6 address', '[::1]:80:8080', ['[::1]:20080:8080']],
    ['gets a number where an engine would choose one', '127.0.0.1::8080', ['127.0.0.1:20808:8080']],
    ['gets a number where it is a bare target', '8080', ['20808:8080']],
    ['gets a number where it is a bare number', 8080, ['20808:8080']],
    ['leaves a range one by one', '80-81:8080-8081', ['20080:8080', '20001:8081']],
    ['is one where a range leaves a choice', '80-81:8080', ['20080:8080']],
    ['may be a variable with a default', '${PORT:-80}:8080', ['20002:8080']],
    ['is left alone where nothing is known of it', '127.0.0.1:7000:80', ['127.0.0.1:7000:80']],
    [
      'keeps the rest of the long form',
      { target: 8080, published: '80', mode: 'host' },
      [{ target: 8080, published: '20080', mode: 'host' }],
    ],
    [
      'gets a number in the long form',
      { target: 8080, host_ip: '::1' },
      [{ target: 8080, host_ip: '::1', published: '20808' }],
    ],
  ])('%s', (_, entry, expected) => {
    expect(portsOf(entry)).toEqual(expected);
  });

  it('is told by number, or by service and target where it has none', () => {
    const { services } = manifest(['127.0.0.1:80:1', '8080', '90-91:90-91']);
    expect(portsToMove(services).map(({ key }) => key)).toEqual(['80', 'a:8080', '90', '91']);
  });

  it('stays the choice of the engine where replicas share it', () => {
    expect(portsToMove(manifest(['8080'], { scale: 2 }).services)).toEqual([]);
    expect(portsToMove(manifest(['8080'], { deploy: { replicas: 2 } }).services)).toEqual([]);
  });
});

describe('an address', () => {
  it.each([
    ['of a port that is moved is moved', 'https://localhost:9000/a?b', 'https://localhost:20900/a?b'],
    ['by number of this machine is moved', 'http://127.0.0.1:81', 'http://127.0.0.1:20001'],
    ['that --bind has chosen is moved', 'http://192.0.2.7:81/', 'http://192.0.2.7:20001/'],
    ['without a port has the usual one', 'http://localhost/x', 'http://localhost:20080/x'],
    ['of another machine stays', 'http://s3.example.net:9000', 'http://s3.example.net:9000'],
    ['inside of the stack stays', 'http://s3:9000', 'http://s3:9000'],
    ['of another port stays', 'http://localhost:8000', 'http://localhost:8000'],
    ['that is none stays', '127.0.0.1:9000', '127.0.0.1:9000'],
  ])('%s', (_, url, expected) => {
    expect(movedUrl(url, moved, ['192.0.2.7'])).toBe(expected);
  });
});

describe('what a manifest says of its ports', () => {
  const own: Probe = { name: 'S3', kind: 's3', service: 'a' };
  const notes = (...probes: Probe[]) =>
    movePorts(manifest(['127.0.0.1:80:80'], {}, probes), moved)['x-smoke'];

  it('is moved in URLs and probes', () => {
    const found = notes(
      { name: 'H', kind: 'http', url: 'http://localhost:81/h' },
      { name: 'T', kind: 'tcp', host: '127.0.0.1', port: 9000 },
      { name: 'L', kind: 'tls', host: '127.0.0.1', port: 80, serverName: 'localhost' },
      { name: 'E', kind: 'exec', service: 'a', command: ['curl', 'http://localhost:80'] },
    );
    expect(found?.urls[0]?.url).toBe('http://localhost:20080/x');
    expect(found?.probes).toMatchObject([
      { url: 'http://localhost:20001/h' },
      { port: 20900 },
      { port: 20080, serverName: 'localhost' },
      { command: ['curl', 'http://localhost:80'] },
    ]);
  });

  it('is moved for a storage of its own, and never for one outside', () => {
    expect(notes(own)?.s3?.endpoint).toBe('https://localhost:20900');
    expect(notes({ name: 'S3', kind: 's3' })?.s3?.endpoint).toBe('https://localhost:9000');
  });
});
