import { release } from 'node:os';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/engine/client.ts';
import { surveyEngines } from '../../../src/engine/survey.ts';
import { type LoopbackEngine, startEngine } from '../doctor/loopback-engine.ts';
import { type MachineParts, machineOf } from './machines.ts';

const plugin = '/usr/bin/docker compose version';
const docker = '/usr/bin/docker';
const standalone = '/usr/bin/docker-compose';

/** Surveys a made-up machine on which Docker answers and Podman does not. */
async function survey(engine: LoopbackEngine, parts: MachineParts, more: { wanted?: string } = {}) {
  const { DOCKER_HOST = '', CONTAINER_HOST = '' } = await startEngine(engine);
  const started: string[] = [];
  const found = await surveyEngines(
    machineOf({ ...parts, env: { DOCKER_HOST, CONTAINER_HOST, ...parts.env } }),
    {
      connect,
      startPodman: async (cli) => {
        started.push(cli);
        throw new Error('podman system service did not start');
      },
    },
    {
      project: 'shop',
      images: ['a:1', 'b:1'],
      kernel: release(),
      patience: { answerMs: 2000, ...(engine.hangs && { workMs: 100 }) },
      ...more,
    },
  );
  const [podman, ...rest] = [...found].sort((a, b) => (a.name < b.name ? 1 : -1));
  return { found, started, podman, docker: rest[0] };
}

const good: MachineParts = { files: [docker], answers: { [plugin]: 'Docker Compose version v2.30.1' } };

describe('a survey of engines', () => {
  it('tells of every engine, and uses the first that answers and has a provider', async () => {
    const { found } = await survey({}, good);
    expect(
      found.map(({ label, isUsed, isCandidate, problem }) => [label, isUsed, isCandidate, problem]),
    ).toEqual([
      ['podman', false, true, 'unix:///nonexistent/podman.sock does not exist'],
      ['docker', true, true, undefined],
    ]);
  });

  it('tells of the other engine as well where one is named', async () => {
    const { found, started } = await survey(
      {},
      { ...good, files: [docker, '/usr/bin/podman'], env: { CONTAINER_HOST: '' } },
      { wanted: 'docker' },
    );
    expect(found.map(({ label, isCandidate }) => [label, isCandidate])).toEqual([
      ['docker', true],
      ['podman', false],
    ]);
    expect(found[1]?.problem).toBe('/usr/bin/podman is there, and no service of it answers');
    expect(started).toEqual([]);
  });

  it('tells every provider with its version, and why it is not the one', async () => {
    const { docker: engine } = await survey(
      {},
      {
        files: [docker, standalone],
        answers: {
          [plugin]: 'Docker Compose version v2.12.2',
          [`${standalone} version`]: 'Docker Compose version v5.0.0',
        },
      },
    );
    expect(engine?.providers).toEqual([
      { label: 'docker compose', isUsed: false, problem: 'version 2.12.2, expected 2.20 or newer' },
      { label: 'docker-compose as a plugin file', isUsed: false, problem: 'not found' },
      {
        label: 'docker-compose on the PATH',
        isUsed: true,
        name: 'docker-compose',
        version: '5.0.0',
        honoursHealthy: true,
      },
    ]);
  });

  it('uses no engine whose providers are all too old', async () => {
    const { found } = await survey({}, { ...good, answers: { [plugin]: 'Docker Compose version v2.12.2' } });
    expect(found.map(({ isUsed }) => isUsed)).toEqual([false, false]);
  });

  it('tells what it lacks of the stack, what runs on it, and how it works', async () => {
    const { docker: engine } = await survey(
      {
        images: ['a:1'],
        info: { SecurityOptions: ['name=seccomp', 'name=rootless'], CgroupVersion: '1' },
        volumes: [{ Name: 'shop_data', CreatedAt: '2026-03-01T12:00:00Z' }],
        containers: [
          {
            Id: 'a1',
            Names: ['/x'],
            Ports: [
              { IP: '', PublicPort: 80, Type: 'tcp' },
              { PrivatePort: 81, Type: 'tcp' },
            ],
          },
        ],
      },
      good,
    );
    expect(engine?.answer).toMatchObject({
      isHere: true,
      isStarted: false,
      isRootless: true,
      cgroupVersion: '1',
      storageDriver: 'overlay2',
      missingImages: ['b:1'],
      volumes: [{ name: 'shop_data', volume: 'data', createdAt: new Date('2026-03-01T12:00:00Z') }],
      containers: [{ name: 'x', ports: [{ address: '0.0.0.0', port: 80, protocol: 'tcp' }] }],
    });
  });

  it('does not wait for an engine that hangs', async () => {
    const { found } = await survey({ hangs: true }, good);
    expect(found.map(({ isUsed }) => isUsed)).toEqual([false, false]);
    expect(found[1]?.problem).toMatch(/^the engine went away: .*docker could not /);
  });

  it.each<[string, LoopbackEngine, Partial<MachineParts>]>([
    ['with another kernel', { info: { KernelVersion: '6.6.0-linuxkit' } }, {}],
    ['of a machine that is no Linux', {}, { platform: 'darwin' }],
  ])('takes an engine %s for one that is elsewhere', async (_, engine, parts) => {
    expect((await survey(engine, { ...good, ...parts })).docker?.answer?.isHere).toBe(false);
  });
});
