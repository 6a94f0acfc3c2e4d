// Which port a service listens on, and which one its check asks. Pure.

import { wholeEnvironment } from './environment.ts';
import { commandLine, type HealthTest } from './health.ts';
import { exposedPorts, publishedPorts } from './ports.ts';
import type { Project, Service } from './project.ts';
import { child, texts } from './spot.ts';

/** Variables that tell a server its HTTP port. */
const tellsPort =
  /^(QUARKUS_HTTP_PORT|SERVER_PORT|MICRONAUT_SERVER_PORT|HTTP_PORT|PORT|[A-Z]+_LISTEN_PORT|ASPNETCORE_HTTP_PORTS)$/;

/** The one HTTP port that the environment names; undefined where there is none, or more than one. */
export function listenPort(service: Service, project: Project): { name: string; port: number } | undefined {
  const found = wholeEnvironment(service, project).filter(
    ({ name, value }) => tellsPort.test(name) && /^\d+$/.test(value ?? ''),
  );
  const last = found.at(-1);
  const isOne = new Set(found.map(({ value }) => value)).size === 1;
  return isOne && last ? { name: last.name, port: Number(last.value) } : undefined;
}

/** Ports of this container that the check asks. */
export function checkedPorts(test: HealthTest, service: Service): number[] {
  const names = [
    'localhost',
    '127\\.0\\.0\\.1',
    '0\\.0\\.0\\.0',
    '\\[::1\\]',
    escapeRegExp(service.name),
    escapeRegExp(child(service.spot, 'hostname')?.text ?? 'localhost'),
  ];
  const line = commandLine(test);
  const urls = [
    ...line.matchAll(new RegExp(`(https?)://(?:${names.join('|')})(?::(\\d+))?(?=[/\\s"'?]|$)`, 'g')),
  ];
  const sockets = [...line.matchAll(/\/dev\/tcp\/(?:localhost|127\.0\.0\.1)\/(\d+)/g)];
  return [
    ...urls.map(([, scheme, port]) => (port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port))),
    ...sockets.map(([, port]) => Number(port)),
  ];
}

/** Whether the service names the port anywhere else: then it may well listen there. */
export function mentionsPort(service: Service, project: Project, port: number): boolean {
  const isIn = ([from, to]: readonly [number, number]): boolean => from <= port && port <= to;
  if (publishedPorts(service).some(({ target }) => target !== undefined && isIn(target))) return true;
  if (exposedPorts(service).some(([range]) => isIn(range))) return true;
  const said = [
    ...wholeEnvironment(service, project).map(({ value }) => value ?? ''),
    ...['command', 'entrypoint'].flatMap((key) => texts(child(service.spot, key)).map(({ text }) => text)),
  ];
  return said.some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text));
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
