// What Cryostat reads from its environment, with Cryostat's own names and defaults. Pure.

/** How labels of archived recordings are kept. */
export type StorageMode = 'tagging' | 'metadata' | 'bucket';

/** Cryostat's settings, as far as the stand-in honours them. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly database: DatabaseSettings;
  readonly s3: S3Settings;
  readonly mode: StorageMode;
  readonly buckets: Buckets;
  readonly createBuckets: boolean;
  readonly createRetryMs: number;
  /** Whether agents without TLS are refused. */
  readonly agentTlsRequired: boolean;
}

/** Where the database is. `caFile` is the one file that may sign its certificate. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly sslMode: string;
  readonly caFile: string | undefined;
}

/** Where the object storage is. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
}

/** The seven buckets of Cryostat 4.2. */
export interface Buckets {
  readonly archives: string;
  readonly reports: string;
  readonly eventTemplates: string;
  readonly probes: string;
  readonly heapDumps: string;
  readonly threadDumps: string;
  readonly metadata: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; throws when something is missing without which Cryostat does not start. */
export function readSettings(env: Environment): Settings {
  return {
    host: env['QUARKUS_HTTP_HOST'] || '0.0.0.0',
    port: Number(env['QUARKUS_HTTP_PORT'] || 8181),
    version: env['CRYOSTAT_VERSION'] || 'v4.2.0-stand-in',
    database: readDatabase(env),
    s3: readS3(env),
    mode: readMode(env['STORAGE_METADATA_STORAGE_MODE'] || 'tagging'),
    buckets: {
      archives: env['STORAGE_BUCKETS_ARCHIVES_NAME'] || 'archivedrecordings',
      reports: env['CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME'] || 'archivedreports',
      eventTemplates: env['STORAGE_BUCKETS_EVENT_TEMPLATES_NAME'] || 'eventtemplates',
      probes: env['STORAGE_BUCKETS_PROBE_TEMPLATES_NAME'] || 'probes',
      heapDumps: env['STORAGE_BUCKETS_HEAP_DUMPS_NAME'] || 'heapdumps',
      threadDumps: env['STORAGE_BUCKETS_THREAD_DUMPS_NAME'] || 'threaddumps',
      metadata: env['STORAGE_BUCKETS_METADATA_NAME'] || 'metadata',
    },
    createBuckets: (env['STORAGE_BUCKETS_ATTEMPT_CREATE'] || 'true') === 'true',
    createRetryMs: readSeconds(env['STORAGE_BUCKETS_CREATION_RETRY_PERIOD'] || '10s') * 1000,
    agentTlsRequired: (env['CRYOSTAT_AGENT_TLS_REQUIRED'] || 'true') === 'true',
  };
}

function readDatabase(env: Environment): DatabaseSettings {
  const jdbc = mandatory(env, 'QUARKUS_DATASOURCE_JDBC_URL');
  if (!jdbc.startsWith('jdbc:postgresql://')) {
    throw new Error(`QUARKUS_DATASOURCE_JDBC_URL: expected jdbc:postgresql://…, got ${jdbc}`);
  }
  const url = new URL(jdbc.slice('jdbc:'.length));
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    name: url.pathname.slice(1),
    user: mandatory(env, 'QUARKUS_DATASOURCE_USERNAME'),
    password: mandatory(env, 'QUARKUS_DATASOURCE_PASSWORD'),
    sslMode:
      url.searchParams.get('sslmode') ?? (url.searchParams.get('ssl') === 'true' ? 'verify-full' : 'prefer'),
    caFile: url.searchParams.get('sslrootcert') || undefined,
  };
}

function readS3(env: Environment): S3Settings {
  const isStatic = env['QUARKUS_S3_AWS_CREDENTIALS_TYPE'] === 'static';
  const prefix = 'QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_';
  return {
    endpoint: mandatory(env, 'QUARKUS_S3_ENDPOINT_OVERRIDE'),
    region: mandatory(env, 'QUARKUS_S3_AWS_REGION'),
    pathStyle: mandatory(env, 'QUARKUS_S3_PATH_STYLE_ACCESS') === 'true',
    accessKeyId: isStatic ? env[`${prefix}ACCESS_KEY_ID`] : env['AWS_ACCESS_KEY_ID'],
    secretAccessKey: isStatic ? env[`${prefix}SECRET_ACCESS_KEY`] : env['AWS_SECRET_ACCESS_KEY'],
    sessionToken: (isStatic ? undefined : env['AWS_SESSION_TOKEN']) || undefined,
  };
}

function readMode(mode: string): StorageMode {
  if (mode === 'tagging' || mode === 'metadata' || mode === 'bucket') return mode;
  throw new Error(`STORAGE_METADATA_STORAGE_MODE: expected tagging, metadata or bucket, got ${mode}`);
}

function readSeconds(text: string): number {
  const match = /^(\d+)s?$/i.exec(text);
  if (match === null) throw new Error(`STORAGE_BUCKETS_CREATION_RETRY_PERIOD: expected seconds, got ${text}`);
  return Number(match[1]);
}

function mandatory(env: Environment, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set, Cryostat cannot start without it`);
  return value;
}
