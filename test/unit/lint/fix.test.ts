import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixFiles } from '../../../src/lint/fix.ts';
import { lintCompose } from '../../../src/lint/lint.ts';
import { web } from './say.ts';

function fix(text: string): string {
  return fixFiles([{ file: 'a.yml', text }])[0]?.text ?? '';
}

describe('--fix', () => {
  it.each([
    [
      'a port on all addresses',
      web('ports:', '  - "8080:80" # web'),
      web('ports:', '  - "127.0.0.1:8080:80" # web'),
    ],
    ['a bare port', web('ports: [80]'), web('ports: ["127.0.0.1::80"]')],
    ['a port on 0.0.0.0', web("ports: ['0.0.0.0:8080:80/udp']"), web('ports: ["127.0.0.1:8080:80/udp"]')],
    [
      'a port with variables',
      web('ports:', '  - ${PORT:-8080}:80'),
      web('ports:', '  - "127.0.0.1:${PORT:-8080}:80"'),
    ],
    [
      'a port in long form',
      web('ports:', '  - target: 80', '    published: "8080"'),
      web('ports:', '  - host_ip: 127.0.0.1', '    target: 80', '    published: "8080"'),
    ],
    [
      'CMD-SHELL with words',
      web('healthcheck:', '  test: ["CMD-SHELL", "mc", "ready", "local"]'),
      web('healthcheck:', '  test: ["CMD", "mc", "ready", "local"]'),
    ],
    [
      'CMD-SHELL with words and an operator',
      web(
        'healthcheck:',
        '  test:',
        '    - CMD-SHELL',
        '    - curl',
        '    - -f',
        '    - http://localhost',
        '    - "||"',
        '    - exit',
        '    - "1"',
      ),
      web('healthcheck:', '  test:', '    - CMD-SHELL', '    - "curl -f http://localhost || exit 1"'),
    ],
    [
      'CMD with an operator',
      web('healthcheck: { test: [CMD, curl, -f, "http://localhost", "||", exit, "1"] }'),
      web('healthcheck: { test: ["CMD-SHELL", "curl -f http://localhost || exit 1"] }'),
    ],
    [
      'a list without CMD',
      web('healthcheck:', '  test: ["true"]'),
      web('healthcheck:', '  test: ["CMD", "true"]'),
    ],
    [
      'a list without CMD, a word a line',
      web('healthcheck:', '  test:', '    - pg_isready', '    - -q'),
      web('healthcheck:', '  test:', '    - CMD', '    - pg_isready', '    - -q'),
    ],
    ['a word that YAML 1.1 misreads', web('restart: no'), web('restart: "no"')],
    ['a container name', web('container_name: my-shop # ours', 'restart: always'), web('restart: always')],
    ['the version', `version: "3"\n${web('restart: always')}`, web('restart: always')],
    [
      'the label of a socket',
      web('volumes:', '  - "/run/docker.sock:/sock:ro,Z"'),
      web('volumes:', '  - "/run/docker.sock:/sock:ro"'),
    ],
    ['two cures at one place', web('ports:', '  - 22:22'), web('ports:', '  - "127.0.0.1:22:22"')],
  ])('must mend %s and keep the rest', (_, before, after) => {
    expect(fix(before)).toBe(after);
  });

  it('must say what it mended, change nothing the second time, and leave those cures unneeded', () => {
    const text = `version: "3"\n${web('restart: no', 'container_name: my-shop', 'ports:', '  - 22:22', '  - target: 80')}`;
    const [first] = fixFiles([{ file: 'a.yml', text }]);
    expect(first?.fixed.map(({ rule }) => rule)).toContain('world-open');
    expect(fix(first?.text ?? '')).toBe(first?.text);
    expect(lintCompose(first?.text ?? '', 'a.yml').filter(({ fixable }) => fixable)).toEqual([]);
    expect(() => parse(first?.text ?? '')).not.toThrow();
  });

  it('must keep the line ends of Windows', () => {
    const text = `version: "3" # old\n${web('container_name: my-shop # ours', 'ports:', '  - target: 80', 'healthcheck:', '  test:', '    - pg_isready', '    - -q')}`;
    const mended = fix(text.replaceAll('\n', '\r\n'));
    expect(mended).toBe(fix(text).replaceAll('\n', '\r\n'));
    expect(mended).not.toContain('my-shop');
  });

  it('must leave a container name that others speak of', () => {
    const text = web('container_name: my-shop', 'environment: { URL: "http://my-shop/" }');
    expect(fix(text)).toBe(text);
  });

  it('must leave alone what the author said to leave alone', () => {
    const text = web('ports:', '  - "8080:80" # smoke-lint-ignore: SM301');
    expect(fix(text)).toBe(text);
  });
});
