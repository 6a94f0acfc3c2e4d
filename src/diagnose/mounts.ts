// Where a path inside of a container comes from. Pure.

import type { Mount, ServiceSeen } from './symptoms.ts';

/** The mount that a path inside of the container lies in. */
export function mountOf(service: ServiceSeen | undefined, path: string | undefined): Mount | undefined {
  if (!path) return undefined;
  return service?.mounts.find(
    ({ target }) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`),
  );
}
