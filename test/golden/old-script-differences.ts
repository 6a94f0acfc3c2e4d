// What differs between smoketest.bash's output and smoke's, by the names of docs/smoketest.md.

/** One thing that is not the same. `before` and `after` are undefined where it is not there. */
export interface Difference {
  readonly file: string;
  readonly service: string;
  readonly kind: 'service' | 'image' | 'environment' | 'port' | 'volume';
  /** Variable, container port, or path of the mount. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Explains = (difference: Difference) => boolean;

const variable =
  (names: RegExp, more: Explains = () => true): Explains =>
  (difference) =>
    difference.kind === 'environment' && names.test(difference.name) && more(difference);

/** Name of the difference in docs/smoketest.md → which ones it explains. */
export const explanations: Readonly<Record<string, Explains>> = {
  'files-service': ({ kind, service }) => kind === 'service' && service === 'files',
  'no-stub': ({ kind, service, after }) => kind === 'service' && service === 's3' && after === undefined,
  'pinned-images': ({ kind, before = '', after = '' }) =>
    kind === 'image' && tagless(before) === tagless(after) && !/:latest$|:s3-latest$/.test(after),
  'named-tag': ({ kind, before, after }) => kind === 'image' && after === `${before}:latest`,
  'loopback-ports': ({ kind, before = '', after = '' }) =>
    kind === 'port' && before.startsWith('*:') && after === before.replace('*', '127.0.0.1'),
  'fixed-ports': ({ kind, name, before, after }) =>
    kind === 'port' && before === `*::${name}` && after === `127.0.0.1:${name}:${name}`,
  'no-jmx-ports': ({ kind, name, after }) => kind === 'port' && /^700\d$/.test(name) && after === undefined,
  'no-way-around-the-proxy': ({ service, kind, name, after }) =>
    service === 'cryostat' && kind === 'port' && name === '8181' && after === undefined,
  'database-not-published': ({ kind, name, after }) =>
    kind === 'port' && name === '5432' && after === undefined,
  's3-port': ({ service, kind, name }) =>
    service === 's3' && kind === 'port' && /^(8333|8888|9000|8000|4566)$/.test(name),
  'random-secrets': variable(
    /^(OAUTH2_PROXY_COOKIE_SECRET|PG_ENCRYPT_KEY|AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)|(QUARKUS_DATASOURCE|POSTGRESQL|OPENSEARCH|OPENSEARCH_INITIAL_ADMIN|PGADMIN_DEFAULT|MINIO_ROOT)_PASSWORD|MINIO_ROOT_USER|(CRYOSTAT|SCALITY)_(ACCESS|SECRET)_KEY|SCALITY_(ACCESS_KEY_ID|SECRET_ACCESS_KEY))$/,
    ({ after = '' }) => !after.startsWith('${'),
  ),
  'petclinic-login': ({ service, kind, name }) =>
    service === 'quarkus-petclinic' && kind === 'environment' && name === 'QUARKUS_DATASOURCE_USERNAME',
  'credentials-are-references': variable(/^AWS_/, ({ after = '' }) => after.startsWith('${AWS_')),
  'endpoint-is-required': variable(/^QUARKUS_S3_ENDPOINT_OVERRIDE$/, ({ before }) => before === ''),
  'chosen-login': variable(
    /^CRYOSTAT_AGENT_AUTHORIZATION_VALUE$/,
    ({ before, after }) => before === 'user:pass' && after === 'user:test-password',
  ),
  'proxy-settings': ({ service, kind, name }) =>
    service === 'auth' &&
    ((kind === 'environment' && /^(CRYOSTAT_PROXY_|OAUTH2_PROXY_(EMAIL_DOMAINS|HTPASSWD_FILE))/.test(name)) ||
      (kind === 'volume' && /^\/(tmp|etc\/oauth2-proxy)$/.test(name))),
  'storage-route': ({ service, name }) => service === 'auth' && /^(SSL_CERT_FILE|\/truststore)$/.test(name),
  'storage-url': variable(/^STORAGE_EXT_URL$/, ({ after }) => after === ''),
  'presigned-by-reach': variable(/^STORAGE_PRESIGNED_(TRANSFERS|DOWNLOADS)_ENABLED$/),
  'all-nine-buckets': variable(
    /^(STORAGE_BUCKETS_\w+_NAME|CRYOSTAT_SERVICES_\w+_STORAGE_CACHE_NAME|CRYOSTAT_BUCKETS|S3_BUCKET)$/,
    ({ after = '' }) => after.split(',').every((name) => /^[a-z]+-testtesttest$/.test(name)),
  ),
  'docker-is-complete': ({ file, service, before, kind, name }) =>
    file.startsWith('out_d_') &&
    service === 'cryostat' &&
    before === undefined &&
    ((kind === 'environment' &&
      /^(CRYOSTAT_(AGENT_TLS_REQUIRED|AUDIT_ENABLED|DISCOVERY_PODMAN_ENABLED)|QUARKUS_(HIBERNATE|HTTP_(ACCESS|PORT)|LOG|REST)\w*|STORAGE_METADATA_STORAGE_MODE)$/.test(
        name,
      )) ||
      (kind === 'volume' && name.startsWith('/opt/cryostat.d/'))),
  'docker-proxy-port': ({ file, name, before }) =>
    file.startsWith('out_d_') && /^CRYOSTAT_HTTP_PROXY_(PORT|HOST)$/.test(name) && before !== undefined,
  'tls-providers': variable(/^QUARKUS_S3_A?SYNC_CLIENT_TLS_/, ({ before }) => before === undefined),
  'bucket-creation': variable(/^(STORAGE_BUCKETS_ATTEMPT_CREATE|BUCKET_CREATION_STARTUP_SECONDS)$/),
  'every-interface': variable(/^QUARKUS_HTTP_HOST$/, ({ after }) => after === '0.0.0.0'),
  'discovery-when-wanted': ({ service, kind, name, after = '' }) =>
    service === 'cryostat' &&
    ((kind === 'environment' &&
      /^CRYOSTAT_DISCOVERY_(DOCKER|PODMAN)_ENABLED$/.test(name) &&
      after === 'false') ||
      (kind === 'volume' && /\.sock$/.test(name) && !after.startsWith('/'))),
  'one-authority': ({ kind, name }) =>
    (kind === 'volume' && /^\/(truststore(\/\w+)?|auth_certs|certs)$/.test(name)) ||
    (kind === 'environment' &&
      /^(QUARKUS_DATASOURCE_JDBC_URL|CRYOSTAT_STORAGE_(IGNORE_TLS|TLS_CA_PATH))$/.test(name)),
  'agents-check-certificates': variable(
    /^(CRYOSTAT_AGENT_TRUST_ALL|CRYOSTAT_AGENT_WEBCLIENT_TLS_.*|JAVA_TOOL_OPTIONS)$/,
  ),
  'volume-names': ({ kind, name, before, after }) =>
    kind === 'volume' &&
    before !== undefined &&
    after !== undefined &&
    /^\/(data|prometheus|etc\/prometheus|var\/lib\/p.*)$/.test(name),
  'password-in-a-file': ({ service, kind, name }) =>
    service === 'opensearch-node' && kind === 'volume' && name === '/run/login',
  'petclinic-data': ({ service, kind, before }) =>
    service === 'quarkus-petclinic-db' && kind === 'volume' && before === undefined,
  'no-host-paths': ({ service, kind, name }) =>
    service === 'db-viewer' &&
    ((kind === 'volume' && /servers\.json$|^\/etc\/pgadmin$/.test(name)) ||
      name === 'PGADMIN_SERVER_JSON_FILE'),
  'java-options': ({ kind, name, before = '', after = '' }) =>
    kind === 'environment' &&
    /^JAVA_OPTS(_APPEND)?$/.test(name) &&
    (before === '' || sameOptions(before, after) || after.includes('name=onstart')),
  'one-jmx-port': ({ service, kind, name, before = '', after = '' }) =>
    /^(clojure-kit|quarkus-native)$/.test(service) &&
    /^(environment|command)$/.test(kind) &&
    /^(JAVA_OPTS_APPEND|command)$/.test(name) &&
    sameOptions(before, after.replace(/ -Dcom\.sun\.management\.jmxremote\.rmi\.port=\d+/, '')),
  'grafana-without-proxy': ({ file, name, kind }) =>
    file.includes('noproxy') &&
    kind === 'environment' &&
    /^(GF_SERVER_(DOMAIN|ROOT_URL)|GRAFANA_DASHBOARD_EXT_URL)$/.test(name),
  'no-dead-settings': ({ service, kind, name, after }) =>
    service === 's3' &&
    ((kind === 'environment' && /^(IP_BIND|REST_ENCRYPTION_ENABLE|WEED_V|START_WEB)$/.test(name)) ||
      (kind === 'volume' && name === '/etc/localstack/init/ready.d')) &&
    after === undefined,
  'buckets-before-the-start': ({ file, service, kind, name }) =>
    file.includes('localstack') &&
    service === 's3' &&
    ((kind === 'environment' && name === 'BUCKETS') ||
      (kind === 'volume' && name === '/etc/localstack/init')),
  'storage-metrics': variable(/^MINIO_PROMETHEUS_AUTH_TYPE$/, ({ after }) => after === 'public'),
  'localstack-that-starts': ({ kind, before = '' }) =>
    kind === 'image' && before.endsWith('localstack:s3-latest'),
  'cloudserver-settings': ({ service, kind, name, file }) =>
    file.includes('cloudserver') &&
    service === 's3' &&
    ((kind === 'environment' && /^(ENDPOINT|LOG_LEVEL)$/.test(name)) ||
      /^S3(META)?DATAPATH$|^\/(cloudserver|usr\/src\/app)\//.test(name)),
  'provider-settings': ({ file, kind, name }) =>
    file.includes('ext') &&
    kind === 'environment' &&
    /^(QUARKUS_S3_(PATH_STYLE_ACCESS|AWS_REGION)|STORAGE_METADATA_STORAGE_MODE)$/.test(name),
  checksums: ({ file, kind, name, after }) =>
    file.includes('ext') &&
    kind === 'environment' &&
    /^AWS_(REQUEST_CHECKSUM_CALCULATION|RESPONSE_CHECKSUM_VALIDATION)$/.test(name) &&
    after === 'when_required',
  'explicit-settings': ({ file, kind, name, before, after }) =>
    kind === 'environment' &&
    before === undefined &&
    ((name === 'QUARKUS_S3_CHECKSUM_VALIDATION' && after === 'true') ||
      (name === 'QUARKUS_S3_AWS_CREDENTIALS_TYPE' && after === 'default' && !file.includes('none'))),
  'no-storage': ({ file, kind, name }) =>
    file.includes('none') &&
    kind === 'environment' &&
    /^QUARKUS_S3_(AWS_CREDENTIALS_|ENDPOINT_OVERRIDE$)/.test(name),
};

function tagless(image: string): string {
  return image.replace(/:[^:/]+$/, '');
}

/** Paths had been taken out of the recorded output. */
function sameOptions(before: string, after: string): boolean {
  const pattern = before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('DIR', '\\S*?');
  return new RegExp(`^${pattern}$`).test(after);
}
