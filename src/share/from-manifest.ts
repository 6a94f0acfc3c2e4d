// A Compose manifest → the side that it describes. Pure.

import { environmentOf } from '../stack/environment.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest } from '../stack/manifest.ts';
import { bucketNames } from './buckets.ts';
import { effectiveSettings } from './effective.ts';
import {
  credentialsFromEnvironment,
  endpointVariable,
  settingsFromEnvironment,
  type Variables,
} from './from-environment.ts';
import type { SettingName, Side } from './settings.ts';

/** The application's storage as a manifest sets it; undefined where no service is Cryostat. */
export function sideOfManifest(
  manifest: Pick<Manifest, 'services' | 'x-smoke'>,
  label: string,
): Side | undefined {
  const services = Object.values(manifest.services).filter(isMap);
  const environment = services
    .map((service): Variables => Object.fromEntries(environmentOf(service)))
    .find((variables) => variables[endpointVariable] !== undefined);
  if (!environment) return undefined;
  const said = settingsFromEnvironment(environment);
  const credentials = credentialsFromEnvironment(environment);
  const settings = effectiveSettings(said, 'compose');
  const notes = manifest['x-smoke'];
  const isOtherwise = notes?.s3 !== undefined && notes.s3.endpoint !== settings.endpoint;
  return {
    form: 'compose',
    label,
    settings,
    said: Object.keys(said) as SettingName[],
    ...(credentials && { credentials }),
    authorities: notes?.storageAuthorities ?? [],
    ...(isOtherwise && { host: { endpoint: notes.s3.endpoint, authorities: notes.ca ? [notes.ca] : [] } }),
    ...(notes && {
      kinds: bucketNames.filter((kind) => notes.buckets.includes(settings[kind] ?? '')),
    }),
    warnings: [],
  };
}
