// Where a new bucket shall lie: what CreateBucket sends as LocationConstraint. Pure.

import type { Provider } from './provider.ts';

/** AWS wants none for its first region; `auto` is the name of a region with some providers, but no place. */
export function locationConstraint(region: string): string | null {
  return region === 'us-east-1' || region === 'auto' || region === '' ? null : region;
}

/** What a provider of the table wants to be sent; null is nothing. */
export function providerConstraint(
  { location, notIn = [] }: Provider['create'],
  region: string,
): string | null {
  if (location === 'none' || notIn.includes(region)) return null;
  return location === 'region' ? region : location.replaceAll('{region}', region);
}

/** Whether a server's code is its answer to a constraint that is not its own: most servers want none at all. */
export function isConstraintError(code: string): boolean {
  return /^(Invalid|Illegal)LocationConstraint\w*$|^MalformedXML$|^InvalidRegion\w*$|^NotImplemented$/.test(
    code,
  );
}
