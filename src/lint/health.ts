// A health check as Compose reads it. Pure.

import type { Service } from './project.ts';
import { child, type Spot } from './spot.ts';

/** The test of a health check. */
export interface HealthTest {
  readonly spot: Spot;
  /** `STRING` is CMD-SHELL in short. */
  readonly form: 'CMD' | 'CMD-SHELL' | 'STRING' | 'NONE' | 'OTHER';
  /** What runs: words of CMD, or one line for a shell. */
  readonly words: readonly Spot[];
}

/** The test of a service, where there is one. */
export function healthTest(service: Service): HealthTest | undefined {
  const spot = child(service.spot, 'healthcheck', 'test');
  if (!spot) return undefined;
  if (spot.kind === 'scalar') return { spot, form: 'STRING', words: [spot] };
  const [first, ...words] = spot.items;
  const form = first?.text;
  const known = form === 'CMD' || form === 'CMD-SHELL' || form === 'NONE';
  return { spot, form: known ? form : 'OTHER', words: known ? words : spot.items };
}

/** Everything that the check runs, on one line. */
export function commandLine({ words }: HealthTest): string {
  return words.map(({ text }) => text).join(' ');
}

/** The check is off. */
export function isDisabled(service: Service): boolean {
  return (
    child(service.spot, 'healthcheck', 'disable')?.text === 'true' || healthTest(service)?.form === 'NONE'
  );
}

/** Seconds of a duration such as 1m30s; undefined where it is none. */
export function seconds(text: string): number | undefined {
  const units: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
  if (/^0+$/.test(text)) return 0;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0),
    0,
  );
}
