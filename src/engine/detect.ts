// Finds the engine to use: ordered candidates, each with the reason why it does not fit.

import { basename } from 'node:path';
import { SmokeError } from '../error.ts';
import { type Reach, type Reached, reachDocker, reachPodman, realReach } from './candidates.ts';
import { call, libpod } from './client.ts';
import type { ComposeProvider } from './compose.ts';
import type { Engine } from './engine.ts';
import { openEngine } from './open.ts';
import { type Machine, thisMachine } from './process.ts';
import { findProvider } from './providers.ts';

/** What detection starts from. */
export interface DetectOptions {
  /** `-c`: docker, podman, or a path or command. */
  readonly wanted?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** For verbs that start nothing: no provider is looked for, and asking for it throws. */
  readonly withoutCompose?: boolean;
}

type Finder = (machine: Machine, reach: Reach, command?: string) => Promise<Reached>;

/** Finds the engine: Podman first, then Docker, unless one is named. */
export async function detectEngine(options: DetectOptions): Promise<Engine> {
  return detectOn(thisMachine(options.env, options.signal), realReach, options);
}

/** Detection on a given machine. */
export async function detectOn(machine: Machine, reach: Reach, options: DetectOptions): Promise<Engine> {
  const reasons: string[] = [];
  for (const { label, find, command } of await finders(machine, options.wanted)) {
    try {
      return await settle(machine, await find(machine, reach, command), options);
    } catch (error) {
      if (options.signal?.aborted)
        throw new SmokeError('CANCELLED', 'the search for an engine was interrupted');
      reasons.push(`${label}: ${(error as Error).message}`);
    }
  }
  throw new SmokeError('ENGINE_NOT_FOUND', `no container engine can be used\n${listed(reasons)}`, {
    hint: hintFor(reasons),
  });
}

/** The engines that may be used, in order; with a name, that one alone. */
export async function finders(machine: Machine, wanted: string | undefined) {
  const podman = { name: 'podman', label: 'podman', find: reachPodman as Finder, command: 'podman' } as const;
  const docker = { name: 'docker', label: 'docker', find: reachDocker as Finder, command: 'docker' } as const;
  if (wanted === undefined) return [podman, docker];
  if (wanted === 'podman') return [podman];
  if (wanted === 'docker') return [docker];
  if (!machine.which(wanted))
    throw new SmokeError('ENGINE_NOT_FOUND', `${wanted} is not a program on this machine`, {
      hint: '-c takes docker, podman, or the path of one of them',
    });
  // A docker command may be Podman's; its own word counts, not its name.
  const { stdout } = await machine.ask([wanted, '--version']);
  const isPodman = /podman/i.test(stdout || basename(wanted));
  return [{ ...(isPodman ? podman : docker), label: wanted, command: wanted }];
}

async function settle(machine: Machine, reached: Reached, options: DetectOptions): Promise<Engine> {
  try {
    const compose = options.withoutCompose ? undefined : await requireProvider(machine, reached);
    const { client, cli, isLocal, stop } = reached;
    return openEngine(client, {
      firesHealthChecks: await firesHealthChecks(machine, reached),
      compose: () => compose ?? noProvider(['it was not looked for']),
      ...(client.name === 'podman' && isLocal && cli ? { podman: cli } : {}),
      ...(stop ? { stop } : {}),
    });
  } catch (error) {
    await reached.stop?.();
    throw error;
  }
}

async function requireProvider(machine: Machine, { client, cli }: Reached): Promise<ComposeProvider> {
  const found = await findProvider(machine, { ...client, cli });
  return 'provider' in found ? found.provider : noProvider(found.reasons);
}

function noProvider(reasons: readonly string[]): never {
  throw new SmokeError('ENGINE_NOT_FOUND', `it answers, but has no Compose provider (${reasons.join('; ')})`);
}

/** Podman's health checks are fired by systemd timers, in every version: without systemd nothing fires them. */
export async function firesHealthChecks(machine: Machine, { client, isLocal }: Reached): Promise<boolean> {
  if (client.name === 'docker') return true;
  if (isLocal) return machine.exists('/run/systemd/system');
  // At a distance the manager of control groups tells; the default is systemd's wherever it runs.
  const info = (await call(client, 'GET', libpod(client, '/info'))) as { host?: { cgroupManager?: string } };
  return info.host?.cgroupManager === 'systemd';
}

function listed(reasons: readonly string[]): string {
  return reasons.map((reason) => `  ${reason}`).join('\n');
}

function hintFor(reasons: readonly string[]): string {
  if (reasons.some((reason) => reason.includes('no permission')))
    return 'join the group of the socket (for Docker: docker), or run as a user who may use it';
  if (reasons.some((reason) => reason.includes('no Compose provider')))
    return 'install Docker Compose 2.20 or newer, or podman-compose 1.3 or newer';
  return 'install Podman or Docker and start it; printing a manifest needs neither';
}
