// The environment of a service. Pure.

import { isMap } from './fragment.ts';
import type { Value, ValueMap } from './manifest.ts';

/** The environment of a service, in both forms of Compose, texts as Compose reads them; without a value: left out. */
export function environmentOf(service: ValueMap): [string, string][] {
  const { environment } = service;
  if (isMap(environment))
    return Object.entries(environment).flatMap(([name, value]) =>
      value === null ? [] : [[name, String(value)] as [string, string]],
    );
  if (!Array.isArray(environment)) return [];
  return (environment as readonly Value[]).flatMap((entry) => {
    const [name = '', ...rest] = String(entry).split('=');
    return rest.length === 0 ? [] : [[name, rest.join('=')] as [string, string]];
  });
}
