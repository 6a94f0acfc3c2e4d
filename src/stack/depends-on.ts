// Who waits for whom, in both forms of depends_on. Pure.

import { isMap } from './fragment.ts';
import type { ValueMap } from './manifest.ts';

/** Names that a service's depends_on has, as a list or as a map. */
export function dependencyNames(service: ValueMap | undefined): string[] {
  const dependsOn = service?.['depends_on'];
  if (isMap(dependsOn)) return Object.keys(dependsOn);
  return Array.isArray(dependsOn) ? dependsOn.map(String) : [];
}

/** What a service waits for at another one, such as service_healthy; undefined where it does not wait for it. */
export function conditionOf(service: ValueMap | undefined, other: string): string | undefined {
  const dependsOn = service?.['depends_on'];
  const how = isMap(dependsOn) ? dependsOn[other] : undefined;
  if (isMap(how)) return String(how['condition'] ?? 'service_started');
  return dependencyNames(service).includes(other) ? 'service_started' : undefined;
}
