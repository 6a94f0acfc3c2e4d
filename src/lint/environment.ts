// The environment of a service, as a map or as a list. Pure.

import type { Project, Service } from './project.ts';
import { child, type Spot } from './spot.ts';

/** A variable and its place; without a value it comes from where Compose runs. */
export interface Variable {
  readonly name: string;
  readonly value: string | undefined;
  readonly spot: Spot;
}

/** What a service sets in this file. */
export function environmentOf(service: Service): Variable[] {
  return readEnvironment(child(service.spot, 'environment'));
}

/** What a service sets in all files. */
export function wholeEnvironment(service: Service, project: Project): Variable[] {
  return project.attribute(service.name, 'environment').flatMap(readEnvironment);
}

/** Variables of an `environment`. */
export function readEnvironment(spot: Spot | undefined): Variable[] {
  if (!spot) return [];
  if (spot.kind === 'map')
    return [...spot.entries].map(([name, value]) => ({
      name,
      value: value.isNull ? undefined : value.text,
      spot: value,
    }));
  return spot.items
    .filter(({ kind }) => kind === 'scalar')
    .map((item) => {
      const at = item.text.indexOf('=');
      return at < 0
        ? { name: item.text, value: undefined, spot: item }
        : { name: item.text.slice(0, at), value: item.text.slice(at + 1), spot: item };
    });
}
