// A Compose manifest → the side that it describes. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Manifest, Value, ValueMap } from '../stack/manifest.ts';
import { effectiveSettings } from './effective.ts';
import { endpointVariable, settingsFromEnvironment } from './from-environment.ts';
import type { Credentials, SettingName, Side } from './settings.ts';
import { bucketNames } from './table.ts';

/** The application's storage as a manifest sets it; undefined where no service is Cryostat. */
export function sideOfManifest(
  manifest: Pick<Manifest, 'services' | 'x-smoke'>,
  label: string,
): Side | undefined {
  const services = Object.values(manifest.services).filter(isMap);
  const environment = services
    .map(environmentOf)
    .find((variables) => variables[endpointVariable] !== undefined);
  if (!environment) return undefined;
  const said = settingsFromEnvironment(environment);
  const credentials = credentialsOf(environment);
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

function credentialsOf(environment: Readonly<Record<string, string>>): Credentials | undefined {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = environment;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Both forms of the Compose specification: a map, or a list of NAME=value. */
export function environmentOf(service: ValueMap): Record<string, string> {
  const given: Value | undefined = service['environment'];
  const entries = isMap(given)
    ? Object.entries(given).map(
        ([name, value]) => [name, value === null ? undefined : String(value)] as const,
      )
    : (Array.isArray(given) ? (given as readonly Value[]) : []).map((line) => {
        const [name = '', ...rest] = String(line).split('=');
        return [name, rest.length === 0 ? undefined : rest.join('=')] as const;
      });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
