// Published and exposed ports. Pure.

import type { Edit, Rule } from '../finding.ts';
import { overlap, type PublishedPort, publishedPorts } from '../ports.ts';
import type { ComposeFile, Service } from '../project.ts';
import { child } from '../spot.ts';

export const portRules: readonly Rule[] = [
  {
    code: 'SM301',
    name: 'world-open',
    severity: 'warning',
    summary: 'a port on all addresses of the host',
    on: 'Docker and Podman listen on 0.0.0.0, and Docker opens the firewall for it: the whole network reaches the service',
    cure: '127.0.0.1:port:port, or expose where only other services need it',
    *check(file) {
      for (const { port } of ports(file)) {
        if (port.hostIp === undefined || !['', '0.0.0.0', '::', '*'].includes(port.hostIp)) continue;
        const what = port.isRandom
          ? 'a random port'
          : port.published
            ? shown(port.published)
            : port.spot.text;
        yield {
          spot: port.spot,
          message: `${what} on ${port.hostIp || '0.0.0.0'}`,
          fix: loopback(port, file),
        };
      }
    },
  },
  {
    code: 'SM302',
    name: 'duplicate-port',
    severity: 'error',
    summary: 'two services that publish the same port',
    on: 'every engine: the second one does not start, the address is in use',
    cure: 'another port of the host for one of them; inside, both keep theirs',
    *check(file) {
      const seen: { port: PublishedPort; service: Service }[] = [];
      for (const { port, service } of ports(file)) {
        const other = seen.find((earlier) => clash(earlier, { port, service }));
        // What is far beyond any stack of people is not compared with everything.
        if (seen.length < 2000) seen.push({ port, service });
        if (other && port.published)
          yield {
            spot: port.spot,
            message: `${shown(port.published)} is published by ${other.service.name} too`,
          };
      }
    },
  },
  {
    code: 'SM303',
    name: 'privileged-port',
    severity: 'warning',
    summary: 'a port of the host below 1024',
    on: 'rootless Podman and rootless Docker refuse it, unless net.ipv4.ip_unprivileged_port_start allows it',
    cure: 'a port from 1024 on, such as 8080 or 8443',
    *check(file) {
      for (const { port } of ports(file))
        if (port.published && port.published[0] < 1024 && port.published[0] > 0)
          yield { spot: port.spot, message: `${shown(port.published)} is below 1024` };
    },
  },
  {
    code: 'SM304',
    name: 'scaled-port',
    severity: 'error',
    summary: 'several replicas with one port of the host, or one name',
    on: 'docker compose and podman-compose start the first replica; the others find the port or the name taken',
    cure: 'publish nothing, a range as wide as the replicas, or put one proxy before them',
    *check(file) {
      for (const service of file.services) {
        const count = Number(
          (child(service.spot, 'deploy', 'replicas') ?? child(service.spot, 'scale'))?.text ?? 1,
        );
        if (!(count > 1)) continue;
        for (const port of publishedPorts(service))
          if (port.published && port.published[1] - port.published[0] + 1 < count)
            yield { spot: port.spot, message: `${count} replicas and ${shown(port.published)}` };
        const name = child(service.spot, 'container_name');
        if (name) yield { spot: name, message: `${count} replicas and the name ${name.text}` };
      }
    },
  },
  {
    code: 'SM305',
    name: 'bad-port',
    severity: 'error',
    summary: 'a port that is none',
    on: 'every engine refuses it',
    cure: 'a number from 1 to 65535 for the container; two ranges as wide as each other',
    *check(file) {
      for (const { port } of ports(file)) {
        const { published, target } = port;
        if (target && (target[0] < 1 || target[1] > 65535 || target[0] > target[1]))
          yield { spot: port.spot, message: `container port ${shown(target)}` };
        else if (published && (published[1] > 65535 || published[0] > published[1]))
          yield { spot: port.spot, message: `host port ${shown(published)}` };
        else if (
          published &&
          target &&
          target[1] !== target[0] &&
          published[1] - published[0] !== target[1] - target[0]
        )
          yield {
            spot: port.spot,
            message: `${shown(published)} and ${shown(target)} are not as wide as each other`,
          };
      }
    },
  },
];

function* ports(file: ComposeFile): Iterable<{ port: PublishedPort; service: Service }> {
  for (const service of file.services) for (const port of publishedPorts(service)) yield { port, service };
}

type Published = { readonly port: PublishedPort; readonly service: Service };

function clash(a: Published, b: Published): boolean {
  if (!a.port.published || !b.port.published || a.port.protocol !== b.port.protocol) return false;
  if (!overlap(a.port.published, b.port.published)) return false;
  // A range on the host for one port of the container means: any free one of these.
  if (picksOne(a.port) || picksOne(b.port)) return false;
  // Services of different profiles may be meant to replace each other.
  if (child(a.service.spot, 'profiles') || child(b.service.spot, 'profiles')) return false;
  return sharesAddress(a.port.hostIp, b.port.hostIp);
}

function picksOne({ published, target }: PublishedPort): boolean {
  return (
    published !== undefined &&
    target !== undefined &&
    published[0] !== published[1] &&
    target[0] === target[1]
  );
}

function sharesAddress(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const every = ['', '0.0.0.0', '::'];
  return a === b || every.includes(a) || every.includes(b);
}

function shown([from, to]: readonly [number, number]): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** Puts 127.0.0.1 before the ports. */
function loopback(port: PublishedPort, file: ComposeFile): Edit[] {
  const { spot } = port;
  if (port.form === 'long') {
    const given = child(spot, 'host_ip');
    if (given) return [{ start: given.valueStart, end: given.valueEnd, text: '127.0.0.1' }];
    const [first] = spot.entries.values();
    if (!first) return [];
    const separator = spot.isFlow
      ? ', '
      : `${file.text.includes('\r\n') ? '\r\n' : '\n'}${' '.repeat(file.position(first.start).column - 1)}`;
    return [{ start: first.start, end: first.start, text: `host_ip: 127.0.0.1${separator}` }];
  }
  const bare = port.hostIp
    ? spot.text.slice(spot.text.indexOf(':', port.hostIp.includes(':') ? spot.text.indexOf(']') : 0) + 1)
    : spot.text;
  const hasHost = bare.replace(/\$\{[^{}]*\}/g, '').includes(':');
  return [{ start: spot.valueStart, end: spot.valueEnd, text: `"127.0.0.1:${hasHost ? '' : ':'}${bare}"` }];
}
