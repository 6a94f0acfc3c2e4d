// ${PORT_8443}: the published port of that number, or what it was moved to. Pure.

import { type Fragment, isMap } from './fragment.ts';
import type { Resolved } from './interpolate.ts';
import type { Value } from './manifest.ts';

/** Published port as its fragment has it → the one that it is moved to. Ports that no number was chosen for are `service:target`. */
export type MovedPorts = Readonly<Record<string, number>>;

/** The names of all ports that the fragments publish, and the same in base64, as some configurations want it. */
export function portNames(fragments: readonly Fragment[], moved: MovedPorts = {}): Record<string, Resolved> {
  const ports = new Set(fragments.flatMap(({ compose }) => entries(compose['services']).flatMap(numbers)));
  return Object.fromEntries(
    [...ports].flatMap((port) => {
      const text = String(moved[port] ?? port);
      const base64 = Buffer.from(text).toString('base64');
      return [
        [`PORT_${port}`, { kind: 'value', text, isCount: true }],
        [`PORT_${port}_BASE64`, { kind: 'value', text: base64 }],
      ];
    }),
  );
}

function entries(services: Value | undefined): readonly Value[] {
  return Object.values(isMap(services) ? services : {}).flatMap((service) => {
    const ports = isMap(service) ? service['ports'] : undefined;
    return Array.isArray(ports) ? (ports as readonly Value[]) : [];
  });
}

/** Of `address:port:target` or the long form, the number of the port: a literal one, a range, or the name itself. */
function numbers(entry: Value): number[] {
  const published = isMap(entry) ? entry['published'] : /^(?:.*:)?([^:]+):[^:]+$/.exec(String(entry))?.[1];
  const match = /^(?:\$\{PORT_(\d+)\}|(\d+)(?:-(\d+))?)$/.exec(String(published ?? ''));
  const first = Number(match?.[1] ?? match?.[2]);
  const last = Number(match?.[3] ?? first);
  return match ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
}
