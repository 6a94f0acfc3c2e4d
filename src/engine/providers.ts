// Finds the Compose provider of an engine: ordered candidates, versions checked. Asks programs.

import { join } from 'node:path';
import { isAtLeast } from '../version-order.ts';
import type { ComposeProvider } from './compose.ts';
import type { Machine } from './process.ts';

/** The engine that a provider is to work with. */
export interface ProviderTarget {
  readonly name: 'docker' | 'podman';
  readonly version: string;
  readonly address: string;
  /** The engine's own client, where one was found. */
  readonly cli: string | undefined;
}

/** A provider, or why every candidate fell out. */
export type FoundProvider = { readonly provider: ComposeProvider } | { readonly reasons: readonly string[] };

interface Candidate {
  readonly label: string;
  /** Undefined: not found on this machine. */
  readonly command: readonly string[] | undefined;
}

const oldestDockerCompose = '2.20';
const oldestPodmanCompose = '1.0';
/** From here on podman-compose waits as depends_on says, given a Podman that can wait for health. */
const waitingPodmanCompose = '1.3';
const waitingPodman = '4.6';
/** Docker Compose compares network ids from here on, and Podman tells them from here on. */
const comparingCompose = '2.31';
const tellingPodman = '5.4';

/** What came of one place where a provider may be. */
export interface TriedProvider {
  readonly label: string;
  readonly provider?: ComposeProvider;
  /** Why it is not the one. */
  readonly reason?: string;
}

/** Tries every place, in the order that each engine documents, also those that the user's choice leaves out. */
export async function surveyProviders(machine: Machine, target: ProviderTarget): Promise<TriedProvider[]> {
  const chosen = candidates(machine, target);
  const { PODMAN_COMPOSE_PROVIDER: _, ...env } = machine.env;
  const others = candidates({ ...machine, env }, target).filter(
    ({ command }) => !chosen.some((each) => each.command?.join(' ') === command?.join(' ')),
  );
  const tried = async (candidate: Candidate): Promise<TriedProvider> => {
    const { label } = candidate;
    const found = await tryCandidate(machine, target, candidate);
    return typeof found === 'string' ? { label, reason: found } : { label, provider: found };
  };
  const [first, rest] = await Promise.all([Promise.all(chosen.map(tried)), Promise.all(others.map(tried))]);
  const leftOut = 'PODMAN_COMPOSE_PROVIDER names another one';
  return [...first, ...rest.map((each) => ({ ...each, ...(each.provider && { reason: leftOut }) }))];
}

/** Looks for the provider in the order that each engine documents. */
export async function findProvider(machine: Machine, target: ProviderTarget): Promise<FoundProvider> {
  const reasons: string[] = [];
  for (const candidate of candidates(machine, target)) {
    const tried = await tryCandidate(machine, target, candidate);
    if (typeof tried !== 'string') return { provider: tried };
    reasons.push(`${candidate.label}: ${tried}`);
  }
  return { reasons };
}

function candidates(machine: Machine, { name, cli }: ProviderTarget): readonly Candidate[] {
  const found = (label: string, path: string | undefined, ...more: string[]): Candidate => ({
    label,
    command: path === undefined ? undefined : [path, ...more],
  });
  const plugin = pluginFolders(machine)
    .map((folder) => join(folder, 'docker-compose'))
    .find(machine.exists);
  const standalone = [
    found('docker-compose as a plugin file', plugin),
    found('docker-compose on the PATH', machine.which('docker-compose')),
  ];
  if (name === 'docker')
    return [found('docker compose', cli ?? machine.which('docker'), 'compose'), ...standalone];
  const chosen = machine.env['PODMAN_COMPOSE_PROVIDER'];
  // Podman's own variable leaves no choice.
  if (chosen) return [found(`PODMAN_COMPOSE_PROVIDER=${chosen}`, machine.which(chosen))];
  return [...standalone, found('podman-compose on the PATH', machine.which('podman-compose'))];
}

/** Where docker's client looks for plugins, in its order. */
function pluginFolders({ env, platform }: Machine): readonly string[] {
  const own = env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? '/', '.docker');
  const mac = ['/Applications/Docker.app/Contents/Resources', '/opt/homebrew/lib/docker'];
  const shared = [
    '/usr/local/lib/docker',
    '/usr/local/libexec/docker',
    '/usr/lib/docker',
    '/usr/libexec/docker',
  ];
  return [own, ...(platform === 'darwin' ? mac : []), ...shared].map((folder) => join(folder, 'cli-plugins'));
}

async function tryCandidate(
  machine: Machine,
  target: ProviderTarget,
  { label, command }: Candidate,
): Promise<ComposeProvider | string> {
  if (!command) return 'not found';
  const docker = { DOCKER_HOST: target.address };
  const answer = await machine.ask([...command, 'version'], docker);
  const text = `${answer.stdout}\n${answer.stderr}`;
  if (answer.exitCode !== 0) return `${command.join(' ')} version failed: ${firstLine(text)}`;
  const podmanCompose = /podman-compose version:? +v?(\S+)/i.exec(text)?.[1];
  if (podmanCompose !== undefined) return podmanProvider(target, command, podmanCompose);
  const version = /version:? +v?(\d[^\s,]*)/i.exec(text)?.[1];
  if (version === undefined) return `${command.join(' ')} tells no version: ${firstLine(text)}`;
  if (!isAtLeast(version, oldestDockerCompose))
    return `version ${version}, expected ${oldestDockerCompose} or newer`;
  const name = label === 'docker compose' ? 'docker compose' : 'docker-compose';
  const recreatesUnchanged =
    target.name === 'podman' &&
    !isAtLeast(target.version, tellingPodman) &&
    isAtLeast(version, comparingCompose);
  return { name, version, command, env: docker, honoursHealthy: true, recreatesUnchanged };
}

function podmanProvider(
  target: ProviderTarget,
  command: readonly string[],
  version: string,
): ComposeProvider | string {
  if (target.name !== 'podman') return 'podman-compose works with Podman only';
  if (!isAtLeast(version, oldestPodmanCompose))
    return `version ${version}, expected ${oldestPodmanCompose} or newer`;
  const client = target.cli === undefined ? [] : ['--podman-path', target.cli];
  const honoursHealthy = isAtLeast(version, waitingPodmanCompose) && isAtLeast(target.version, waitingPodman);
  return {
    name: 'podman-compose',
    version,
    command: [...command, ...client],
    env: {},
    honoursHealthy,
    recreatesUnchanged: false,
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
