// Values of the Helm chart → what they say of the storage. Pure.

import { SmokeError } from '../../error.ts';
import { isSafeBare } from '../../render/bare-text.ts';
import type { Value } from '../../stack/manifest.ts';
import { helmBuckets } from '../buckets.ts';
import { settingsFromEnvironment } from '../from-environment.ts';
import { helmVariables, settingRows } from '../table.ts';
import type { Described, Objects, SaidSettings } from './described.ts';
import { unknownKeys } from './keys.ts';
import { flagAt, mapsAt, placeOf, type Source, textAt, valueAt } from './look.ts';
import { readVariables } from './variables.ts';

const trustAll = 'storage.provider.tls.trustAll';
const secretName = 'storage.storageSecretName';

/** What else the chart knows below `storage`; none of it is about a storage outside of the cluster. */
const others = [
  'image',
  'securityContext',
  'encryption',
  'service',
  'resources',
  'pvc',
  'config',
  'tolerations',
  'affinity',
  'nodeSelector',
  'podSecurityContext',
  'labels',
  'annotations',
  'serviceAccount',
].map((name) => `storage.${name}`);

/** Reads them. A storage that the chart manages cannot be shared. */
export function readHelm(source: Source, objects: Objects): Described {
  const said: SaidSettings = {};
  for (const { name, kind, helm } of settingRows) {
    const value =
      helm === undefined ? undefined : kind === 'flag' ? flagAt(source, helm) : textAt(source, helm);
    // The chart takes an empty text for nothing.
    if (value) said[name] = value;
  }
  if (said.endpoint === undefined) throw managed(source);
  if (flagAt(source, trustAll) === 'true') said.syncTrust = 'trust-all';
  const variables = readVariables(mapsAt(source.value, helmVariables), [], source, objects);
  const sources = mapsAt(source.value, 'core.config.extra.envSources');
  const secret = textAt(source, secretName);
  return {
    form: 'helm',
    source,
    said: { ...said, ...settingsFromEnvironment(variables.values) },
    ...(secret && { secret }),
    trusted: listAt(source, 'core.config.tlsTruststore.secretNames').map((name) => ({
      kind: 'Secret',
      name,
    })),
    warnings: [
      ...unknownKeys(source, ['storage', 'storage.provider', helmBuckets], known, 'the chart'),
      ...misread(source, said),
      ...(said.credentialsType === 'static' ? [staticKeys(source)] : []),
      ...variables.warnings,
      ...(sources.length > 0
        ? [
            `${placeOf(source, 'core.config.extra')}: variables of core.config.extra.envSources are not read: what they say of the storage is missing`,
          ]
        : []),
    ],
  };
}

const known = [
  ...settingRows.flatMap(({ helm }) => (helm === undefined ? [] : [helm])),
  trustAll,
  secretName,
  ...others,
];

/** Names that the chart hands on without quotes, so that the cluster reads a number or a flag. */
function misread(source: Source, said: SaidSettings): string[] {
  return settingRows.flatMap(({ name, kind, helm }) => {
    const value = said[name];
    if (helm === undefined || value === undefined || kind === 'flag' || name === 'endpoint') return [];
    if (isSafeBare(value)) return [];
    return [
      `${placeOf(source, helm)}: ${helm} is "${value.slice(0, 60)}", which the chart hands on without quotes: a cluster reads no text there, and refuses it or takes another name`,
    ];
  });
}

/** The chart gives the keys as variables of the SDK, whatever it says of their kind. */
function staticKeys(source: Source): string {
  const path = 'storage.provider.authentication.credentialsType';
  return `${placeOf(source, path)}: ${path} is static, for which the chart hands over no keys, so that Cryostat does not start there: write default`;
}

function listAt({ value }: Source, path: string): string[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? (found as readonly Value[]).filter((name) => typeof name === 'string') : [];
}

function managed(source: Source): SmokeError {
  return new SmokeError(
    'USAGE',
    `${placeOf(source, 'storage')}: storage.provider.url is not set, so the chart runs a storage of its own inside of the cluster, which no laptop shares`,
    {
      hint: 'Share a storage that both reach: set storage.provider.url there, with its Secret and names (./smoke -s ext --format helm prints them).',
    },
  );
}
