// Limits and reservations of a service. Pure.

import { SmokeError } from '../error.ts';
import { isMap } from '../stack/fragment.ts';
import type { Value, ValueMap } from '../stack/manifest.ts';
import type { JsonMap } from './objects.ts';
import { plainText } from './texts.ts';

/** Compose's `1024m` is mebibytes; to Kubernetes it would be a byte and a bit. */
export function memoryQuantity(value: Value): string {
  const text = plainText(String(value));
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([kmgt]?)i?b?$/i.exec(text) ?? [];
  const known = unit ? `${unit.toUpperCase()}i` : '';
  if (amount !== undefined) return quantity(sizeInBytes(`${amount}${known.replace('KI', 'Ki')}`, ''));
  throw new SmokeError('FRAGMENT', `got "${text}" as memory of a service, expected an amount such as 512m`);
}

/** `0.5` → `500m`. */
export function cpuQuantity(value: Value): string {
  const text = plainText(String(value));
  const number = Number(text);
  if (!(number >= 0)) {
    throw new SmokeError('FRAGMENT', `got "${text}" as cpus of a service, expected a number such as 0.5`);
  }
  return Number.isInteger(number) ? String(number) : `${Math.max(1, Math.round(number * 1000))}m`;
}

/** Resources of a container. What Compose limits, it does not reserve: without a request, Kubernetes would. */
export function containerResources(service: ValueMap): JsonMap | undefined {
  const deploy = isMap(service['deploy']) ? service['deploy'] : {};
  const resources = isMap(deploy['resources']) ? deploy['resources'] : {};
  const limits = quantities(resources['limits'], service['cpus'], service['mem_limit']);
  const reserved = quantities(resources['reservations'], undefined, service['mem_reservation']);
  if (Object.keys(limits).length + Object.keys(reserved).length === 0) return undefined;
  const requests = {
    ...(limits['cpu'] !== undefined && { cpu: least(limits['cpu'], '10m') }),
    ...(limits['memory'] !== undefined && { memory: least(limits['memory'], '32Mi') }),
    ...Object.fromEntries(
      Object.entries(reserved).map(([name, amount]) => [name, least(limits[name] ?? amount, amount)]),
    ),
  };
  return { requests, ...(Object.keys(limits).length > 0 && { limits }) };
}

/** No cluster takes a request that is larger than the limit. */
function least(limit: string, wanted: string): string {
  return inUnits(limit) < inUnits(wanted) ? limit : wanted;
}

function inUnits(amount: string): number {
  return amount.endsWith('m') ? Number.parseFloat(amount) / 1000 : sizeInBytes(amount, '');
}

function quantities(value: Value | undefined, cpus?: Value, memory?: Value): Record<string, string> {
  const own = isMap(value) ? value : {};
  const cpu = own['cpus'] ?? cpus;
  const size = own['memory'] ?? memory;
  const found = {
    ...(cpu !== undefined && { cpu: cpuQuantity(cpu) }),
    ...(size !== undefined && { memory: memoryQuantity(size) }),
  };
  // To Compose, nothing means no limit.
  return Object.fromEntries(Object.entries(found).filter(([, amount]) => inUnits(amount) > 0));
}

const powers = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
} as const;

/** Bytes of a size such as `10Gi`. */
export function sizeInBytes(size: string, volume: string): number {
  const match = /^(\d+(?:\.\d+)?)(k|M|G|T|Ki|Mi|Gi|Ti|)$/.exec(size);
  if (match) return Number(match[1]) * powers[match[2] as keyof typeof powers];
  throw new SmokeError(
    'FRAGMENT',
    `the volume ${volume}: got the size "${size}", expected one such as 10Gi`,
    {
      hint: 'It is x-smoke.volumes in a fragment that says it.',
    },
  );
}

/** Bytes as a quantity in the largest unit that holds them whole, which is how a cluster gives it back. */
export function quantity(count: number): string {
  const unit = (['Ti', 'Gi', 'Mi', 'Ki', 'T', 'G', 'M', 'k'] as const).find(
    (name) => count % powers[name] === 0,
  );
  return unit && count > 0 ? `${count / powers[unit]}${unit}` : String(Math.ceil(count));
}
