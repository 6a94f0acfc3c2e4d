// A Cryostat resource → what it says of the storage, with the mistakes of published examples. Pure.

import { SmokeError } from '../../error.ts';
import { bucketNames, operatorBuckets } from '../buckets.ts';
import type { SettingName } from '../settings.ts';
import { settingRows } from '../table.ts';
import type { Described, SaidSettings, TrustedObject } from './described.ts';
import { unknownKeys } from './keys.ts';
import { flagAt, mapAt, mapsAt, placeOf, type Source, textAt, valueAt } from './look.ts';

const options = 'spec.objectStorageOptions';
const trustAll = `${options}.provider.tlsTrustAll`;
const secretName = `${options}.secretName`;
/** Fields that were published and never existed. */
const wrongStyle = `${options}.provider.usePathStyleAccess`;
const wrongNames = [
  'spec.storageBucketNames',
  'spec.storageBucketNameOptions',
  `${options}.storageBucketNames`,
];

/** Reads it. A storage that the operator manages cannot be shared. */
export function readOperator(source: Source): Described {
  const said: SaidSettings = {};
  for (const { name, kind, operator } of settingRows) {
    if (operator === undefined) continue;
    const value = kind === 'flag' ? flagAt(source, operator.field) : textAt(source, operator.field);
    if (value) said[name] = operator.inverted ? opposite(value) : value;
  }
  if (said.endpoint === undefined) throw managed(source);
  if (flagAt(source, trustAll) === 'true') said.syncTrust = 'trust-all';
  const mistakes = [...takeStyle(source, said), ...takeNames(source, said)];
  const secret = textAt(source, secretName);
  return {
    form: 'operator',
    source,
    said,
    ...(secret && { secret }),
    trusted: trustedBy(source),
    warnings: [
      ...mistakes,
      ...unknownKeys(source, [options, `${options}.provider`, operatorBuckets], known, 'the operator'),
    ],
  };
}

const known = [
  ...settingRows.flatMap(({ operator }) => (operator === undefined ? [] : [operator.field])),
  trustAll,
  secretName,
  // Told by themselves.
  wrongStyle,
  ...wrongNames,
];

function takeStyle(source: Source, said: SaidSettings): string[] {
  const style = flagAt(source, wrongStyle);
  if (style === undefined) return [];
  const instead = `write useVirtualHostAccess: ${opposite(style)}`;
  const place = placeOf(source, wrongStyle);
  if (said.pathStyle !== undefined)
    return [
      `${place}: usePathStyleAccess is no field of the Cryostat resource: useVirtualHostAccess decides; remove it`,
    ];
  said.pathStyle = style;
  return [
    `${place}: usePathStyleAccess is no field of the Cryostat resource: smoke takes it as it is meant (${style}), while the operator has the bucket in the path whatever it says; ${instead} there`,
  ];
}

function takeNames(source: Source, said: SaidSettings): string[] {
  return wrongNames.flatMap((path) => {
    const given = mapAt(source.value, path);
    const names = bucketNames.filter((name) => Object.hasOwn(given, name));
    if (valueAt(source.value, path) === undefined) return [];
    for (const name of names) {
      const value = textAt(source, `${path}.${name}`);
      if (value && said[name] === undefined) said[name] = value;
    }
    return [
      `${placeOf(source, path)}: ${path} is no field of the Cryostat resource: smoke takes the names as they are meant, while the operator uses the plain ones; write them below ${operatorBuckets} there`,
      ...unknownKeys(
        source,
        [path],
        bucketNames.map((name) => `${path}.${name}`),
        'the operator',
      ),
    ];
  });
}

function opposite(flag: string): string {
  return String(flag !== 'true');
}

/** Either of a Secret or of a ConfigMap, each with its usual key. */
function trustedBy({ value }: Source): TrustedObject[] {
  return mapsAt(value, 'spec.trustedCertSecrets').flatMap((entry): TrustedObject[] => {
    const text = (name: string): string | undefined => {
      const found = valueAt(entry, name);
      return typeof found === 'string' && found !== '' ? found : undefined;
    };
    const [secret, configMap, key] = [text('secretName'), text('configMapName'), text('certificateKey')];
    if (secret !== undefined) return [{ kind: 'Secret', name: secret, key: key ?? 'tls.crt' }];
    return configMap === undefined
      ? []
      : [{ kind: 'ConfigMap', name: configMap, key: key ?? 'service-ca.crt' }];
  });
}

function managed(source: Source): SmokeError {
  const isOld = valueAt(source.value, 'apiVersion') === 'operator.cryostat.io/v1beta1';
  const field: SettingName = 'endpoint';
  const path = settingRows.find(({ name }) => name === field)?.operator?.field ?? options;
  return new SmokeError(
    'USAGE',
    `${placeOf(source, isOld ? 'apiVersion' : 'spec')}: ${path} is not set, so the operator runs a storage of its own inside of the cluster, which no laptop shares`,
    {
      hint: isOld
        ? 'v1beta1 cannot name another storage: use operator.cryostat.io/v1beta2.'
        : 'Share a storage that both reach: set its url there, with its Secret and names (./smoke -s ext --format operator prints them).',
    },
  );
}
