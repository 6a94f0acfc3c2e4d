// Faults between services: certificates, databases, names, proxies, and what follows from them.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authority, makeCertificate } from '../../s3/certificates.ts';
import { type ComposeFile, check, type Fault, postgresImage, script, toolScript, web } from './fault.ts';

const forever = 'exec sleep 1000';

/** A real TLS server on 443 with this certificate, and a client in another service that trusts the authority of the tests. */
function secured(
  certificate: { cert: string; key: string },
  client: string,
  url = 'https://shop/',
): ComposeFile {
  const server = `require("https").createServer({ cert: process.env.CERT, key: process.env.KEY }, (_, answer) => answer.end("ok")).listen(443)`;
  return {
    services: {
      shop: toolScript(`exec node -e '${server}'`, {
        environment: { CERT: certificate.cert, KEY: certificate.key },
      }),
      web: toolScript(`printf '%s' "$CA" >/tmp/ca.pem; ${client.replaceAll('URL', url)}`, {
        environment: { CA: authority },
        depends_on: ['shop'],
      }),
    },
  };
}

const waits =
  'for n in 1 2 3 4 5 6 7 8 9 10; do (exec 3<>/dev/tcp/shop/443) 2>/dev/null && break; sleep 0.3; done;';
const curl = `${waits} curl --silent --show-error --cacert /tmp/ca.pem URL`;
const node = `${waits} NODE_EXTRA_CA_CERTS=/tmp/ca.pem exec node -e 'fetch("URL").catch((error) => { console.error(error); process.exit(1) })'`;

/** A PostgreSQL whose password was set when its volume was made; the shell script of a client beside it. */
function database(client: string, more: Record<string, unknown> = {}): ComposeFile {
  return {
    services: {
      db: {
        image: postgresImage,
        user: '26:26',
        entrypoint: ['/bin/sh', '-c', startPostgres],
        environment: { FIRST_PASSWORD: 'as-it-was-made' },
        volumes: ['pgdata:/var/lib/pgsql/data'],
        healthcheck: { ...check('CMD', 'pg_isready', '-h', '127.0.0.1'), retries: 30 },
        stop_grace_period: '0s',
        ...more,
      },
      web: script(client, { image: postgresImage, depends_on: { db: { condition: 'service_healthy' } } }),
    },
    volumes: { pgdata: {} },
  };
}

const startPostgres = `
set -e
data=/var/lib/pgsql/data/base
if [ ! -d $$data ]; then
  printf '%s' "$$FIRST_PASSWORD" >/tmp/password
  initdb -D $$data -U app --pwfile=/tmp/password --auth=scram-sha-256 >/dev/null
  echo 'host all all all scram-sha-256' >>$$data/pg_hba.conf
fi
exec postgres -D $$data -c listen_addresses='*' $$MORE`;

