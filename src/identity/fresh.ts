// --fresh: a project starts anew, and its old identity is kept aside.

import { existsSync, renameSync } from 'node:fs';
import type { IdentityPlace } from './store.ts';

/** Renames the identity, so that the next run makes a new one; says which data belongs to the old one. */
export function setIdentityAside(place: Pick<IdentityPlace, 'path' | 'project' | 'now' | 'warn'>): void {
  if (!existsSync(place.path)) return;
  const aside = place.path.replace(/(\.json)?$/, `.${place.now.toISOString().replaceAll(/[:.]/g, '-')}.json`);
  renameSync(place.path, aside);
  place.warn(
    `a new identity: the old one is kept in ${aside}; the volumes ${place.project}_* and the buckets made with it belong to the old one`,
  );
}
