// A printed manifest, whose texts no longer tell by a name which of their numbers is a published port. Pure.

import { filesOf, withFiles } from './files.ts';
import { isMap } from './fragment.ts';
import type { Manifest, Value, ValueMap } from './manifest.ts';
import type { MovedPorts } from './port-names.ts';

/**
 * Moves the addresses that people and browsers have, as the x-smoke block knows them, where services are told of them:
 * in their environment and labels, and in placed files that are JSON. Commands and health checks mean the container.
 */
export function moveTexts(manifest: Manifest, ports: MovedPorts, before: Manifest): Manifest {
  if (manifest['x-smoke'] === undefined || before['x-smoke'] === undefined) return manifest;
  const move = textMover(before, manifest);
  const files = Object.entries(filesOf(manifest.services)).map(
    ([variable, file]) => [variable, { ...file, base64: moveFile(file.base64, ports, move) }] as const,
  );
  const services = Object.entries(manifest.services).map(([name, service]) => [
    name,
    name === 'files' ? service : moveService(service, move),
  ]);
  return { ...manifest, services: withFiles(Object.fromEntries(services), Object.fromEntries(files)) };
}

type Move = (text: string) => string;

/** What was moved in the x-smoke block tells what to look for. */
function textMover(before: Manifest, after: Manifest): Move {
  const [old, now] = [originsOf(before), originsOf(after)];
  // Services say localhost where --bind has given the x-smoke block an address.
  const moved = new Map(
    old.flatMap((origin, index) => {
      const next = now[index] ?? origin;
      return [
        [origin, next],
        [atLocalhost(origin), atLocalhost(next)],
      ];
    }),
  );
  return (text) => text.replaceAll(/https?:\/\/[^/?#,;\s"']+/g, (origin) => moved.get(origin) ?? origin);
}

function atLocalhost(origin: string): string {
  return origin.replace(/\/\/(\[[^\]]*\]|[^:]*)/, '//localhost');
}

/** The addresses of the x-smoke block, always in the same order. */
function originsOf({ 'x-smoke': notes }: Manifest): string[] {
  const urls = [
    ...(notes?.urls ?? []).map(({ url }) => url),
    ...(notes?.probes ?? []).map((probe) => (probe.kind === 'http' ? probe.url : '')),
    notes?.s3?.endpoint ?? '',
  ];
  return urls.map((url) => /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? '');
}

function moveService(service: ValueMap, move: Move): ValueMap {
  const { environment, labels } = service ?? {};
  return {
    ...service,
    ...(environment !== undefined && { environment: moveValues(environment, move) }),
    ...(labels !== undefined && { labels: moveValues(labels, move) }),
  };
}

function moveValues(value: Value, move: Move): Value {
  if (typeof value === 'string') return move(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => moveValues(item, move));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moveValues(item, move)]));
}

/** Some configurations have a port as text in base64, which nothing else looks like. */
function moveFile(base64: string, ports: MovedPorts, move: Move): string {
  const content = Buffer.from(base64, 'base64').toString();
  const tree = parse(content);
  if (tree === undefined) return base64;
  const moved = moveValues(tree, (text) => {
    const port = ports[Buffer.from(text, 'base64').toString()];
    return port === undefined ? move(text) : Buffer.from(String(port)).toString('base64');
  });
  return Buffer.from(`${JSON.stringify(moved, null, 2)}\n`).toString('base64');
}

function parse(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return isMap(value) ? value : undefined;
  } catch {
    // Every other form of file means what it means inside of its container.
    return undefined;
  }
}
