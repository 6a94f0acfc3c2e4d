// The order of services for a Compose provider that ignores `service_healthy`: what others wait for comes first. Pure.

import { dependencyNames } from '../stack/depends-on.ts';
import type { Manifest } from '../stack/manifest.ts';

/** Services in waves: each depends only on services of earlier waves. A circle ends up in one last wave. */
export function startWaves(manifest: Manifest): string[][] {
  const waves: string[][] = [];
  let rest = Object.keys(manifest.services);
  const started = new Set<string>();
  while (rest.length > 0) {
    const next = rest.filter((service) =>
      dependencies(manifest, service).every((other) => started.has(other)),
    );
    const wave = next.length > 0 ? next : rest;
    waves.push(wave);
    for (const service of wave) started.add(service);
    rest = rest.filter((service) => !started.has(service));
  }
  return waves;
}

/** Services that others wait for: only these have to be ready before the next wave. */
export function awaitedServices(manifest: Manifest): ReadonlySet<string> {
  return new Set(Object.keys(manifest.services).flatMap((service) => dependencies(manifest, service)));
}

/** Services that can start before this one is ready: those that do not wait for it, at whatever remove. */
export function independentServices(manifest: Manifest, service: string): string[] {
  const late = new Set<string>();
  const isLate = (name: string, asked: readonly string[]): boolean =>
    late.has(name) ||
    dependencies(manifest, name).some(
      (other) => other === service || (!asked.includes(other) && isLate(other, [...asked, other])),
    );
  for (const name of Object.keys(manifest.services)) if (isLate(name, [name])) late.add(name);
  return Object.keys(manifest.services).filter((name) => !late.has(name));
}

function dependencies(manifest: Manifest, service: string): string[] {
  return dependencyNames(manifest.services[service]).filter((name) => manifest.services[name] !== undefined);
}
