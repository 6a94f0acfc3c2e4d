// A Compose manifest → the side that it describes. Pure.

import { environmentOf } from '../stack/environment.ts';
import { isMap } from '../stack/fragment.ts';
import type { Manifest, Value, ValueMap } from '../stack/manifest.ts';
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
  manifest: Pick<Manifest, 'services'> & { readonly 'x-smoke'?: unknown },
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
  const { endpoint, ca, buckets, authorities } = readNotes(manifest['x-smoke']);
  const isOtherwise = endpoint !== undefined && endpoint !== settings.endpoint;
  return {
    form: 'compose',
    label,
    settings,
    said: Object.keys(said) as SettingName[],
    ...(credentials && { credentials }),
    authorities,
    ...(isOtherwise && { host: { endpoint, authorities: ca ? [ca] : [] } }),
    ...(buckets && { kinds: bucketNames.filter((kind) => buckets.includes(settings[kind] ?? '')) }),
    warnings: [],
  };
}

/** What the notes say of the storage: in a file that somebody wrote, they may be anything. */
function readNotes(notes: unknown) {
  const own = mapOf(notes);
  const { ca } = own;
  const { endpoint } = mapOf(own['s3']);
  return {
    endpoint: typeof endpoint === 'string' ? endpoint : undefined,
    ca: typeof ca === 'string' ? ca : undefined,
    buckets: Array.isArray(own['buckets']) ? own['buckets'].map(String) : undefined,
    authorities: Array.isArray(own['storageAuthorities']) ? own['storageAuthorities'].map(String) : [],
  };
}

function mapOf(value: unknown): ValueMap {
  return isMap(value as Value) ? (value as ValueMap) : {};
}
