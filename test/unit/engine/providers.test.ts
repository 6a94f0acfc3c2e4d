import { describe, expect, it } from 'vitest';
import { findProvider } from '../../../src/engine/providers.ts';
import { isAtLeast } from '../../../src/version-order.ts';
import { type MachineParts, machineOf } from './machines.ts';

const docker = {
  name: 'docker',
  version: '20.10.24',
  address: 'unix:///d.sock',
  cli: '/usr/bin/docker',
} as const;
const podman = {
  name: 'podman',
  version: '4.3.1',
  address: 'unix:///p.sock',
  cli: '/usr/bin/podman',
} as const;
const plugin = '/usr/libexec/docker/cli-plugins/docker-compose';
const two = 'Docker Compose version v2.26.1';
const podmanCompose = 'podman-compose version 1.6.0\npodman version 4.3.1';

async function find(target: typeof docker | typeof podman, parts: MachineParts) {
  const found = await findProvider(machineOf(parts), target);
  return 'provider' in found ? found.provider : found.reasons;
}

describe('the Compose provider of Docker', () => {
  it('is the plugin by way of the client', async () => {
    const answers = { '/usr/bin/docker compose version': two };
    expect(await find(docker, { answers })).toMatchObject({
      name: 'docker compose',
      version: '2.26.1',
      command: ['/usr/bin/docker', 'compose'],
      env: { DOCKER_HOST: 'unix:///d.sock' },
      honoursHealthy: true,
    });
  });

  it('is the plugin file itself where the client does not find it', async () => {
    const answers = { [`${plugin} version`]: two };
    expect(await find(docker, { files: [plugin], answers })).toMatchObject({
      name: 'docker-compose',
      command: [plugin],
    });
  });

  it('is the plugin of DOCKER_CONFIG before those of the system', async () => {
    const own = '/cfg/cli-plugins/docker-compose';
    const answers = { [`${own} version`]: 'Docker Compose version v5.5.1', [`${plugin} version`]: two };
    const env = { DOCKER_CONFIG: '/cfg' };
    expect(await find(docker, { env, files: [plugin, own], answers })).toMatchObject({ version: '5.5.1' });
  });

  it('is docker-compose on the PATH at last, but not an old one', async () => {
    const old = { '/usr/bin/docker-compose version': 'docker-compose version 1.29.2, build unknown' };
    expect(await find(docker, { files: ['/usr/bin/docker-compose'], answers: old })).toEqual([
      'docker compose: /usr/bin/docker compose version failed: no such command',
      'docker-compose as a plugin file: not found',
      'docker-compose on the PATH: version 1.29.2, expected 2.20 or newer',
    ]);
  });
});

describe('the Compose provider of Podman', () => {
  const answers = { [`${plugin} version`]: two, '/usr/bin/podman-compose version': podmanCompose };

  it('is docker-compose over its socket before podman-compose', async () => {
    const files = [plugin, '/usr/bin/podman-compose'];
    expect(await find(podman, { files, answers })).toMatchObject({
      command: [plugin],
      env: { DOCKER_HOST: 'unix:///p.sock' },
      honoursHealthy: true,
      recreatesUnchanged: false,
    });
  });

  it('is podman-compose with the same client, in waves before Podman 4.6', async () => {
    const files = ['/usr/bin/podman-compose'];
    const found = { name: 'podman-compose', version: '1.6.0' };
    expect(await find(podman, { files, answers })).toMatchObject({
      ...found,
      command: ['/usr/bin/podman-compose', '--podman-path', '/usr/bin/podman'],
      honoursHealthy: false,
    });
    const newer = { ...podman, version: '4.6.0' } as unknown as typeof podman;
    expect(await find(newer, { files, answers })).toMatchObject({ ...found, honoursHealthy: true });
  });

  it('is what PODMAN_COMPOSE_PROVIDER names, and nothing else', async () => {
    const files = [plugin, '/usr/bin/podman-compose'];
    const chosen = (name: string) => find(podman, { files, answers, env: { PODMAN_COMPOSE_PROVIDER: name } });
    expect(await chosen('podman-compose')).toMatchObject({ name: 'podman-compose' });
    expect(await chosen('/usr/bin/podman-compose')).toMatchObject({ name: 'podman-compose' });
    expect(await chosen('/none')).toEqual(['PODMAN_COMPOSE_PROVIDER=/none: not found']);
  });

  it('is known to recreate everything where Podman names networks instead of their ids', async () => {
    const five = { files: [plugin], answers: { [`${plugin} version`]: 'Docker Compose version v5.5.1' } };
    expect(await find(podman, five)).toMatchObject({ recreatesUnchanged: true });
    const fixed = { ...podman, version: '5.4.0' } as unknown as typeof podman;
    expect(await find(fixed, five)).toMatchObject({ recreatesUnchanged: false });
  });
});

it.each([
  ['2.26.1-4', '2.20', true],
  ['2.9', '2.20', false],
  ['v5.5.1', '2.20', true],
  ['4.6.0', '4.6', true],
  ['4.5.9', '4.6', false],
  ['5', '4.6', true],
  ['unknown', '1.0', false],
])('version %s is at least %s: %s', (version, wanted, expected) => {
  expect(isAtLeast(version, wanted)).toBe(expected);
});
