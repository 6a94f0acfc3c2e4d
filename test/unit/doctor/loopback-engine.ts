// A small Docker on a socket of its own: it answers what doctor asks, and has what a test gives it.

import { chmodSync } from 'node:fs';
import { createServer } from 'node:http';
import { release } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

/** What it has. */
export interface LoopbackEngine {
  readonly version?: string;
  readonly info?: object;
  readonly containers?: readonly object[];
  readonly volumes?: readonly object[];
  /** Names of images; without, it has every one. */
  readonly images?: readonly string[];
  /** What its client says of its Compose plugin. */
  readonly compose?: string;
  /** It says who it is, and nothing more. */
  readonly hangs?: boolean;
}

/** Starts it; the environment of a user who has it, and nothing else. */
export async function startEngine(parts: LoopbackEngine = {}): Promise<Record<string, string>> {
  const folder = temporaryFolder({
    'bin/docker': `#!/bin/sh\necho "Docker Compose version ${parts.compose ?? 'v2.30.1'}"\n`,
  });
  chmodSync(join(folder, 'bin/docker'), 0o755);
  const socket = join(folder, 'docker.sock');
  const server = createServer((request, response) => {
    if (parts.hangs && !request.url?.startsWith('/_ping')) return;
    const answer = answerTo(decodeURIComponent(request.url ?? ''), parts);
    response.setHeader('Server', `Docker/${parts.version ?? '28.2.2'} (linux)`);
    response.setHeader('Content-Type', 'application/json');
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(JSON.stringify(answer ?? { message: 'no such image' }));
  });
  await new Promise<void>((done) => server.listen(socket, done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    PATH: join(folder, 'bin'),
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    DOCKER_HOST: `unix://${socket}`,
    CONTAINER_HOST: 'unix:///nonexistent/podman.sock',
  };
}

function answerTo(url: string, parts: LoopbackEngine): object | undefined {
  if (url.startsWith('/info')) return info(parts);
  if (url.startsWith('/containers/json')) return [...(parts.containers ?? [])];
  if (url.startsWith('/volumes')) return { Volumes: parts.volumes ?? [] };
  const [, image] = /^\/images\/(.*)\/json/.exec(url) ?? [];
  if (image !== undefined) return parts.images?.includes(image) === false ? undefined : { RepoDigests: [] };
  return {};
}

function info({ info: more }: LoopbackEngine): object {
  return {
    KernelVersion: release(),
    OperatingSystem: 'Debian GNU/Linux 13',
    SecurityOptions: ['name=seccomp'],
    CgroupVersion: '2',
    CgroupDriver: 'systemd',
    MemoryLimit: true,
    Driver: 'overlay2',
    DockerRootDir: '/',
    MemTotal: 16 * 1024 ** 3,
    ...more,
  };
}
