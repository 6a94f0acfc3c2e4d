// Where each setting of the storage stands: the container's variable, smoke's own, the chart's value, the resource's
// field, and what holds where it is not said. Every reader and writer goes by this table, so that they cannot differ.
// Sources: Cryostat 4.2 (application.properties), cryostat-helm 2.2.0, cryostat-operator 4.2.0.

import { buckets, helmBuckets, newerBuckets, operatorBuckets } from './buckets.ts';
import type { Form, SettingName } from './settings.ts';

/** A setting in each of its forms. */
export interface SettingRow {
  readonly name: SettingName;
  readonly kind: 'text' | 'flag';
  /** What people call it. */
  readonly title: string;
  /** Variable of Cryostat's container. */
  readonly variable: string;
  /** Variable that sets it for smoke; absent: a stack of smoke has always the same. */
  readonly parameter?: string;
  /** Path in the chart's values; absent: an entry of core.config.extra.envVars. */
  readonly helm?: string;
  /** Field of the Cryostat resource; absent: it cannot be said there. `inverted`: true there means false here. */
  readonly operator?: { readonly field: string; readonly inverted?: boolean };
  /** What holds where nothing is said; `=name`: what that setting has. */
  readonly defaults: Readonly<Partial<Record<Form, string>>>;
  /** What to do about it where a form cannot say it. */
  readonly advice?: string;
  /** Where nobody says it, it follows from the provider: a stack takes it over only where it was said. */
  readonly open?: boolean;
  /** Two sides that share buckets may differ in it. */
  readonly local?: boolean;
}

/** Path in the chart's values to the list of variables for Cryostat's container. */
export const helmVariables = 'core.config.extra.envVars';

const everywhere = (value: string): SettingRow['defaults'] => ({
  helm: value,
  operator: value,
  workload: value,
  compose: value,
});

const provider = 'storage.provider';
const options = 'spec.objectStorageOptions.provider';

