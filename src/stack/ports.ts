// Published ports: on the loopback interface unless the user names another address. Pure.

import { isMap } from './fragment.ts';
import type { Value, ValueMap } from './manifest.ts';

const loopback = '127.0.0.1';

/** The services with every published port on `address` where it was on the loopback or on every interface. */
export function bindPorts(
  services: Readonly<Record<string, ValueMap>>,
  address: string,
): Record<string, ValueMap> {
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const ports = service['ports'];
      return [
        name,
        Array.isArray(ports)
          ? { ...service, ports: (ports as readonly Value[]).map((port) => bindPort(port, address)) }
          : service,
      ];
    }),
  );
}

function bindPort(port: Value, address: string): Value {
  if (isMap(port)) return { ...port, host_ip: chosen(port['host_ip'], address) };
  const text = String(port);
  const host = /^(\[[^\]]+\]|\d+\.\d+\.\d+\.\d+):(.*)$/.exec(text);
  const rest = host?.[2] ?? text;
  const own = chosen(host?.[1]?.replace(/^\[|\]$/g, ''), address);
  return `${own.includes(':') ? `[${own}]` : own}:${rest.includes(':') ? rest : `:${rest}`}`;
}

/** A fragment's own address stays, unless it is the one that `--bind` is for. */
function chosen(own: Value | undefined, address: string): string {
  return own === undefined || own === null || own === loopback || own === '0.0.0.0' || own === '::'
    ? address
    : String(own);
}
