import { describe, expect, it } from 'vitest';
import { type DetectOptions, detectOn } from '../../../src/engine/detect.ts';
import { type MachineParts, machineOf, reachOf } from './machines.ts';

const podmanSocket = '/run/podman/podman.sock';
const dockerSocket = '/var/run/docker.sock';
const both: MachineParts = {
  files: ['/usr/bin/podman', '/usr/bin/docker', '/usr/bin/docker-compose', podmanSocket, dockerSocket],
  answers: { '/usr/bin/docker-compose version': 'Docker Compose version v2.26.1' },
};
const answering = {
  [`unix://${podmanSocket}`]: ['podman', '4.3.1'],
  [`unix://${dockerSocket}`]: ['docker', '20.10.24'],
} as const;

function detect(parts: MachineParts, reach = reachOf(answering), options: Partial<DetectOptions> = {}) {
  return detectOn(machineOf(parts), reach, { env: {}, ...options });
}

describe('finding an engine', () => {
  it('takes Podman before Docker', async () => {
    expect(await detect(both)).toMatchObject({
      name: 'podman',
      version: '4.3.1',
      address: `unix://${podmanSocket}`,
    });
  });

  it('takes Docker where Podman has no Compose provider', async () => {
    const answers = { '/usr/bin/docker compose version': 'Docker Compose version v2.26.1' };
    const parts = { files: ['/usr/bin/podman', '/usr/bin/docker', podmanSocket, dockerSocket], answers };
    expect(await detect(parts)).toMatchObject({ name: 'docker', compose: { name: 'docker compose' } });
  });

  it.each([
    ['docker', 'docker'],
    ['podman', 'podman'],
  ])('takes %s when it is wanted', async (wanted, name) => {
    expect((await detect(both, reachOf(answering), { wanted })).name).toBe(name);
  });

  it('takes a path by what the program says of itself, not by its name', async () => {
    const answers = { ...both.answers, '/opt/docker --version': 'podman version 4.3.1' };
    const parts = { files: [...(both.files ?? []), '/opt/docker'], answers };
    expect((await detect(parts, reachOf(answering), { wanted: '/opt/docker' })).name).toBe('podman');
  });

  it('knows Podman behind the socket of Docker', async () => {
    const answers = { '/usr/bin/docker-compose version': 'Docker Compose version v5.5.1' };
    const reach = reachOf({ [`unix://${dockerSocket}`]: ['podman', '5.4.0'] });
    const engine = await detect({ files: [dockerSocket, '/usr/bin/docker-compose'], answers }, reach, {
      wanted: 'docker',
    });
    expect(engine).toMatchObject({ name: 'podman', address: `unix://${dockerSocket}` });
  });

  it('starts a Podman service of its own where none answers, and ends it', async () => {
    const reach = reachOf({});
    const engine = await detect({ ...both, files: ['/usr/bin/podman', '/usr/bin/docker-compose'] }, reach);
    expect(engine.address).toMatch(/^unix:.*own/);
    await engine.close();
    expect(reach.stopped).toBe(1);
  });

  it('ends its Podman service when there is no Compose provider', async () => {
    const reach = reachOf({});
    await expect(detect({ files: ['/usr/bin/podman'] }, reach)).rejects.toThrow('no Compose provider');
    expect(reach.stopped).toBe(1);
  });

  it.each([
    ['CONTAINER_HOST', 'podman', { CONTAINER_HOST: 'unix:///else.sock' }],
    ['DOCKER_HOST', 'docker', { DOCKER_HOST: 'unix:///else.sock' }],
  ] as const)('goes where %s points, and nowhere else', async (_variable, wanted, env) => {
    const reach = reachOf({ ...answering, 'unix:///else.sock': [wanted, '1.0'] });
    const found = await detect({ ...both, env }, reach, { wanted, withoutCompose: true }).catch(
      (error) => error.message,
    );
    // Whether a far Podman fires health checks is asked of it, which this one cannot answer.
    if (wanted === 'docker') expect(found).toMatchObject({ address: 'unix:///else.sock' });
    else expect(found).not.toContain('nothing answers');
    const nothing = detect({ ...both, env }, reachOf(answering), { wanted });
    await expect(nothing).rejects.toThrow('nothing answers at unix:///else.sock');
  });

  it("looks for a user's own sockets, not for those of root", async () => {
    const files = ['/run/user/7/podman/podman.sock', podmanSocket, '/usr/bin/docker-compose'];
    const reach = reachOf({ ...answering, 'unix:///run/user/7/podman/podman.sock': ['podman', '5.0.0'] });
    expect((await detect({ ...both, files, uid: 7 }, reach)).version).toBe('5.0.0');
  });

  it('goes where the context of the Docker client points', async () => {
    const answers = {
      ...both.answers,
      '/usr/bin/docker context inspect --format {{.Endpoints.docker.Host}}': 'unix:///ctx.sock\n',
    };
    const parts = { ...both, files: [...(both.files ?? []), '/home/u/.docker/contexts'], answers };
    const reach = reachOf({ ...answering, 'unix:///ctx.sock': ['docker', '27.0.0'] });
    expect((await detect(parts, reach, { wanted: 'docker' })).version).toBe('27.0.0');
  });

  it('lists every candidate with its reason, and what to do', async () => {
    const failure = await detect({}, reachOf({})).catch((error) => error);
    expect(failure).toMatchObject({ code: 'ENGINE_NOT_FOUND', exitCode: 3 });
    expect(failure.message).toContain(`podman: no podman on the PATH, and no socket at ${podmanSocket}`);
    expect(failure.message).toContain(`docker: nothing answers at unix://${dockerSocket}`);
    expect(failure.hint).toContain('install Podman or Docker');
  });

  it('says what -c takes', async () => {
    await expect(detect(both, reachOf(answering), { wanted: 'dokcer' })).rejects.toThrow(
      'dokcer is not a program',
    );
  });

  it('looks for no Compose provider where none is needed, and says so when it is asked for', async () => {
    const engine = await detect({ files: ['/usr/bin/podman', podmanSocket] }, reachOf(answering), {
      withoutCompose: true,
    });
    expect(() => engine.compose).toThrow('not looked for');
  });

  it.each([
    ['with', ['/run/systemd/system'], true],
    ['without', [], false],
  ])('knows that Podman %s systemd fires health checks: %s', async (_word, more, fires) => {
    expect((await detect({ ...both, files: [...(both.files ?? []), ...more] })).firesHealthChecks).toBe(
      fires,
    );
  });
});
