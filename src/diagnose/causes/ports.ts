// Ports that cannot be had on the machine. Pure.

import type { Cause, Explanation } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin, PortSeen, Symptoms } from '../symptoms.ts';

const from: readonly Origin[] = ['engine', 'provider'];
const port = String.raw`(?<port>\d{1,5})`;
const inUse = `(?:address already in use|port is already allocated|only one usage of each socket address|EADDRINUSE)`;

/** Every engine and version words a taken port in its own way; all name the port, most the address. */
export const portCauses: readonly Cause[] = [
  {
    code: 'port-not-allowed',
    from,
    words: [
      new RegExp(`cannot expose privileged port ${port}`, 'i'),
      new RegExp(String.raw`(?:listen|bind|expos)\S* .*?:${port}\b.*permission denied`, 'i'),
    ],
    explain: (symptoms, { parts: { port = '' } }) => ({
      about: port,
      services: publishersOf(symptoms, Number(port)),
      cause: `port ${port} is below 1024, and this user may not open it`,
      next: `sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}   (or publish a port from 1024 on, and ${again(symptoms)})`,
    }),
  },
  {
    code: 'address-not-here',
    from,
    words: [
      /(?<address>[\d.]+|\[[\da-f:]+\]):\d+.*cannot assign requested address/i,
      /cannot assign requested address/i,
    ],
    explain: (symptoms, { parts: { address } }) => ({
      about: address ?? '',
      cause: `${address ?? 'the address of the ports'} is no address of this machine`,
      next: `${again(symptoms)} --bind 127.0.0.1   (or one that "ip -brief address" lists)`,
    }),
  },
  {
    code: 'port-taken',
    from,
    words: [
      new RegExp(
        String.raw`(?:bind|listen|expos|port)\S* .*?(?<address>[\d.]+|\[[\da-f:]+\]|\*)?:${port}\b(?!:\d).*${inUse}`,
        'i',
      ),
      new RegExp(`bind for .*?:${port} failed: port is already allocated`, 'i'),
      new RegExp(String.raw`port ${port}\b.*${inUse}`, 'i'),
      new RegExp(String.raw`:${port}\b.*${inUse}`, 'i'),
      /address already in use|port is already allocated|proxy already running/i,
    ],
    explain: (symptoms, { parts }) => portTaken(symptoms, Number(parts['port'] ?? 0)),
  },
  {
    code: 'port-taken-inside',
    from: ['log'],
    words: [
      new RegExp(String.raw`(?:bind|listen|port)\S* .*?:?${port}\b.*${inUse}`, 'i'),
      new RegExp(String.raw`${inUse}.*?:${port}\b`, 'i'),
      new RegExp(`port ${port} (?:was|is) already in use`, 'i'),
      new RegExp(String.raw`${inUse}|java\.net\.BindException`, 'i'),
    ],
    explain: (symptoms, { parts: { port } }) => {
      if (symptoms.service?.usesHostNetwork) return portTaken(symptoms, Number(port ?? 0));
      return {
        cause: `${port ? `port ${port}` : 'its port'} is taken inside of its own container: two servers want it`,
        next: 'give one of the two another port, or start only one in this service',
      };
    },
  },
];

function portTaken(symptoms: Symptoms, said: number): Explanation {
  const seen = symptoms.scene.holders.find(({ port }) => port === said) ?? symptoms.scene.holders[0];
  const number = said || seen?.port;
  const services = number === undefined ? [] : publishersOf(symptoms, number);
  const what = number === undefined ? 'a port' : `port ${number}`;
  return {
    about: String(number ?? ''),
    services,
    cause: `${what} is taken${seen ? ` by ${holderOf(seen)}` : ', by whom cannot be seen'}`,
    next: nextFor(symptoms, seen, number),
  };
}

function publishersOf({ scene, service }: Symptoms, port: number): string[] {
  if (service) return [service.name];
  return scene.services.filter(({ ports }) => ports.includes(port)).map(({ name }) => name);
}

function holderOf({ holder }: PortSeen): string {
  if (holder.kind === 'process') {
    if (holder.pid === undefined) return 'a process of another user';
    return `the process ${holder.name ?? '?'} (pid ${holder.pid})`;
  }
  if (holder.project === undefined) return `the container ${holder.name} (${holder.engine})`;
  return `the stack ${holder.project}, service ${holder.service ?? holder.name} (${holder.engine})`;
}

function nextFor(symptoms: Symptoms, seen: PortSeen | undefined, port: number | undefined): string {
  const elsewhere = symptoms.scene.isOwn ? `${again(symptoms)} --ports auto` : 'publish another port';
  if (!seen) return `sudo ss -ltnp "sport = :${port ?? 'PORT'}"   (shows who has it; or ${elsewhere})`;
  const { holder } = seen;
  if (holder.kind === 'process') {
    const end = holder.pid === undefined ? `sudo ss -ltnp "sport = :${seen.port}"` : `kill ${holder.pid}`;
    return `${end}   (or ${elsewhere})`;
  }
  if (holder.project === undefined) return `${holder.engine} stop ${holder.name}   (or ${elsewhere})`;
  return `smoke down --project ${holder.project} -c ${holder.engine}   (or ${elsewhere})`;
}
