import { describe, expect, it } from 'vitest';
import type { Manifest, Value } from '../../../src/stack/manifest.ts';
import { movePorts } from '../../../src/stack/move-ports.ts';
import { moveTexts } from '../../../src/stack/move-texts.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function manifest(environment: Value, more: Record<string, Value> = {}, host = 'localhost'): Manifest {
  const address = host === 'localhost' ? '127.0.0.1' : host;
  return {
    name: 'test',
    services: { a: { ports: [`${address}:8443:8443`], environment, ...more } },
    'x-smoke': { urls: [{ name: 'A', url: `https://${host}:8443`, service: 'a' }], probes: [] },
  } as unknown as Manifest;
}

const ports = { 8443: 20443 };
const moved = (before: Manifest) => moveTexts(movePorts(before, ports), ports, before).services;

describe('a text of a printed manifest', () => {
  it.each([
    ['that leads to a moved port follows', 'https://localhost:8443/cb?x', 'https://localhost:20443/cb?x'],
    ['may be one of several', 'http://b, https://localhost:8443', 'http://b, https://localhost:20443'],
    ['that means another scheme stays', 'http://localhost:8443', 'http://localhost:8443'],
    ['that only begins the same stays', 'https://localhost:84430', 'https://localhost:84430'],
    ['that means a container stays', 'https://a:8443', 'https://a:8443'],
    ['that is no address stays', '8443', '8443'],
  ])('%s', (_, text, expected) => {
    expect(moved(manifest({ A: text }))['a']?.['environment']).toEqual({ A: expected });
    expect(moved(manifest([`A=${text}`]))['a']?.['environment']).toEqual([`A=${expected}`]);
  });

  it('says localhost where the port is bound to another address', () => {
    const before = manifest({ A: 'https://localhost:8443/' }, {}, '192.0.2.7');
    expect(moved(before)['a']?.['environment']).toEqual({ A: 'https://localhost:20443/' });
  });

  it('means the container in commands and health checks', () => {
    const own = {
      command: ['x', 'https://localhost:8443'],
      healthcheck: { test: ['CMD', 'https://localhost:8443'] },
    };
    expect(moved(manifest({}, own))['a']).toMatchObject(own);
  });

  it('stays where no x-smoke block tells what it means', () => {
    const { 'x-smoke': _, ...plain } = manifest({ A: 'https://localhost:8443' });
    expect(moved(plain)['a']).toMatchObject({
      ports: ['127.0.0.1:20443:8443'],
      environment: { A: 'https://localhost:8443' },
    });
  });

  it('follows in a placed file that is JSON, also as a port in base64; its users are made anew', () => {
    const before = manifest({}, { labels: { 'smoke.files': 'old' }, volumes: ['conf:/conf'] });
    const content = (port: number): string =>
      `${JSON.stringify({ url: `https://localhost:${port}/`, inside: '0.0.0.0:8443', port: base64(String(port)) }, null, 2)}\n`;
    const files = {
      FILES: 'FILE_1 0:0 0444 conf/a.json\nFILE_2 0:0 0444 conf/run',
      FILE_1: base64(content(8443)),
      FILE_2: base64('curl https://localhost:8443'),
    };
    const services = moved({ ...before, services: { ...before.services, files: { environment: files } } });
    expect(services['files']?.['environment']).toEqual({ ...files, FILE_1: base64(content(20443)) });
    expect(services['a']?.['labels']).toEqual({ 'smoke.files': expect.stringMatching(/^[0-9a-f]{16}$/) });
  });
});