/** What services say of each other. */
export const serverFaults: readonly Fault[] = [
  {
    name: 'a certificate that has expired, to curl',
    file: () => secured(makeCertificate({ host: 'shop', expired: true }), curl),
    code: 'certificate-expired',
    subject: 'web',
    says: /has expired/,
    shows: /certificate has expired/,
    next: /smoke up/,
    exitCode: 1,
    only: 'podman',
  },
  {
    name: 'a certificate that has expired, to Node',
    file: () => secured(makeCertificate({ host: 'shop', expired: true }), node),
    code: 'certificate-expired',
    subject: 'web',
    says: /has expired/,
    next: /smoke up/,
    exitCode: 1,
    only: 'docker',
  },
  {
    name: 'a certificate for another host, to curl',
    file: () => secured(makeCertificate({ host: 'till' }), curl),
    code: 'certificate-wrong-host',
    subject: 'web',
    says: /for another host than shop/,
    next: /name that the certificate has/,
    exitCode: 1,
    only: 'podman',
  },
  {
    name: 'a certificate for another host, to Node',
    file: () => secured(makeCertificate({ host: 'till' }), node),
    code: 'certificate-wrong-host',
    subject: 'web',
    says: /for another host/,
    next: /name that the certificate has/,
    exitCode: 1,
    only: 'docker',
  },
  {
    name: 'a certificate of an unknown authority, to curl',
    file: () => secured(makeCertificate({ host: 'shop', selfSigned: true }), curl),
    code: 'certificate-unknown-ca',
    subject: 'web',
    says: /authority that it does not know/,
    next: /authority/,
    exitCode: 1,
    only: 'podman',
  },
  {
    name: 'a certificate of an unknown authority, to Node',
    file: () => secured(makeCertificate({ host: 'shop', selfSigned: true }), node),
    code: 'certificate-unknown-ca',
    subject: 'web',
    says: /authority that it does not know/,
    next: /authority/,
    exitCode: 1,
    only: 'docker',
  },
  {
    name: 'TLS to a server that has none',
    file: () => ({
      services: {
        shop: toolScript(
          `exec node -e 'require("http").createServer((_, answer) => answer.end("ok")).listen(443)'`,
        ),
        web: toolScript(`${waits} curl --silent --show-error https://shop:443/`, { depends_on: ['shop'] }),
      },
    }),
    code: 'tls-mismatch',
    subject: 'web',
    says: /one side speaks TLS/,
    next: /http:\/\/ and https:\/\//,
    exitCode: 1,
  },
  {
    name: 'a volume of another password',
    prepare: ({ engine, project, target }) => {
      const volume = `${project}_pgdata`;
      const labels = [`com.docker.compose.project=${project}`, 'com.docker.compose.volume=pgdata'];
      engine('volume', 'create', ...labels.flatMap((label) => ['--label', label]), volume);
      const first =
        'echo as-it-was-made >/tmp/password; initdb -D /v/base -U app --pwfile=/tmp/password --auth=scram-sha-256';
      const rule = "echo 'host all all all scram-sha-256' >>/v/base/pg_hba.conf";
      engine(
        'run',
        '--rm',
        '-u',
        '0',
        '--entrypoint',
        'chown',
        '-v',
        `${volume}:/v`,
        postgresImage,
        '26:26',
        '/v',
      );
      engine(
        'run',
        '--rm',
        '--entrypoint',
        'sh',
        '-v',
        `${volume}:/v`,
        postgresImage,
        '-c',
        `${first} && ${rule}`,
      );
      return { made: { engine: target.engine } };
    },
    file: () => database('PGPASSWORD=as-it-is-now exec psql -h db -U app postgres'),
    timeout: 60,
    code: 'volume-other-password',
    subject: 'db',
    says: /its volume pgdata was made with another one/,
    shows: /password authentication failed for user "app"/,
    next: /smoke down --volumes/,
    hides: ['as-it-is-now', 'as-it-was-made'],
    exitCode: 1,
  },
  {
    name: 'a password that the database does not know',
    file: () => database('PGPASSWORD=as-it-is-now exec psql -h db -U app postgres'),
    code: 'database-password',
    subject: 'web',
    says: /does not accept the password of the user app/,
    next: /web and db the same/,
    hides: ['as-it-is-now', 'as-it-was-made'],
    exitCode: 1,
  },
  {
    name: 'a database that the server does not have',
    file: () => database('PGPASSWORD=as-it-was-made exec psql -h db -U app ledger'),
    code: 'database-missing',
    subject: 'web',
    says: /no database "ledger"/,
    next: /create it/,
    exitCode: 1,
  },
  {
    name: 'a database with a key that others may read',
    file: () =>
      database(forever, {
        environment: {
          MORE: '-c ssl=on -c ssl_cert_file=/tmp/cert.pem -c ssl_key_file=/tmp/key.pem',
          KEY: makeCertificate().key,
          CERT: makeCertificate().cert,
        },
        entrypoint: [
          '/bin/sh',
          '-c',
          `printf '%s' "$$KEY" >/tmp/key.pem; printf '%s' "$$CERT" >/tmp/cert.pem; chmod 644 /tmp/key.pem; FIRST_PASSWORD=as-it-was-made; ${startPostgres}`,
        ],
      }),
    code: 'key-file-permissions',
    subject: 'db',
    says: /refuses the key \/tmp\/key\.pem/,
    tells: /not started because of it: web/,
    next: /0600/,
    exitCode: 1,
  },
  {
    name: 'a database that ends, and the application with it: one card, about the database',
    file: () => ({
      services: {
        db: script('echo "PANIC: could not locate a valid checkpoint record"; exit 1', {
          volumes: ['pgdata:/data'],
        }),
        web: script('sleep 0.5; psql -h db -U app', { image: postgresImage, depends_on: ['db'] }),
      },
      volumes: { pgdata: {} },
    }),
    code: 'volume-damaged',
    subject: 'db',
    says: /the data in the volume pgdata is damaged/,
    next: /smoke volumes export .*pgdata/,
    exitCode: 1,
  },
  {
    name: 'a database that does not listen',
    file: () => ({
      services: {
        db: script(forever),
        web: script('exec psql -h db -U app', { image: postgresImage, depends_on: ['db'] }),
      },
    }),
    code: 'service-refused',
    subject: 'web',
    says: /the database db:5432 takes no connection; db is (?:running|starting)/,
    next: /smoke logs .*db/,
    exitCode: 1,
  },
  {
    name: 'a host that there is not',
    file: () => web(toolScript('exec curl --silent --show-error http://nowhere.invalid/')),
    code: 'name-not-found',
    subject: 'web',
    says: /no name server knows nowhere\.invalid/,
    next: /^getent hosts nowhere\.invalid /,
    exitCode: 1,
  },
  {
    name: 'a service in another network',
    file: () => ({
      services: {
        shop: script(forever, { networks: ['front'] }),
        web: toolScript('exec curl --silent --show-error http://shop/', {
          networks: ['back'],
          depends_on: ['shop'],
        }),
      },
      networks: { front: {}, back: {} },
    }),
    code: 'name-not-found',
    subject: 'web',
    says: /it does not find shop: the two are in different networks/,
    next: /networks: of web and shop/,
    exitCode: 1,
  },
  {
    name: 'a proxy that answers instead of the service',
    file: () => ({
      services: {
        shop: toolScript(
          `exec node -e 'require("http").createServer((_, answer) => answer.end("ok")).listen(80)'`,
        ),
        web: toolScript('exec curl --silent --show-error --fail http://shop/', {
          environment: { http_proxy: 'http://carol:proxy-secret-1@127.0.0.1:3128' },
          depends_on: ['shop'],
        }),
      },
    }),
    code: 'proxy-in-the-way',
    subject: 'web',
    says: /http_proxy=127\.0\.0\.1:3128/,
    next: /^NO_PROXY=\S*shop/,
    hides: ['proxy-secret-1'],
    exitCode: 1,
  },
  {
    name: 'a proxy that the client of the engine gives to every container',
    prepare: ({ folder }) => {
      const proxies = { default: { httpProxy: 'http://127.0.0.1:3128' } };
      writeFileSync(join(folder, 'docker', 'config.json'), JSON.stringify({ proxies }));
      return {};
    },
    file: () =>
      web(
        toolScript(
          `exec node -e 'require("http").createServer((_, answer) => answer.end("ok")).listen(80)'`,
          {
            healthcheck: check('CMD', 'curl', '--fail', '--silent', '--show-error', 'http://localhost/'),
          },
        ),
      ),
    code: 'proxy-in-the-way',
    subject: 'web',
    says: /HTTP_PROXY=127\.0\.0\.1:3128/i,
    next: /^NO_PROXY=localhost/,
    exitCode: 1,
    only: 'docker',
  },
];
