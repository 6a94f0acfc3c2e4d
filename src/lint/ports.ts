// What a service publishes and exposes. Pure.

import type { Service } from './project.ts';
import { child, type Spot, texts } from './spot.ts';
import { hasVariable, withDefaults } from './variables.ts';

/** From and to, both inclusive. */
export type PortRange = readonly [number, number];

/** One entry of `ports`; what a variable without default hides is undefined. */
export interface PublishedPort {
  readonly spot: Spot;
  readonly form: 'short' | 'long';
  /** Address on the host; '' where none is given, which means all of them. */
  readonly hostIp: string | undefined;
  /** Undefined where the engine picks one, and where only the environment knows. */
  readonly published: PortRange | undefined;
  readonly isRandom: boolean;
  readonly target: PortRange | undefined;
  readonly protocol: string;
}

/** The ports of a service. */
export function publishedPorts(service: Service): PublishedPort[] {
  return (child(service.spot, 'ports')?.items ?? []).flatMap((item) =>
    item.kind === 'map' ? [longPort(item)] : item.kind === 'scalar' ? shortPort(item) : [],
  );
}

/** `[address:][host:]container[/protocol]` */
function shortPort(spot: Spot): PublishedPort[] {
  const text = withDefaults(spot.text) ?? dummy(spot.text);
  const match = /^(?:(\[[^\]]*\]|[^:[\]]*):)?(?:([^:]*):)?([^:/]+)(?:\/(\w+))?$/.exec(text);
  if (!match) return [];
  const [, first, second, target, protocol] = match;
  const hasAddress = second !== undefined;
  const published = hasAddress ? second : first;
  return [
    {
      spot,
      form: 'short',
      hostIp: hasAddress ? known((first ?? '').replace(/^\[|\]$/g, '')) : '',
      published: range(published),
      isRandom: published === undefined || published === '',
      target: range(target),
      protocol: protocol ?? 'tcp',
    },
  ];
}

function longPort(spot: Spot): PublishedPort {
  const text = (key: string): string | undefined => {
    const found = child(spot, key);
    return found ? (withDefaults(found.text) ?? dummy(found.text)) : undefined;
  };
  return {
    spot,
    form: 'long',
    hostIp: known(text('host_ip') ?? ''),
    published: range(text('published')),
    isRandom: text('published') === undefined,
    target: range(text('target')),
    protocol: text('protocol') ?? 'tcp',
  };
}

/** Stands for what only the environment knows. */
const unknown = '?';

function dummy(text: string): string {
  return hasVariable(text) ? text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}|\$\w+/g, unknown) : text;
}

function known(text: string): string | undefined {
  return text.includes(unknown) ? undefined : text;
}

/** `80` or `80-90`. */
export function range(text: string | undefined): PortRange | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text ?? '');
  if (!match) return undefined;
  const from = Number(match[1]);
  return [from, match[2] === undefined ? from : Number(match[2])];
}

/** Ports in `expose`. */
export function exposedPorts(service: Service): (readonly [PortRange, Spot])[] {
  return texts(child(service.spot, 'expose')).flatMap((spot) => {
    const found = range(withDefaults(spot.text)?.replace(/\/\w+$/, ''));
    return found ? [[found, spot] as const] : [];
  });
}

/** Whether two ranges share a port. */
export function overlap(a: PortRange, b: PortRange): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}