const general: readonly SettingRow[] = [
  {
    name: 'endpoint',
    kind: 'text',
    title: 'endpoint',
    variable: 'QUARKUS_S3_ENDPOINT_OVERRIDE',
    parameter: 'S3_ENDPOINT',
    helm: `${provider}.url`,
    operator: { field: `${options}.url` },
    defaults: {},
  },
  {
    name: 'region',
    kind: 'text',
    title: 'region',
    variable: 'QUARKUS_S3_AWS_REGION',
    parameter: 'S3_REGION',
    helm: `${provider}.region`,
    operator: { field: `${options}.region` },
    defaults: {},
  },
  {
    name: 'pathStyle',
    kind: 'flag',
    title: 'bucket in the path',
    variable: 'QUARKUS_S3_PATH_STYLE_ACCESS',
    parameter: 'S3_PATH_STYLE_ACCESS',
    helm: `${provider}.usePathStyleAccess`,
    operator: { field: `${options}.useVirtualHostAccess`, inverted: true },
    defaults: { helm: 'true', operator: 'true', workload: 'false', compose: 'false' },
  },
  {
    name: 'mode',
    kind: 'text',
    title: 'storage mode',
    variable: 'STORAGE_METADATA_STORAGE_MODE',
    parameter: 'CRYOSTAT_STORAGE_MODE',
    helm: `${provider}.metadata.storageMode`,
    operator: { field: `${options}.metadataMode` },
    defaults: everywhere('tagging'),
  },
  {
    name: 'presignedTransfers',
    kind: 'flag',
    title: 'presigned transfers',
    variable: 'STORAGE_PRESIGNED_TRANSFERS_ENABLED',
    parameter: 'S3_PRESIGNED_TRANSFERS',
    helm: `${provider}.usePresignedRecordingTransfers`,
    operator: { field: `${options}.disablePresignedFileTransfers`, inverted: true },
    defaults: everywhere('true'),
    local: true,
  },
  {
    name: 'presignedDownloads',
    kind: 'flag',
    title: 'presigned downloads',
    variable: 'STORAGE_PRESIGNED_DOWNLOADS_ENABLED',
    parameter: 'S3_PRESIGNED_DOWNLOADS',
    helm: `${provider}.usePresignedDownloads`,
    operator: { field: `${options}.disablePresignedDownloads`, inverted: true },
    defaults: { ...everywhere('=presignedTransfers'), helm: 'false' },
    local: true,
  },
  {
    name: 'checksumValidation',
    kind: 'flag',
    title: 'validation of checksums',
    variable: 'QUARKUS_S3_CHECKSUM_VALIDATION',
    parameter: 'S3_CHECKSUM_VALIDATION',
    helm: `${provider}.useChecksumValidation`,
    defaults: everywhere('true'),
    local: true,
    advice: 'use the Helm chart, which can say it (storage.provider.useChecksumValidation)',
  },
  {
    name: 'credentialsType',
    kind: 'text',
    title: 'kind of credentials',
    variable: 'QUARKUS_S3_AWS_CREDENTIALS_TYPE',
    helm: `${provider}.authentication.credentialsType`,
    // The operator says static, and gives the same keys that way.
    defaults: everywhere('default'),
    local: true,
  },
  ...(['request', 'response'] as const).map(
    (way): SettingRow => ({
      name: `${way}Checksums`,
      kind: 'text',
      title: `checksums of each ${way}`,
      variable: way === 'request' ? 'AWS_REQUEST_CHECKSUM_CALCULATION' : 'AWS_RESPONSE_CHECKSUM_VALIDATION',
      parameter: 'S3_CHECKSUMS',
      defaults: everywhere('when_supported'),
      open: true,
      local: true,
      advice:
        'use the Helm chart, which can say it (core.config.extra.envVars): this server may refuse uploads otherwise',
    }),
  ),
  {
    name: 'attemptCreate',
    kind: 'flag',
    title: 'Cryostat makes its buckets',
    variable: 'STORAGE_BUCKETS_ATTEMPT_CREATE',
    parameter: 'S3_ATTEMPT_CREATE',
    defaults: everywhere('true'),
    local: true,
    advice: 'make the buckets before Cryostat starts (smoke buckets create)',
  },
  {
    name: 'externalUrl',
    kind: 'text',
    title: 'address of the storage for browsers',
    variable: 'STORAGE_EXT_URL',
    defaults: everywhere(''),
    local: true,
    advice: 'browsers have to reach the endpoint itself',
  },
  ...(['sync', 'async'] as const).flatMap((client): SettingRow[] => [
    {
      name: `${client}Trust`,
      kind: 'text',
      title: `trust of the ${client === 'sync' ? 'synchronous' : 'asynchronous'} client`,
      variable: `QUARKUS_S3_${client.toUpperCase()}_CLIENT_TLS_TRUST_MANAGERS_PROVIDER_TYPE`,
      defaults: everywhere('system-property'),
      local: true,
      advice: 'give the certificate of its authority instead of trusting everybody',
    },
    {
      name: `${client}Keys`,
      kind: 'text',
      title: `client certificates of the ${client === 'sync' ? 'synchronous' : 'asynchronous'} client`,
      variable: `QUARKUS_S3_${client.toUpperCase()}_CLIENT_TLS_KEY_MANAGERS_PROVIDER_TYPE`,
      // A key store is looked for otherwise; where there is none, that is the same.
      defaults: everywhere('none'),
      local: true,
    },
  ]),
  {
    name: 'recordingsPrefix',
    kind: 'text',
    title: 'prefix of the labels of recordings',
    variable: 'STORAGE_METADATA_PREFIX_RECORDINGS',
    parameter: 'STORAGE_METADATA_PREFIX_RECORDINGS',
    defaults: everywhere('=archivedRecordings'),
    advice: 'leave it as it is (the name of the bucket), or use the Helm chart (core.config.extra.envVars)',
  },
  {
    name: 'eventTemplatesPrefix',
    kind: 'text',
    title: 'prefix of the labels of event templates',
    variable: 'STORAGE_METADATA_PREFIX_EVENT_TEMPLATES',
    parameter: 'STORAGE_METADATA_PREFIX_EVENT_TEMPLATES',
    defaults: everywhere('=eventTemplates'),
    advice: 'leave it as it is (the name of the bucket), or use the Helm chart (core.config.extra.envVars)',
  },
];

const bucketRows = buckets.map(([name, variable, parameter, byItself, title]): SettingRow => {
  const isNewer = newerBuckets.includes(name);
  return {
    name,
    kind: 'text',
    title: `bucket of ${title}`,
    variable,
    parameter: `CRYOSTAT_STORAGE_BUCKETS_${parameter}_NAME`,
    ...(!isNewer && { helm: `${helmBuckets}.${name}`, operator: { field: `${operatorBuckets}.${name}` } }),
    defaults: everywhere(byItself),
    ...(isNewer && {
      advice: `a Cryostat of 4.3 or newer uses "${byItself}" there: name it so here (CRYOSTAT_STORAGE_BUCKETS_${parameter}_NAME), or use the Helm chart, which can name it (core.config.extra.envVars)`,
    }),
  };
});

/** Every setting of the storage. */
export const settingRows: readonly SettingRow[] = [...general, ...bucketRows];
