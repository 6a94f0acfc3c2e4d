// Hosts and ports by which services reach each other. Pure.

import type { Variable } from './environment.ts';
import type { Project } from './project.ts';
import { child, namesIn, type Spot, texts } from './spot.ts';

/** Hosts of one word in URLs, with their ports. */
export function hostsIn(value: string | undefined): { host: string; port: number | undefined }[] {
  return [
    ...(value ?? '').matchAll(
      /\b(?:https?|wss?|grpc|tcp|udp|amqps?|rediss?|nats|postgres(?:ql)?|mysql|mariadb|mongodb|ldaps?|smtps?)(?:\+\w{1,20})?:\/\/(?:[^\s/@:]+(?::[^\s/@]*)?@)?([a-zA-Z][\w-]*)(?::(\d+))?(?=[/?\s,;"']|$)/g,
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
  }
  for (const { host, port } of hostPairs(environment))
    if (host.value !== undefined && /^\d+$/.test(port.value ?? ''))
      yield { name: port.name, spot: port.spot, host: host.value, port: Number(port.value) };
}

/** NAME_HOST beside NAME_PORT: a host of another service and its port. */
export function hostPairs(environment: readonly Variable[]): { host: Variable; port: Variable }[] {
  const byName = new Map(environment.map((variable) => [variable.name, variable]));
  return environment.flatMap((host) => {
    const port = host.name.endsWith('_HOST') ? byName.get(host.name.replace(/_HOST$/, '_PORT')) : undefined;
    return port ? [{ host, port }] : [];
  });
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
