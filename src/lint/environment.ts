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
    return [...spot.entries].map(([key, value]) => {
      // A key that was meant as an entry of a list holds its value.
      const entry = variableOf(key, value);
      return value.isNull ? entry : { ...entry, value: value.text };
    });
  return spot.items.filter(({ kind }) => kind === 'scalar').map((item) => variableOf(item.text, item));
}

/** NAME=value; the name ends where none can go on, for what follows may be a secret. */
function variableOf(text: string, spot: Spot): Variable {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).replace(/[\s:].*$/s, '');
  return { name, value: at < 0 ? undefined : text.slice(at + 1), spot };
}
