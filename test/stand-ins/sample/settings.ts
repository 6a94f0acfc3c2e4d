// What a sample application reads from its variables and its command line. Pure.

/** Everything that one stand-in does. */
export interface SampleSettings {
  readonly application: Application | undefined;
  /** Ports that are open and speak no HTTP: JMX, games. */
  readonly tcpPorts: readonly number[];
  /** What those ports say first. */
  readonly greeting: string;
  readonly agent: AgentSettings | undefined;
  readonly database: Database | undefined;
  readonly search: { readonly password: string } | undefined;
  readonly dashboards: Dashboards | undefined;
}

/** Where the application itself answers. */
export interface Application {
  readonly host: string;
  readonly port: number;
}

/** A PostgreSQL without which the application does not work. */
export interface Database {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
}

/** The OpenSearch that dashboards show. */
export interface Dashboards {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
}

/** Settings of the Cryostat Agent. */
export interface AgentSettings {
  readonly name: string;
  readonly baseUri: URL;
  readonly callback: string;
  readonly host: string;
  readonly port: number;
  readonly authorization: string | undefined;
  readonly trust: {
    readonly all: boolean;
    readonly verifyHostname: boolean;
    readonly file: string | undefined;
  };
  readonly keystore:
    | { readonly file: string; readonly passwordFile: string; readonly certificateFile: string }
    | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables and arguments; throws where the application or its agent would not start. */
export function readSampleSettings(env: Environment, words: readonly string[]): SampleSettings {
  const optionVariables = [
    'JAVA_OPTS',
    'JAVA_OPTS_APPEND',
    'JAVA_TOOL_OPTIONS',
    'MODULE_OPTS',
    'OPENSEARCH_JAVA_OPTS',
  ];
  const properties = javaProperties([
    ...optionVariables.flatMap((name) => (env[name] ?? '').split(/\s+/)),
    ...words,
  ]);
  const isGame = env['MINECRAFT_ONLINE_MODE'] !== undefined;
  const jmxPort = Number(properties['com.sun.management.jmxremote.port'] ?? env['JMX_PORT'] ?? 0);
  const port = applicationPort(env, isGame, words);
  return {
    application: port === undefined ? undefined : { host: env['QUARKUS_HTTP_HOST'] ?? '0.0.0.0', port },
    tcpPorts: [...(jmxPort > 0 ? [jmxPort] : []), ...(isGame ? [25565] : [])],
    greeting: 'stand-in\n',
    agent: env['CRYOSTAT_AGENT_BASEURI'] === undefined ? undefined : readAgent(env, properties),
    database: readDatabase(env),
    search:
      env['OPENSEARCH_INITIAL_ADMIN_PASSWORD'] === undefined
        ? undefined
        : readSearch(env['OPENSEARCH_INITIAL_ADMIN_PASSWORD']),
    dashboards: readDashboards(env),
  };
}

function javaProperties(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.flatMap((word) => {
      const [, name, value] = /^-D([^=]+)=?(.*)$/.exec(word) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}

/** Each image has its own variable for its port; without one, servers of Java listen on 8080. */
function applicationPort(env: Environment, isGame: boolean, words: readonly string[]): number | undefined {
  for (const name of [
    'QUARKUS_HTTP_PORT',
    'MICRONAUT_SERVER_PORT',
    'HTTP_PORT',
    'PORT',
    'PGADMIN_LISTEN_PORT',
  ]) {
    if (env[name]) return Number(env[name]);
  }
  if (env['GF_SERVER_DOMAIN'] !== undefined) return 3000;
  if (env['OPENSEARCH_HOSTS'] !== undefined) return 5601;
  const isServer =
    !isGame && env['OPENSEARCH_INITIAL_ADMIN_PASSWORD'] === undefined && !words.includes('Hello');
  return isServer ? 8080 : undefined;
}

function readAgent(env: Environment, properties: Readonly<Record<string, string>>): AgentSettings {
  const config = (name: string): string | undefined =>
    properties[`cryostat.agent.${name}`] ??
    (env[`CRYOSTAT_AGENT_${name.toUpperCase().replaceAll(/[.-]/g, '_')}`] || undefined);
  const mandatory = (name: string): string => {
    const value = config(name);
    if (value === undefined) throw new Error(`cryostat.agent.${name} is not set`);
    return value;
  };
  const baseUri = new URL(mandatory('baseuri'));
  if (baseUri.protocol !== 'https:' && config('webclient.tls.required') !== 'false') {
    throw new Error(
      `cryostat.agent.baseuri: ${baseUri.href} is without TLS, and webclient.tls.required is not false`,
    );
  }
  const file = config('webserver.tls.keystore.file');
  const isBasic = config('authorization.type') === 'basic';
  return {
    name: mandatory('app.name'),
    baseUri,
    callback: mandatory('callback'),
    host: config('webserver.host') ?? '0.0.0.0',
    port: Number(mandatory('webserver.port')),
    authorization: isBasic ? mandatory('authorization.value') : undefined,
    trust: {
      all: config('webclient.tls.trust-all') === 'true',
      verifyHostname: config('webclient.tls.verify-hostname') !== 'false',
      file: config('webclient.tls.truststore.cert[0].path'),
    },
    keystore:
      file === undefined
        ? undefined
        : {
            file,
            passwordFile: mandatory('webserver.tls.keystore.pass'),
            certificateFile: mandatory('webserver.tls.cert.file'),
          },
  };
}

function readDatabase(env: Environment): Database | undefined {
  const jdbc = env['QUARKUS_DATASOURCE_JDBC_URL'];
  if (jdbc === undefined) return undefined;
  return {
    url: new URL(jdbc.slice('jdbc:'.length)),
    user: env['QUARKUS_DATASOURCE_USERNAME'] ?? 'developer',
    password: env['QUARKUS_DATASOURCE_PASSWORD'] ?? 'developer',
  };
}

function readSearch(password: string): { password: string } {
  const isStrong = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/, /^.{8,}$/].every((rule) => rule.test(password));
  if (!isStrong) throw new Error('OPENSEARCH_INITIAL_ADMIN_PASSWORD is weak');
  return { password };
}

function readDashboards(env: Environment): Dashboards | undefined {
  if (env['OPENSEARCH_HOSTS'] === undefined) return undefined;
  const [host] = JSON.parse(env['OPENSEARCH_HOSTS']) as readonly string[];
  return {
    url: new URL(host ?? 'https://localhost:9200'),
    user: env['OPENSEARCH_USERNAME'] ?? '',
    password: env['OPENSEARCH_PASSWORD'] ?? '',
  };
}
