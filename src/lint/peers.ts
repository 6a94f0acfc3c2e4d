// Hosts and ports by which services reach each other. Pure.

import { environmentOf, type Variable } from './environment.ts';
import type { Project, Service } from './project.ts';
import { child, namesIn, type Spot, texts } from './spot.ts';

/** Hosts of one word in URLs, with their ports. */
export function hostsIn(value: string | undefined): { host: string; port: number | undefined }[] {
  return [
    ...(value ?? '').matchAll(
      /\b[a-z][a-z0-9+]*:\/\/(?:[^\s/@:]+(?::[^\s/@]*)?@)?([a-zA-Z][\w-]*)(?::(\d+))?(?=[/?\s,;"']|$)/g,
    ),
  ]
    .filter(([, host]) => host !== 'localhost')
    .map(([, host = '', port]) => ({ host, port: port === undefined ? undefined : Number(port) }));
}

/** host:port in URLs, and pairs of NAME_HOST and NAME_PORT. */
export function* peersOf(
  environment: readonly Variable[],
): Iterable<{ name: string; spot: Spot; host: string; port: number }> {
  for (const { name, value, spot } of environment) {
    for (const { host, port } of hostsIn(value)) if (port !== undefined) yield { name, spot, host, port };
    const partner =
      name.endsWith('_PORT') && environment.find((other) => other.name === name.replace(/_PORT$/, '_HOST'));
    if (
      partner !== undefined &&
      partner !== false &&
      partner.value !== undefined &&
      /^\d+$/.test(value ?? '')
    )
      yield { name, spot, host: partner.value, port: Number(value) };
  }
}

/** NAME_HOST beside NAME_PORT is a host of another service. */
export function pairedHost(name: string, value: string | undefined, service: Service): string[] {
  const port = name.endsWith('_HOST') ? name.replace(/_HOST$/, '_PORT') : undefined;
  const isPair = port !== undefined && environmentOf(service).some((other) => other.name === port);
  const isWord = value !== undefined && /^[a-zA-Z][\w-]*$/.test(value) && value !== 'localhost';
  return isPair && isWord ? [value] : [];
}

/** Names that containers of the project resolve. */
export function namesInside(project: Project): Set<string> {
  const services = project.files.flatMap((file) => file.services);
  return new Set(
    services.flatMap(({ name, spot }) => [
      name,
      ...['hostname', 'container_name'].flatMap((key) => child(spot, key)?.text ?? []),
      ...[...(child(spot, 'networks')?.entries.values() ?? [])].flatMap((network) =>
        texts(child(network, 'aliases')).map(({ text }) => text),
      ),
      ...['links', 'external_links'].flatMap((key) =>
        texts(child(spot, key)).map(({ text }) => text.split(':').at(-1) ?? ''),
      ),
      ...namesIn(child(spot, 'extra_hosts')).map(([host]) => host.split(/[:=]/)[0] ?? ''),
    ]),
  );
}

/** The project shares a network with others, whose names it cannot tell. */
export function joinsOthers(project: Project): boolean {
  const networks = project.files.flatMap((file) => [
    ...(child(file.root, 'networks')?.entries.values() ?? []),
  ]);
  const modes = [...project.names('services')].flatMap((name) => project.attribute(name, 'network_mode'));
  return networks.some((spot) => child(spot, 'external')) || modes.length > 0;
}
