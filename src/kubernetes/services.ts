// Services: by their names and ports the parts of a stack reach each other. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Value, ValueMap } from '../stack/manifest.ts';
import type { StackParts } from '../stack/parts.ts';
import type { StackFile } from '../stack/placed-files.ts';
import { isServiceName } from './names.ts';
import { type KubernetesObject, metadata, selector } from './objects.ts';

const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** A port that others reach. */
export interface Port {
  readonly number: number;
  readonly protocol: (typeof protocols)[number];
}

/** A port, and where it is on this machine in the Compose stack. */
export interface PublishedPort extends Port {
  readonly published: string;
}

/** The ports that a service publishes. */
export function publishedPorts(service: ValueMap): PublishedPort[] {
  const { ports } = service;
  return (Array.isArray(ports) ? (ports as readonly Value[]) : []).flatMap((port) => {
    if (isMap(port))
      return asPorts(`${String(port['target'])}/${String(port['protocol'] ?? 'tcp')}`).map((each) => ({
        ...each,
        published: String(port['published'] ?? port['target']).split('-')[0] ?? '',
      }));
    const match = /(?:^|:)(?:([\d-]+):)?(\d+(?:-\d+)?(?:\/\w+)?)$/.exec(String(port));
    const outside = asPorts(match?.[1] || match?.[2] || '');
    return asPorts(match?.[2] ?? '').map((each, index) => ({
      ...each,
      published: String(outside[index]?.number ?? outside[0]?.number ?? each.number),
    }));
  });
}

/** A port or a range such as `9000-9002/udp`. */
function asPorts(text: string): Port[] {
  const [, first, last = first, protocol] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(text) ?? [];
  if (first === undefined) return [];
  const count = Math.max(0, Math.min(Number(last), 65535) - Number(first)) + 1;
  return Array.from({ length: count }, (_, index) => ({
    number: Number(first) + index,
    protocol: protocols.find((known) => known === protocol?.toUpperCase()) ?? 'TCP',
  }));
}

/** Further names of a service: its host name, and its aliases in networks. */
export function otherNames(name: string, service: ValueMap): string[] {
  const networks = isMap(service['networks']) ? Object.values(service['networks']) : [];
  const aliases = networks.flatMap((network) => {
    const own = isMap(network) ? network['aliases'] : undefined;
    return Array.isArray(own) ? own.map(String) : [];
  });
  const host = service['hostname'];
  const all = [...(typeof host === 'string' ? [host] : []), ...aliases];
  return [...new Set(all)].filter((other) => other !== name);
}

/** The ports that a service says itself: published and exposed. */
export function saidPorts(service: ValueMap): Port[] {
  const exposed = Array.isArray(service['expose']) ? (service['expose'] as readonly Value[]) : [];
  return [
    ...publishedPorts(service).map(({ number, protocol }) => ({ number, protocol })),
    ...exposed.flatMap((port) => asPorts(String(port))),
  ];
}

/** The ports by which texts call a service, by any of its names. */
export function calledPorts(name: string, service: ValueMap, texts: readonly string[]): Port[] {
  return [name, ...otherNames(name, service)].flatMap((host) => called(host, texts));
}

/** The ports of every service: published, exposed, said in labels for JMX, and those by which any text calls it. */
export function servicePorts(parts: StackParts, whole: StackParts): Record<string, Port[]> {
  const texts = allTexts(whole);
  return Object.fromEntries(
    Object.entries(parts.services)
      .filter(([name]) => name !== 'files')
      .map(([name, service]) => {
        const labels = isMap(service['labels']) ? service['labels'] : {};
        const ports = [
          ...saidPorts(service),
          ...asPorts(String(labels['io.cryostat.jmxPort'] ?? '')),
          ...(parts.cluster[name]?.ports ?? []).map((number): Port => ({ number, protocol: 'TCP' })),
          ...calledPorts(name, service, texts),
        ].filter(({ number }) => number > 0 && number < 65536);
        const keys = new Map(ports.map((port) => [`${port.protocol}${port.number}`, port]));
        return [name, [...keys.values()].sort((one, other) => one.number - other.number)];
      }),
  );
}

/** `host:port` in any form, `/dev/tcp/host/port` of bash, and `http://host` with the port that it means. */
function called(host: string, texts: readonly string[]): Port[] {
  const name = host.replaceAll(/[^\w-]/g, '\\$&');
  const withPort = new RegExp(`(?:(?<![\\w.-])${name}:|/dev/tcp/${name}/)(\\d{2,5})(?!\\w)`, 'g');
  const withScheme = new RegExp(`\\b(https?)://${name}(?![\\w.:-])`, 'g');
  return texts.flatMap((text) => [
    ...[...text.matchAll(withPort)].map(([, port]): Port => ({ number: Number(port), protocol: 'TCP' })),
    ...[...text.matchAll(withScheme)].map(
      ([, scheme]): Port => ({ number: scheme === 'https' ? 443 : 80, protocol: 'TCP' }),
    ),
  ]);
}

function allTexts(parts: StackParts): string[] {
  const shown = Object.values(parts.services).flatMap(ownTexts);
  return [...shown, ...parts.files.map(fileText), parts.s3?.endpoint ?? ''];
}

/** The texts of a service that may call others. */
export function ownTexts({ environment, command, entrypoint, healthcheck }: ValueMap): string[] {
  return [environment, command, entrypoint, healthcheck].map((value) => JSON.stringify(value ?? ''));
}

/** A placed file as a text. */
export function fileText({ base64 }: StackFile): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** The Services of one service: by its name, and by each of its others. */
export function serviceObjects(parts: StackParts, name: string, ports: readonly Port[]): KubernetesObject[] {
  const service = parts.services[name];
  if (ports.length === 0 || service === undefined) return [];
  return [name, ...otherNames(name, service).filter(isServiceName)].map((called) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(parts, called, name),
    spec: {
      selector: selector(parts, name),
      ports: ports.map(({ number, protocol }) => ({
        name: `${protocol.toLowerCase()}-${number}`,
        port: number,
        targetPort: number,
        protocol,
      })),
    },
  }));
}
