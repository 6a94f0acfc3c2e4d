// What databases refuse. Pure.

import type { Cause, Explanation, Found } from '../cause.ts';
import { again, down, logs } from '../commands.ts';
import { findService } from '../services.ts';
import type { Origin, ServiceSeen, Symptoms } from '../symptoms.ts';

const from: readonly Origin[] = ['log', 'health', 'probe'];
const databasePorts = new Set(['5432', '3306', '1433', '1521', '27017', '6379', '5984', '9042']);

/** Who is not let in comes first: a server that refuses a password is there. */
export const databaseCauses: readonly Cause[] = [
  {
    code: 'volume-other-password',
    from,
    words: [
      /password authentication failed for user "?(?<user>[^"\s]+)/i,
      /FATAL: +role "(?<role>[^"]+)" (?:does not exist|is not permitted)/i,
      /Access denied for user '(?<user>[^']+)'@/i,
      /WRONGPASS|invalid username-password pair|NOAUTH|SASL authentication failed|SCRAM.*authentication (?:failed|failure)|Authentication failed\..*code 18/i,
      /Login failed for user '(?<user>[^']+)'/i,
    ],
    fits: (symptoms, found) => databaseVolume(symptoms, found) !== undefined,
    explain: (symptoms, found) => {
      const { user, role } = found.parts;
      const database = databaseOf(symptoms, found);
      const who = user ? `the password of the user ${user}` : role ? `the user ${role}` : 'the password';
      return {
        ...(database && { services: [database.name], about: database.name }),
        cause: `${database?.name ?? 'the database'} does not know ${who}: its volume ${databaseVolume(symptoms, found)} was made with another one`,
        next: symptoms.scene.isOwn
          ? `${again(symptoms)} --identity FILE   (the passwords that the volume was made with; --identity-from compose.yml reads them from a manifest; ${down(symptoms, ' --volumes')} loses the data)`
          : `${down(symptoms, ' --volumes')}   (starts with an empty volume, and loses the data; or give the password of before)`,
      };
    },
  },
  {
    code: 'database-password',
    from,
    words: [
      /password authentication failed for user "?(?<user>[^"\s]+)/i,
      /FATAL: +role "(?<user>[^"]+)" (?:does not exist|is not permitted)/i,
      /Access denied for user '(?<user>[^']+)'@/i,
      /WRONGPASS|invalid username-password pair|NOAUTH|SASL authentication failed|SCRAM.*authentication (?:failed|failure)|Authentication failed\..*code 18|no password supplied|password was (?:not )?provided/i,
      /Login failed for user '(?<user>[^']+)'/i,
    ],
    explain: (symptoms, found) => ({
      cause: `the database does not accept the password${found.parts['user'] ? ` of the user ${found.parts['user']}` : ''}`,
      next: `give ${symptoms.subject} and ${databaseOf(symptoms, found)?.name ?? 'the database'} the same user and password, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'database-missing',
    from,
    words: [/database "(?<name>[^"]+)" does not exist/i, /Unknown database '(?<name>[^']+)'/i],
    explain: (symptoms, { parts: { name = '?' } }) => ({
      cause: `the database server has no database "${name}"`,
      next: `create it, or correct its name; images make it at the first start only: ${down(symptoms, ' --volumes')} starts anew, and loses the data`,
    }),
  },
  {
    code: 'database-denied',
    from,
    words: [
      /no pg_hba\.conf entry for/i,
      /Host '.*' is not allowed to connect/i,
      /DENIED Redis is running in protected mode/i,
    ],
    explain: (symptoms) => ({
      cause: 'the database lets no client in from this address, or not without TLS',
      next: `${logs(symptoms, databaseOf(symptoms)?.name)}   (its access rules have to allow the network of the stack)`,
    }),
  },
  {
    code: 'database-full',
    from,
    words: [
      /too many clients already|remaining connection slots are reserved|too many connections|max number of clients reached/i,
    ],
    explain: (symptoms) => ({
      cause: 'the database takes no more connections: all are in use',
      next: `raise max_connections of ${databaseOf(symptoms)?.name ?? 'the database'}, or use smaller pools; then ${again(symptoms)}`,
    }),
  },
  {
    code: 'service-refused',
    from: ['log', 'probe', 'health'],
    words: [
      /connection to server at "?(?<host>[\w.-]+)"?[^,]*, port (?<port>\d+) failed: connection refused/i,
      /(?:connect(?:ion)?(?: failed)? to|dial tcp|ECONNREFUSED|connect) \[?(?<host>[\w.-]+)[^:\s]*\]?[:/](?<port>\d+)\)?:? ?.*(?:refused|ECONNREFUSED|unreachable|timed? ?out|no route)/i,
      /(?:Connection refused|ECONNREFUSED):? ?(?:\([^)]*\))?[:\s]*(?:\/)?(?<host>[\w.-]+)[/:](?:[\d.]+:)?(?<port>\d+)/i,
      /(?:host|server|upstream)[ "=:]+(?:https?:\/\/)?(?<host>[\w.-]+):(?<port>\d+).*(?:refused|timed out|unreachable)/i,
      /(?:https?|tcp|jdbc:\w+|postgres\w*|redis):\/\/(?:[^@\s/]*@)?(?<host>[\w.-]+):(?<port>\d+).*(?:refused|timed out|unreachable)/i,
      /failed to connect to (?<host>[\w.-]+) port (?<port>\d+)/i,
      /can't connect to (?:\w+ )?server (?:on|at) ['"]?(?<host>[\w.-]+)/i,
      /(?:could not connect to|connection to) (?:the )?(?<host>server|database|postgres\w*|redis)\b.*refused/i,
    ],
    fits: (symptoms, { parts: { host = '' } }) => !isOneself(symptoms, host),
    explain: (symptoms, found) => refused(symptoms, found.parts),
    mayFollow: true,
  },
];

function refused(
  symptoms: Symptoms,
  { host = '?', port = '' }: Readonly<Record<string, string>>,
): Explanation {
  const other = findService(symptoms, host) ?? (databasePorts.has(port) ? databaseOf(symptoms) : undefined);
  const what = databasePorts.has(port) ? 'the database' : 'the server';
  const where = port === '' ? host : `${host}:${port}`;
  if (other === undefined) {
    return {
      cause: `${what} ${where} takes no connection`,
      next: `is it there, and may containers reach it? ${logs(symptoms)}`,
    };
  }
  return {
    cause: `${what} ${where} takes no connection; ${other.name} is ${stateOf(other)}`,
    blames: other.name,
    next: `${logs(symptoms, other.name)}   (why it does not listen at ${port}; services that need it wait with depends_on: service_healthy)`,
  };
}

function stateOf({ state, container }: ServiceSeen): string {
  return container?.exitCode === undefined ? state : `${state} (exit code ${container.exitCode})`;
}

/** Health checks talk to their own service. */
function isOneself({ service }: Symptoms, host: string): boolean {
  return /^(?:localhost|127\.|::1|0\.0\.0\.0)/.test(host) || host === service?.name;
}

/** The database that is meant: the host that the line names, else one that the service depends on, else any. */
function databaseOf(symptoms: Symptoms, { line }: Partial<Found> = {}): ServiceSeen | undefined {
  const { service, scene } = symptoms;
  const named = /(?:server at|host|to|@) ?"?([\w.-]+)/i.exec(line?.text ?? '')?.[1];
  const near = scene.services.filter(({ name }) => service?.dependsOn.includes(name));
  const own = service && isDatabase(service) ? service : undefined;
  return (
    (named === undefined ? undefined : findService(symptoms, named)) ??
    near.find(isDatabase) ??
    own ??
    scene.services.find(isDatabase)
  );
}

/** Told by what it is called, or by its image. */
function isDatabase({ name, image }: ServiceSeen): boolean {
  return /(?:^|[-_/])(?:db|database|postgres\w*|mysql|mariadb|mongo\w*|redis|valkey|cache)(?:[-_:]|$)/i.test(
    `${name}/${image}`,
  );
}

/** Its data volume, when that was there before this run. */
function databaseVolume(symptoms: Symptoms, found: Found): string | undefined {
  const mounts = databaseOf(symptoms, found)?.mounts ?? [];
  return mounts.find(({ kind, source }) => kind === 'volume' && symptoms.scene.oldVolumes.includes(source))
    ?.source;
}
