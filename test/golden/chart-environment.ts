// What the Helm chart (2.2.0) and the operator (4.2.0) make of their values: the environment of Cryostat's container as
// far as the storage goes. Written by hand from what was seen of them, and on purpose not from src/share/table.ts.

/** Values of the chart, as far as the storage goes; every one of them has to be there. */
export interface ChartValues {
  readonly storage: {
    readonly storageSecretName: string;
    readonly provider: {
      readonly url: string;
      readonly region: string;
      readonly usePathStyleAccess: boolean;
      readonly usePresignedRecordingTransfers: boolean;
      readonly usePresignedDownloads: boolean;
      readonly useChecksumValidation: boolean;
      readonly authentication: { readonly credentialsType: string };
      readonly tls: { readonly trustAll: boolean };
      readonly metadata: { readonly storageMode: string };
    };
    readonly buckets: { readonly names: Readonly<Record<string, string>> };
  };
  readonly core: {
    readonly config: {
      readonly extra: { readonly envVars: readonly { readonly name: string; readonly value: string }[] };
    };
  };
}

/** The variables in the order in which the chart writes them, keys of the Secret as `<secret>/<key>`. */
export function chartEnvironment({ storage, core }: ChartValues): [string, unknown][] {
  const { provider, buckets, storageSecretName } = storage;
  const { names } = buckets;
  return [
    ['STORAGE_BUCKETS_ARCHIVES_NAME', names['archivedRecordings']],
    ['CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME', names['archivedReports']],
    ['STORAGE_BUCKETS_EVENT_TEMPLATES_NAME', names['eventTemplates']],
    ['STORAGE_BUCKETS_PROBE_TEMPLATES_NAME', names['jmcAgentProbeTemplates']],
    ['STORAGE_BUCKETS_THREAD_DUMPS_NAME', names['threadDumps']],
    ['STORAGE_BUCKETS_HEAP_DUMPS_NAME', names['heapDumps']],
    ['STORAGE_BUCKETS_METADATA_NAME', names['metadata']],
    ['STORAGE_METADATA_STORAGE_MODE', provider.metadata.storageMode],
    ['QUARKUS_S3_ENDPOINT_OVERRIDE', provider.url],
    ['QUARKUS_S3_PATH_STYLE_ACCESS', String(provider.usePathStyleAccess)],
    ['QUARKUS_S3_AWS_REGION', provider.region],
    ['QUARKUS_S3_CHECKSUM_VALIDATION', String(provider.useChecksumValidation)],
    ['QUARKUS_S3_AWS_CREDENTIALS_TYPE', provider.authentication.credentialsType],
    ...(provider.tls.trustAll
      ? ([['QUARKUS_S3_SYNC_CLIENT_TLS_TRUST_MANAGERS_PROVIDER_TYPE', 'trust-all']] as [string, string][])
      : []),
    ['STORAGE_PRESIGNED_TRANSFERS_ENABLED', String(provider.usePresignedRecordingTransfers)],
    ['STORAGE_PRESIGNED_DOWNLOADS_ENABLED', String(provider.usePresignedDownloads)],
    ['AWS_ACCESS_KEY_ID', `${storageSecretName}/STORAGE_ACCESS_KEY_ID`],
    ['AWS_SECRET_ACCESS_KEY', `${storageSecretName}/STORAGE_ACCESS_KEY`],
    ...core.config.extra.envVars.map(({ name, value }): [string, unknown] => [name, value]),
  ];
}

/** A Cryostat resource, as far as the storage goes. */
export interface Resource {
  readonly spec: {
    readonly objectStorageOptions: {
      readonly secretName: string;
      readonly provider: {
        readonly url: string;
        readonly region: string;
        readonly useVirtualHostAccess: boolean;
        readonly disablePresignedFileTransfers: boolean;
        readonly disablePresignedDownloads: boolean;
        readonly metadataMode: string;
      };
      readonly storageBucketNameOptions: Readonly<Record<string, string>>;
    };
  };
}

/** The variables that the operator sets by the resource; it has no way to set others. */
export function operatorEnvironment({ spec }: Resource): Record<string, string | undefined> {
  const { provider, storageBucketNameOptions: names } = spec.objectStorageOptions;
  return {
    STORAGE_BUCKETS_ARCHIVES_NAME: names['archivedRecordings'],
    CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME: names['archivedReports'],
    STORAGE_BUCKETS_EVENT_TEMPLATES_NAME: names['eventTemplates'],
    STORAGE_BUCKETS_PROBE_TEMPLATES_NAME: names['jmcAgentProbeTemplates'],
    STORAGE_BUCKETS_THREAD_DUMPS_NAME: names['threadDumps'],
    STORAGE_BUCKETS_HEAP_DUMPS_NAME: names['heapDumps'],
    STORAGE_BUCKETS_METADATA_NAME: names['metadata'],
    STORAGE_METADATA_STORAGE_MODE: provider.metadataMode,
    QUARKUS_S3_ENDPOINT_OVERRIDE: provider.url,
    QUARKUS_S3_AWS_REGION: provider.region,
    QUARKUS_S3_PATH_STYLE_ACCESS: String(!provider.useVirtualHostAccess),
    STORAGE_PRESIGNED_TRANSFERS_ENABLED: String(!provider.disablePresignedFileTransfers),
    STORAGE_PRESIGNED_DOWNLOADS_ENABLED: String(!provider.disablePresignedDownloads),
  };
}
