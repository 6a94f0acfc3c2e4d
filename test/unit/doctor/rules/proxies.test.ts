import { describe, expect, it } from 'vitest';
import type { Facts, ProxyFacts } from '../../../../src/doctor/facts.ts';
import { isExempt } from '../../../../src/doctor/rules/proxies.ts';
import { factsOf, onDocker, said, wantsFor } from '../machines.ts';

const [proxy, path] = ['http://proxy:3128', '/home/u/.docker/config.json'];
const fromFile = (noProxy: string): ProxyFacts => ({
  from: 'client',
  place: `${path} (default)`,
  file: { path, entry: 'default' },
  proxy,
  noProxy,
});
const fromShell = (noProxy: string): ProxyFacts => ({
  from: 'environment',
  place: 'HTTP_PROXY',
  proxy,
  noProxy,
});
const docker = (...proxies: ProxyFacts[]): Facts => onDocker({ more: { proxies } });
const started = (...proxies: ProxyFacts[]): Facts =>
  factsOf({ answer: { isStarted: true }, more: { proxies } });
const asking = wantsFor({ asksItself: ['cryostat'] });

const change = (all: string): string =>
  `jq '.proxies["default"].noProxy = "${all}"' ${path} > ${path}.new && mv ${path}.new ${path}`;
const set = (all: string): string => `export NO_PROXY=${all} no_proxy=${all}`;

describe("'proxy-loopback'", () => {
  it.each<[string, Facts, string[]]>([
    ['no proxy', docker(), []],
    ['one that spares localhost', docker(fromFile('localhost,127.0.0.1')), []],
    [
      'one of the client, which breaks health checks',
      docker(fromFile('example.net')),
      [
        `stops ${path} (default): ${proxy}, also for localhost and 127.0.0.1 → ${change('example.net,localhost,127.0.0.1,db,cryostat')}`,
      ],
    ],
    [
      'one of the environment, which Docker hands on to nobody',
      docker(fromShell('localhost')),
      [`warns HTTP_PROXY: ${proxy}, also for 127.0.0.1 → ${set('localhost,127.0.0.1,db,cryostat')}`],
    ],
    [
      'one of the environment that a service of Podman is started with',
      started(fromShell('')),
      [
        `stops HTTP_PROXY: ${proxy}, also for localhost and 127.0.0.1 → ${set('localhost,127.0.0.1,db,cryostat')}`,
      ],
    ],
  ])('%s', (_, facts, expected) => {
    expect(said('proxy-loopback', facts, asking)).toEqual(expected);
  });

  it('must not stop a stack whose health checks ask nobody', () => {
    expect(said('proxy-loopback', docker(fromFile('')))[0]).toMatch(/^warns/);
  });
});

describe("'proxy-services'", () => {
  it.each<[string, Facts, string[]]>([
    ['one of the environment, with Docker', docker(fromShell('')), []],
    [
      'one that spares the services',
      docker(fromFile('db,cryostat')),
      [`fine ${path} (default): ${proxy}, not for services of the stack`],
    ],
    [
      'one that does not',
      docker(fromFile('localhost,127.0.0.1,db')),
      [`warns ${path} (default): ${proxy}, also for cryostat → ${change('localhost,127.0.0.1,db,cryostat')}`],
    ],
    [
      'with podman-compose, which does not read the file of the client',
      factsOf({
        podman: { providers: [{ label: 'p', name: 'podman-compose', version: '1.3.0', isUsed: true }] },
        more: { proxies: [fromFile('')] },
      }),
      [],
    ],
  ])('%s', (_, facts, expected) => {
    expect(said('proxy-services', facts)).toEqual(expected);
  });
});

describe('a list of what needs no proxy', () => {
  it.each<[string, string, boolean]>([
    ['db', '', false],
    ['db', 'db', true],
    ['db', 'a.example, db', true],
    ['db', 'mydb', false],
    ['mydb', 'db', false],
    ['s3.local', '.local', true],
    ['s3.local', '*.local', true],
    ['s3', '*', true],
    ['127.0.0.1', '127.0.0.0/8', true],
    ['db', '127.0.0.0/8', false],
  ])('%s in "%s": %s', (host, list, expected) => {
    expect(isExempt(host, list)).toBe(expected);
  });
});
