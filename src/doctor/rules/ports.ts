// The ports of the host that the stack publishes. Pure.

import { quote } from '../../options/again.ts';
import { projectFlag } from '../../options/options.ts';
import type { Facts, Listener, RunningContainer } from '../facts.ts';
import type { Hit, Rule } from '../finding.ts';
import { engineName, nearestEngine } from '../used.ts';
import type { WantedPort, Wants } from '../wants.ts';

/** As the kernel has it by default. */
const firstOpenPort = 1024;

export const portRules: readonly Rule[] = [
  {
    id: 'port-taken',
    level: 'stops',
    summary: 'somebody else listens on a port that the stack publishes',
    why: 'the engine cannot publish the port, and the service does not start',
    cure: 'smoke down --project PROJECT',
    *check(facts, wants) {
      for (const port of wants.ports) yield heldPort(port, facts, wants);
    },
  },
  {
    id: 'port-privileged',
    level: 'stops',
    summary: 'a port of the host that a rootless engine may not open',
    why: 'ports below net.ipv4.ip_unprivileged_port_start are for root',
    cure: 'sudo sysctl -w net.ipv4.ip_unprivileged_port_start=80',
    *check(facts, { ports }) {
      const engine = nearestEngine(facts);
      if (!engine?.answer.isRootless) return;
      const first = facts.host.settings['net.ipv4.ip_unprivileged_port_start'] ?? firstOpenPort;
      for (const port of ports.filter(({ from }) => from < first))
        yield {
          subject: shownPort(port),
          seen: `below ${first}, and ${engineName(engine)} is rootless`,
          cure: `sudo sysctl -w net.ipv4.ip_unprivileged_port_start=${port.from}`,
        };
    },
  },
  {
    id: 'bind-address',
    level: 'stops',
    summary: 'ports are to be published on an address that this machine does not have',
    why: 'the engine cannot listen there',
    cure: 'smoke up --bind 127.0.0.1',
    *check(facts, { ports }) {
      if (!nearestEngine(facts)?.answer.isHere) return;
      const unknown = new Set(ports.map(({ address }) => address).filter((each) => !isOwn(each, facts)));
      for (const address of unknown)
        yield { subject: address, seen: 'not an address of this machine', ...lookCure(facts, address) };
    },
  },
];

function heldPort(port: WantedPort, facts: Facts, wants: Wants): Hit {
  const subject = shownPort(port);
  const nearest = nearestEngine(facts);
  const held = facts.engines.flatMap(({ answer, name }) =>
    (answer?.containers ?? [])
      .filter((container) => container.ports.some((other) => clashes(port, other)))
      .map((container) => ({
        container,
        name,
        isOwn: isOwnContainer(container, answer === nearest?.answer, wants),
      })),
  );
  // An engine may be reached in two ways, and seen twice.
  if (held.some(({ isOwn }) => isOwn)) return { level: 'fine', subject, seen: 'held by this stack itself' };
  const [other] = held;
  if (other) return byContainer(subject, other.name, other.container);
  const listener = facts.listeners?.find((each) => clashes(port, each));
  if (listener) return byProcess(subject, listener, facts);
  const isKnown = facts.listeners !== undefined && nearest?.answer.isHere !== false;
  return { level: 'fine', subject, seen: isKnown ? 'free' : 'not known here' };
}

function isOwnContainer({ project }: RunningContainer, isThere: boolean, wants: Wants): boolean {
  return isThere && project === wants.project;
}

function byContainer(subject: string, engine: string, { name, project }: RunningContainer): Hit {
  if (project === undefined)
    return {
      subject,
      seen: `held by the container ${name} of ${engine}`,
      cure: `${engine} stop ${quote(name)}`,
    };
  return {
    subject,
    seen: `held by the container ${name} of the project ${project} on ${engine}`,
    cure: `smoke down -c ${engine}${projectFlag(quote(project))}`,
  };
}

function byProcess(subject: string, { process, port, protocol }: Listener, { platform }: Facts): Hit {
  if (process)
    return { subject, seen: `held by ${process.name} (process ${process.pid})`, cure: `kill ${process.pid}` };
  const letter = protocol === 'udp' ? 'u' : 't';
  const cure =
    platform === 'linux'
      ? `sudo ss -H${letter}lnp 'sport = :${port}'`
      : `sudo lsof -nP -i${protocol.toUpperCase()}:${port}`;
  return { subject, seen: 'held by a process that this user may not see', cure };
}

/** Whether a socket at one of the ports keeps the engine from listening there. */
function clashes(
  wanted: WantedPort,
  { address, port, protocol }: { address: string; port: number; protocol: string },
): boolean {
  if (port < wanted.from || port > wanted.to || protocol !== wanted.protocol) return false;
  return wanted.address === address || isEvery(wanted.address) || isEvery(address);
}

function isEvery(address: string): boolean {
  return ['', '0.0.0.0', '::', '*'].includes(address);
}

function isOwn(address: string, { addresses, platform }: Facts): boolean {
  // Linux has the whole of 127.0.0.0/8, macOS only what its interface lists.
  const isLoopback = address === '127.0.0.1' || (platform === 'linux' && address.startsWith('127.'));
  return isEvery(address) || isLoopback || addresses.includes(address);
}

function lookCure({ platform }: Facts, address: string): { cure?: string } {
  return platform !== 'linux' && address.startsWith('127.')
    ? { cure: `sudo ifconfig lo0 alias ${quote(address)}` }
    : {};
}

function shownPort({ service, from, to, protocol, address }: WantedPort): string {
  const numbers = from === to ? String(from) : `${from}-${to}`;
  const more = protocol === 'tcp' ? '' : `/${protocol}`;
  return `port ${address.includes(':') ? `[${address}]` : address}:${numbers}${more} of ${service}`;
}
