import { describe, expect, it } from 'vitest';
import type { Facts, Listener, RunningContainer } from '../../../../src/doctor/facts.ts';
import type { WantedPort } from '../../../../src/doctor/wants.ts';
import { factsOf, onDocker, said, wantsFor } from '../machines.ts';

const listener = (address: string, port = 8443, more: Partial<Listener> = {}): Facts =>
  factsOf({
    more: {
      listeners: [{ protocol: 'tcp', address, port, process: { pid: 4711, name: 'python3' }, ...more }],
    },
  });

const container = (project: string | undefined, address = '127.0.0.1'): RunningContainer => ({
  name: 'web-1',
  ...(project !== undefined && { project }),
  ports: [{ address, port: 8443, protocol: 'tcp' }],
});

const port = (more: Partial<WantedPort>) =>
  wantsFor({
    ports: [{ service: 'auth', address: '127.0.0.1', from: 8443, to: 8443, protocol: 'tcp', ...more }],
  });

const free = ['fine port 127.0.0.1:8443 of auth: free'];
const held = ['stops port 127.0.0.1:8443 of auth: held by python3 (process 4711) → kill 4711'];

describe("'port-taken'", () => {
  it.each<[string, Facts, string[]]>([
    ['nobody listens', factsOf(), free],
    ['another port', listener('127.0.0.1', 8444), free],
    ['another address', listener('127.0.0.2'), free],
    ['the other protocol', listener('127.0.0.1', 8443, { protocol: 'udp' }), free],
    ['the same address', listener('127.0.0.1'), held],
    ['all addresses', listener('0.0.0.0'), held],
    ['all addresses of version 6, which take those of version 4 along', listener('::'), held],
    [
      'a process of another user',
      listener('127.0.0.1', 8443, { process: undefined as never }),
      [
        "stops port 127.0.0.1:8443 of auth: held by a process that this user may not see → sudo ss -Htlnp 'sport = :8443'",
      ],
    ],
    [
      'the stack itself, whose proxy process listens',
      factsOf({
        answer: { containers: [container('cryostat')] },
        more: { listeners: [{ protocol: 'tcp', address: '127.0.0.1', port: 8443 }] },
      }),
      ['fine port 127.0.0.1:8443 of auth: held by this stack itself'],
    ],
    [
      'a container of another project',
      factsOf({ answer: { containers: [container('shop')] } }),
      [
        'stops port 127.0.0.1:8443 of auth: held by the container web-1 of the project shop on podman → smoke down -c podman --project shop',
      ],
    ],
    [
      'the same project on the other engine',
      factsOf({ dockerAnswer: { containers: [container('cryostat', '0.0.0.0')] } }),
      [
        'stops port 127.0.0.1:8443 of auth: held by the container web-1 of the project cryostat on docker → smoke down -c docker',
      ],
    ],
    [
      'a container of no project',
      onDocker({ dockerAnswer: { containers: [container(undefined)] } }),
      ['stops port 127.0.0.1:8443 of auth: held by the container web-1 of docker → docker stop web-1'],
    ],
    [
      'a machine that does not tell',
      factsOf({ more: { listeners: undefined, platform: 'darwin' } }),
      ['fine port 127.0.0.1:8443 of auth: not known here'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(said('port-taken', facts)).toEqual(expected);
  });

  it.each<[Partial<WantedPort>, number, boolean]>([
    [{ from: 8440, to: 8445 }, 8443, true],
    [{ from: 8440, to: 8442 }, 8443, false],
    [{ address: '0.0.0.0' }, 8443, true],
  ])('of %j, %i is taken: %s', (more, number, isTaken) => {
    const [line = ''] = said(
      'port-taken',
      listener('192.168.1.7', number),
      port({ address: '0.0.0.0', ...more }),
    );
    expect(line.startsWith('stops')).toBe(isTaken);
  });
});

describe("'port-privileged'", () => {
  const rootless = { answer: { isRootless: true } };
  it.each<[string, Facts, number, string[]]>([
    ['as root', factsOf(), 443, []],
    ['from 1024 on', factsOf(rootless), 1024, []],
    [
      'below, rootless',
      factsOf(rootless),
      443,
      [
        'stops port 127.0.0.1:443 of auth: below 1024, and Podman 5.4.1 is rootless → sudo sysctl -w net.ipv4.ip_unprivileged_port_start=443',
      ],
    ],
    [
      'where the kernel allows it',
      factsOf({ ...rootless, host: { settings: { 'net.ipv4.ip_unprivileged_port_start': 80 } } }),
      443,
      [],
    ],
  ])('%s', (_, facts, number, expected) => {
    expect(said('port-privileged', facts, port({ from: number, to: number }))).toEqual(expected);
  });
});

describe("'bind-address'", () => {
  it.each<[string, Facts, string, string[]]>([
    ['an address of this machine', factsOf(), '192.168.1.7', []],
    ['every address', factsOf(), '0.0.0.0', []],
    ['any of the loopback on Linux', factsOf(), '127.0.0.5', []],
    [
      'an address of another machine',
      factsOf(),
      '192.168.1.8',
      ['stops 192.168.1.8: not an address of this machine → smoke up --bind 127.0.0.1'],
    ],
    ['where the engine is elsewhere', factsOf({ answer: { isHere: false } }), '192.168.1.8', []],
  ])('%s', (_, facts, address, expected) => {
    expect(said('bind-address', facts, port({ address }))).toEqual(expected);
  });
});
