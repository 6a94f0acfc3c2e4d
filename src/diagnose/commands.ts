// Commands that cards advise, as a person types them. Pure.

import type { Symptoms } from './symptoms.ts';

/** What brings the same stack up again. */
export function again({ scene }: Symptoms): string {
  return scene.again;
}

/** `smoke down` for the same project. */
export function down({ scene }: Symptoms, more = ''): string {
  return `smoke down${more}${scene.projectFlag}`;
}

/** The log of the service at hand, or of another one. */
export function logs({ scene, service }: Symptoms, name = service?.name ?? ''): string {
  return `smoke logs${scene.projectFlag} ${name}`.trimEnd();
}

/** A command inside of the service's container. */
export function inside({ scene, service }: Symptoms, command: string): string {
  return `${scene.engine} exec ${service?.container?.name ?? 'CONTAINER'} ${command}`;
}
