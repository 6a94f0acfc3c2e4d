// A manifest with its published ports moved, and with them every address in it that leads there. Pure.

import { isMap } from './fragment.ts';
import type { Manifest, ManifestNotes, StackTest, Value, ValueMap } from './manifest.ts';
import { movedEntry, type PublishedPort, publishedBy } from './port-entry.ts';
import type { MovedPorts } from './port-names.ts';

type Services = Readonly<Record<string, ValueMap>>;

/** Every port that the services publish and that can be moved: where replicas share an entry, only the engine can choose. */
export function portsToMove(services: Services): PublishedPort[] {
  return Object.entries(services).flatMap(([name, service]) =>
    portsOf(service)
      .flatMap((entry) => publishedBy(entry, name))
      .filter(({ key, target }) => !(key === `${name}:${target}` && isReplicated(service))),
  );
}

/** The manifest with its ports moved: entries of `ports`, URLs, probes and the address of its own storage. */
export function movePorts(manifest: Manifest, moved: MovedPorts): Manifest {
  const { services, 'x-smoke': notes } = manifest;
  const addresses = portsToMove(services).flatMap(({ address }) => address ?? []);
  const move = (url: string): string => movedUrl(url, moved, addresses);
  return {
    ...manifest,
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [name, moveEntries(name, service, moved)]),
    ),
    ...(notes && { 'x-smoke': moveNotes(notes, moved, move) }),
  };
}

function moveEntries(name: string, service: ValueMap, moved: MovedPorts): ValueMap {
  if (!Array.isArray(service?.['ports'])) return service;
  return { ...service, ports: portsOf(service).flatMap((entry) => movedEntry(entry, name, moved)) };
}

function moveNotes(notes: ManifestNotes, moved: MovedPorts, move: (url: string) => string): ManifestNotes {
  const { s3 } = notes;
  // A storage outside has an address of its own, whatever its port.
  const isInside = notes.probes.some(({ kind, service }) => kind === 's3' && service !== undefined);
  return {
    ...notes,
    urls: notes.urls.map((url) => ({ ...url, url: move(url.url) })),
    ...(s3 && isInside && { s3: { ...s3, endpoint: move(s3.endpoint) } }),
    probes: notes.probes.map((probe) => moveProbe(probe, moved, move)),
    ...(notes.tests && { tests: notes.tests.map((test) => moveProbe(test, moved, move)) }),
  };
}

function moveProbe<Test extends StackTest>(
  probe: Test,
  moved: MovedPorts,
  move: (url: string) => string,
): Test {
  switch (probe.kind) {
    case 'http':
    case 'journey':
      return { ...probe, url: move(probe.url) };
    case 'tcp':
    case 'tls':
      return { ...probe, port: moved[probe.port] ?? probe.port };
    default:
      return probe;
  }
}

/** An address of this machine at a port that was moved; every other one stays as it is. */
export function movedUrl(url: string, moved: MovedPorts, addresses: readonly string[]): string {
  const match = /^(https?):\/\/(\[[^\]]+\]|[^/:?#]+)(?::(\d+))?(?=[/?#]|$)/.exec(url);
  if (!match) return url;
  const [start, scheme, host = '', given] = match;
  const isHere =
    /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host) || addresses.includes(host.replace(/^\[|\]$/g, ''));
  const port = moved[given ?? (scheme === 'https' ? '443' : '80')];
  return isHere && port !== undefined ? `${scheme}://${host}:${port}${url.slice(start.length)}` : url;
}

function portsOf(service: ValueMap): readonly Value[] {
  const ports = service?.['ports'];
  return Array.isArray(ports) ? (ports as readonly Value[]) : [];
}

function isReplicated({ scale, deploy }: ValueMap): boolean {
  return Number(isMap(deploy) ? (deploy['replicas'] ?? scale ?? 1) : (scale ?? 1)) > 1;
}
