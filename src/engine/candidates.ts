// The places where an engine may answer, in order. Asks programs and sockets.

import { connect, type EngineClient, type Patience } from './client.ts';
import { startPodmanService } from './podman-service.ts';
import type { Machine } from './process.ts';

/** An engine that answered, before its Compose provider is known. */
export interface Reached {
  readonly client: EngineClient;
  readonly cli: string | undefined;
  /** The client works on the same storage as the connection. */
  readonly isLocal: boolean;
  readonly stop?: () => Promise<void>;
}

/** How a candidate is reached; tests hand in others. */
export interface Reach {
  readonly connect: (address: string, env: NodeJS.ProcessEnv, patience?: Patience) => Promise<EngineClient>;
  readonly startPodman: typeof startPodmanService;
}

/** The real ways. */
export const realReach: Reach = { connect, startPodman: startPodmanService };

/** Podman: CONTAINER_HOST, the usual sockets, and else a service of smoke's own. Throws the reason why there is none. */
export async function reachPodman(machine: Machine, reach: Reach, command = 'podman'): Promise<Reached> {
  const cli = machine.which(command);
  const named = machine.env['CONTAINER_HOST'];
  if (named) return { client: await reach.connect(named, machine.env), cli, isLocal: false };
  const isLocal = machine.platform === 'linux';
  const sockets = isLocal ? linuxSockets(machine) : await machineSockets(machine, cli);
  for (const socket of sockets.filter(machine.exists)) {
    const client = await reach.connect(`unix://${socket}`, machine.env).catch(() => undefined);
    if (client?.name === 'podman') return { client, cli, isLocal };
  }
  if (!cli) throw new Error(`no ${command} on the PATH, and no socket at ${sockets.join(' or ')}`);
  if (!isLocal) throw new Error('the Podman machine does not answer (podman machine start)');
  const { client, stop } = await reach.startPodman(cli, machine.env);
  return { client, cli, isLocal, stop };
}

/** Docker: DOCKER_HOST, the client's context, the usual sockets. Throws the reasons why there is none. */
export async function reachDocker(machine: Machine, reach: Reach, command = 'docker'): Promise<Reached> {
  const cli = machine.which(command);
  const reasons: string[] = [];
  for (const address of await dockerAddresses(machine, cli)) {
    try {
      const client = await reach.connect(address, machine.env);
      return { client, cli, isLocal: client.name === 'podman' && machine.platform === 'linux' };
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new Error(reasons.join('; '));
}

function linuxSockets({ env, uid }: Machine): readonly string[] {
  const runtime = env['XDG_RUNTIME_DIR'] ?? (uid > 0 ? `/run/user/${uid}` : undefined);
  const own = runtime ? [`${runtime}/podman/podman.sock`] : [];
  // Root's own service is not the storage of a user's podman.
  return uid === 0 ? [...own, '/run/podman/podman.sock'] : own;
}

async function machineSockets(machine: Machine, cli: string | undefined): Promise<readonly string[]> {
  if (!cli) return [];
  const format = '{{.ConnectionInfo.PodmanSocket.Path}}';
  const { stdout } = await machine.ask([cli, 'machine', 'inspect', '--format', format]);
  return stdout.split('\n').filter((line) => line.startsWith('/'));
}

async function dockerAddresses(machine: Machine, cli: string | undefined): Promise<readonly string[]> {
  const { env } = machine;
  if (env['DOCKER_HOST']) return [env['DOCKER_HOST']];
  const own = [
    env['XDG_RUNTIME_DIR'] && `${env['XDG_RUNTIME_DIR']}/docker.sock`,
    `${env['HOME']}/.docker/run/docker.sock`,
  ];
  const usual = ['/var/run/docker.sock', ...own].filter((path) => path && machine.exists(path));
  const sockets = (usual.length > 0 ? usual : ['/var/run/docker.sock']).map((path) => `unix://${path}`);
  // Only a context of the user's own choosing is worth the time of asking the client.
  const hasContexts =
    env['DOCKER_CONTEXT'] || machine.exists(`${env['DOCKER_CONFIG'] ?? `${env['HOME']}/.docker`}/contexts`);
  if (!cli || !hasContexts) return sockets;
  const { stdout } = await machine.ask([cli, 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
  return [...new Set([stdout.trim(), ...sockets].filter((address) => address !== ''))];
}
