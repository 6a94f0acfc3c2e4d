// One entry of `ports`, in the short or the long form: what it publishes, and the same with other ports. Pure.

import { isMap } from './fragment.ts';
import type { Value } from './manifest.ts';
import type { MovedPorts } from './port-names.ts';

/** One published port. */
export interface PublishedPort {
  /** The port on the host as the entry has it; `service:target` where the engine would choose one. */
  readonly key: string;
  readonly address: string | undefined;
  readonly target: string;
  readonly protocol: string | undefined;
}

interface Entry {
  readonly address: string | undefined;
  readonly published: string | undefined;
  readonly target: string;
  readonly protocol: string | undefined;
}

/** What the entry publishes; a range is several ports, unless it only leaves the engine a choice for one. */
export function publishedBy(entry: Value, service: string): PublishedPort[] {
  const { address, published, target, protocol } = isMap(entry) ? readLong(entry) : readShort(String(entry));
  const targets = range(target);
  const own = range(published ?? '');
  return targets.map((one, index) => ({
    key: published === undefined ? `${service}:${one}` : (own[index] ?? published),
    address,
    target: one,
    protocol,
  }));
}

/** The entry with its ports moved: one for each port of a range, which need not stay side by side. */
export function movedEntry(entry: Value, service: string, moved: MovedPorts): Value[] {
  const ports = publishedBy(entry, service);
  if (ports.every(({ key }) => moved[key] === undefined)) return [entry];
  return ports.map(({ key, address, target, protocol }) => {
    const port = String(moved[key] ?? key);
    if (isMap(entry)) return { ...entry, target: numberOf(target), published: port };
    const host = address === undefined ? '' : `${address.includes(':') ? `[${address}]` : address}:`;
    return `${host}${port}:${target}${protocol === undefined ? '' : `/${protocol}`}`;
  });
}

function readLong(entry: { readonly [key: string]: Value }): Entry {
  const { published, target, protocol, host_ip: address } = entry;
  const isChosen = published !== undefined && published !== null && published !== '' && published !== 0;
  return {
    address: address === undefined || address === null ? undefined : String(address),
    published: isChosen ? String(published) : undefined,
    target: String(target),
    protocol: protocol === undefined || protocol === null ? undefined : String(protocol),
  };
}

/** Colons inside of `${NAME:-default}` and of an address in brackets part nothing. */
function readShort(text: string): Entry {
  const [, ports = text, protocol] = /^(.*?)(?:\/(\w+))?$/s.exec(text) ?? [];
  const parts = ports.match(/(?:\$\{[^}]*\}|\[[^\]]*\]|[^:])+|(?<=:)(?=:)/g) ?? [ports];
  const target = parts.at(-1) ?? '';
  const published = parts.at(-2) || undefined;
  const address =
    parts.length > 2
      ? parts
          .slice(0, -2)
          .join(':')
          .replace(/^\[|\]$/g, '')
      : undefined;
  return { address, published, target, protocol };
}

function range(text: string): string[] {
  const match = /^(\d+)-(\d+)$/.exec(text);
  if (!match) return [text];
  const [first, last] = [Number(match[1]), Number(match[2])];
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) => String(first + index));
}

function numberOf(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
