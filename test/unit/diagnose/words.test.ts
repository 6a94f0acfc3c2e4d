import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../src/diagnose/symptoms.ts';
import { codeOf, containerSeen, serviceSeen } from './seen.ts';

type Row = readonly [code: string, from: Origin, text: string];

/** As engines, providers, servers and libraries of many versions word it. */
const rows: readonly Row[] = [
  [
    'build-failed',
    'provider',
    'unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /app/Dockerfile: no such file or directory',
  ],
  [
    'image-not-found',
    'provider',
    'Error response from daemon: manifest for team/web:9 not found: manifest unknown: manifest unknown',
  ],
  ['image-not-found', 'provider', 'Error response from daemon: No such image: team/web:9'],
  [
    'image-not-found',
    'provider',
    ' web Error failed to resolve reference "docker.io/team/web:9": docker.io/team/web:9: not found',
  ],
  [
    'image-not-found',
    'provider',
    'Error: initializing source docker://quay.io/team/web:9: reading manifest 9 in quay.io/team/web: manifest unknown',
  ],
  ['image-not-found', 'provider', 'Error: quay.io/team/web:9: image not known'],
  [
    'image-not-found',
    'provider',
    'Error response from daemon: failed to resolve reference "localhost:5000/a:1": unexpected status from HEAD request to http://localhost:5000/v2/a/manifests/1: 404 Not Found',
  ],
  [
    'image-needs-login',
    'provider',
    "Error response from daemon: pull access denied for team/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'image-needs-login',
    'provider',
    'Error: initializing source docker://quay.io/team/web:9: reading manifest 9 in quay.io/team/web: unauthorized: access to the requested resource is not authorized',
  ],
  [
    'image-needs-login',
    'provider',
    'Error response from daemon: Head "https://ghcr.io/v2/team/web/manifests/9": denied',
  ],
  [
    'image-needs-login',
    'provider',
    'Error response from daemon: Head "https://registry.example/v2/web/manifests/9": unauthorized: authentication required',
  ],
  [
    'image-needs-login',
    'provider',
    'Error response from daemon: failed to resolve reference "ghcr.io/a/b:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden',
  ],
  [
    'image-needs-login',
    'provider',
    'Error: unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password',
  ],
  [
    'image-rate-limit',
    'provider',
    'Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  ],
  [
    'image-rate-limit',
    'provider',
    'Error: initializing source docker://alpine:3: reading manifest 3 in docker.io/library/alpine: toomanyrequests: You have reached your unauthenticated pull rate limit.',
  ],
  [
    'image-rate-limit',
    'provider',
    'error pulling image configuration: download failed after attempts=1: 429 Too Many Requests',
  ],
  [
    'image-short-name',
    'provider',
    'Error: short-name "web:9" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
  ],
  ['image-short-name', 'provider', 'Error: short-name resolution enforced but cannot prompt without a TTY'],
  [
    'image-wrong-platform',
    'provider',
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
  ],
  [
    'image-wrong-platform',
    'provider',
    'Error: choosing an image from manifest list docker://web:9: no image found in manifest list for architecture arm64, variant "v8", OS linux',
  ],
  [
    'image-wrong-platform',
    'provider',
    'image with reference team/web:9 was found but does not provide the specified platform (linux/arm64)',
  ],
  [
    'image-name-invalid',
    'provider',
    'invalid reference format: repository name (Team/Web) must be lowercase',
  ],
  ['image-name-invalid', 'provider', 'Error: parsing reference "a:b:c": invalid reference format'],
  [
    'registry-unreachable',
    'provider',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    'registry-unreachable',
    'provider',
    'Error response from daemon: Get "https://quay.io/v2/": dial tcp: lookup quay.io on 127.0.0.53:53: server misbehaving',
  ],
  [
    'registry-unreachable',
    'provider',
    'Error: initializing source docker://quay.io/a:1: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp: lookup quay.io: no such host',
  ],
  [
    'registry-unreachable',
    'provider',
    'failed to do request: Head "https://ghcr.io/v2/a/manifests/1": net/http: TLS handshake timeout',
  ],
  [
    'registry-certificate',
    'provider',
    'Error response from daemon: Get "https://registry.corp/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'registry-plain-http',
    'provider',
    'Error response from daemon: Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client',
  ],
  [
    'proxy-in-the-way',
    'provider',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused',
  ],
  ['proxy-in-the-way', 'log', 'curl: (56) CONNECT tunnel failed, response 403'],
  [
    'proxy-in-the-way',
    'log',
    'java.io.IOException: Unable to tunnel through proxy. Proxy returns "HTTP/1.1 407 Proxy Authentication Required"',
  ],
  [
    'build-failed',
    'provider',
    'failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
  ],
  [
    'port-taken',
    'engine',
    'failed to set up container networking: driver failed programming external connectivity on endpoint shop-web-1 (fe62): failed to bind host port for 127.0.0.1:8080:172.18.0.4:80/tcp: address already in use',
  ],
  [
    'port-taken',
    'engine',
    'driver failed programming external connectivity on endpoint shop-web-1 (fe62): failed to bind host port 0.0.0.0:8080/tcp: address already in use',
  ],
  [
    'port-taken',
    'engine',
    'driver failed programming external connectivity on endpoint shop-web-1: Bind for 0.0.0.0:8080 failed: port is already allocated',
  ],
  ['port-taken', 'provider', 'Error: rootlessport listen tcp 0.0.0.0:8080: bind: address already in use'],
  [
    'port-taken',
    'provider',
    "Error: pasta failed with exit code 1: Failed to bind port 8080 (Address already in use) for option '-t 8080-8080:80-80', exiting",
  ],
  [
    'port-taken',
    'engine',
    'Ports are not available: exposing port TCP 0.0.0.0:8080 -> 0.0.0.0:0: listen tcp 0.0.0.0:8080: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
  ],
  [
    'port-taken',
    'provider',
    'Error: unable to start container "ab": something went wrong with the request: "listen tcp :8080: bind: address already in use\\n"',
  ],
  ['port-taken-inside', 'log', 'Error: listen EADDRINUSE: address already in use :::8080'],
  ['port-taken-inside', 'log', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)'],
  ['port-taken-inside', 'log', 'Web server failed to start. Port 8080 was already in use.'],
  [
    'port-not-allowed',
    'provider',
    "Error: rootlessport cannot expose privileged port 80, you can add 'net.ipv4.ip_unprivileged_port_start=80' to /etc/sysctl.conf",
  ],
  [
    'port-not-allowed',
    'engine',
    'Error starting userland proxy: listen tcp4 127.0.0.1:443: bind: permission denied',
  ],
  [
    'address-not-here',
    'engine',
    'failed to bind host port for 10.9.9.9:8080:172.17.0.2:80/tcp: cannot assign requested address',
  ],
  [
    'volume-other-version',
    'log',
    'DETAIL:  The data directory was initialized by PostgreSQL version 13, which is not compatible with this version 15.4.',
  ],
  [
    'volume-other-version',
    'log',
    '[ERROR] [MY-014061] [Server] Invalid MySQL server downgrade: Cannot downgrade from 80400 to 80300.',
  ],
  ['volume-in-use', 'log', 'FATAL:  lock file "postmaster.pid" already exists'],
  ['volume-damaged', 'log', 'PANIC:  could not locate a valid checkpoint record'],
  ['volume-other-owner', 'log', 'mkdir: cannot create directory ‘/var/lib/ledger/data’: Permission denied'],
  ['volume-other-owner', 'log', 'java.nio.file.AccessDeniedException: /var/lib/ledger/store.lock'],
  ['volume-other-owner', 'log', 'panic: open /var/lib/ledger/queries.active: permission denied'],
  ['volume-other-owner', 'log', 'FATAL:  data directory "/var/lib/ledger" has wrong ownership'],
  ['volume-other-owner', 'log', "Error: EACCES: permission denied, open '/var/lib/ledger/x'"],
  ['permission-denied', 'log', 'mkdir: cannot create directory /srv/cache: Permission denied'],
  [
    'key-file-permissions',
    'log',
    'FATAL:  private key file "/tls/key.pem" must be owned by the database user or root',
  ],
  ['mount-missing', 'provider', 'Error: statfs /run/user/1000/podman/podman.sock: no such file or directory'],
  [
    'mount-missing',
    'provider',
    'Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /srv/data',
  ],
  [
    'mount-missing',
    'provider',
    'Error response from daemon: Mounts denied: The path /srv/data is not shared from the host and is not known to Docker.',
  ],
  ['volume-read-only', 'log', 'touch: /etc/app/x: Read-only file system'],
  [
    'certificate-expired',
    'log',
    'Caused by: java.security.cert.CertificateExpiredException: NotAfter: Tue Jan 02 10:00:00 UTC 2024',
  ],
  [
    'certificate-expired',
    'log',
    'x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is after 2025-01-01T00:00:00Z',
  ],
  [
    'certificate-expired',
    'log',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1000)',
  ],
  [
    'certificate-expired',
    'log',
    'psql: error: connection to server at "db", port 5432 failed: SSL error: certificate verify failed: certificate has expired',
  ],
  [
    'certificate-not-yet-valid',
    'log',
    'x509: certificate has expired or is not yet valid: current time 2024-01-01T00:00:00Z is before 2025-01-01T00:00:00Z',
  ],
  [
    'certificate-not-yet-valid',
    'log',
    'Caused by: java.security.cert.CertificateNotYetValidException: NotBefore: Tue Jan 02 10:00:00 UTC 2029',
  ],
  [
    'certificate-wrong-host',
    'log',
    'Caused by: java.security.cert.CertificateException: No subject alternative DNS name matching s3 found.',
  ],
  [
    'certificate-wrong-host',
    'log',
    'Caused by: java.security.cert.CertificateException: No name matching db found',
  ],
  [
    'certificate-wrong-host',
    'log',
    'tls: failed to verify certificate: x509: certificate is valid for localhost, not s3',
  ],
  [
    'certificate-wrong-host',
    'log',
    "x509: cannot validate certificate for 10.0.0.2 because it doesn't contain any IP SANs",
  ],
  [
    'certificate-wrong-host',
    'log',
    'psql: error: server certificate for "other" does not match host name "db"',
  ],
  [
    'certificate-unknown-ca',
    'log',
    'Caused by: sun.security.validator.ValidatorException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
  ],
  [
    'certificate-unknown-ca',
    'log',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'certificate-unknown-ca',
    'log',
    'curl: (60) SSL certificate problem: unable to get local issuer certificate',
  ],
  [
    'certificate-unknown-ca',
    'log',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain',
  ],
  ['certificate-unknown-ca', 'health', 'wget: unable to verify: error: SELF_SIGNED_CERT_IN_CHAIN'],
  [
    'certificate-key-mismatch',
    'log',
    'nginx: [emerg] SSL_CTX_use_PrivateKey("/tls/key.pem") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)',
  ],
  ['tls-mismatch', 'log', 'javax.net.ssl.SSLException: Unsupported or unrecognized SSL message'],
  ['tls-mismatch', 'log', 'tls: first record does not look like a TLS handshake'],
  ['tls-mismatch', 'log', 'org.postgresql.util.PSQLException: The server does not support SSL.'],
  [
    'database-password',
    'log',
    'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "cryostat"',
  ],
  [
    'database-password',
    'log',
    "ERROR 1045 (28000): Access denied for user 'app'@'10.0.0.3' (using password: YES)",
  ],
  [
    'database-password',
    'log',
    'redis.exceptions.AuthenticationError: WRONGPASS invalid username-password pair or user is disabled.',
  ],
  ['database-missing', 'log', 'pq: database "ledger" does not exist'],
  [
    'database-denied',
    'log',
    'FATAL:  no pg_hba.conf entry for host "10.0.0.3", user "app", database "app", no encryption',
  ],
  ['database-full', 'log', 'FATAL:  sorry, too many clients already'],
  [
    'service-refused',
    'log',
    'org.postgresql.util.PSQLException: Connection to db:5432 refused. Check that the hostname and port are correct',
  ],
  ['service-refused', 'log', 'dial tcp 10.89.0.2:5432: connect: connection refused'],
  ['service-refused', 'log', 'Error: connect ECONNREFUSED 10.89.0.2:5432'],
  [
    'service-refused',
    'log',
    'io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: db/10.89.0.2:5432',
  ],
  [
    'service-refused',
    'log',
    'curl: (7) Failed to connect to db port 9000 after 3 ms: Could not connect to server',
  ],
  [
    'service-refused',
    'log',
    "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2003, \"Can't connect to MySQL server on 'db' ([Errno 111] Connection refused)\")",
  ],
  ['name-not-found', 'log', 'Caused by: java.net.UnknownHostException: s3.elsewhere'],
  ['name-not-found', 'log', 'Error: getaddrinfo ENOTFOUND s3.elsewhere'],
  ['name-not-found', 'log', 'dial tcp: lookup s3.elsewhere on 127.0.0.11:53: no such host'],
  [
    'name-not-found',
    'log',
    'could not translate host name "elsewhere" to address: Temporary failure in name resolution',
  ],
  [
    'name-not-found',
    'log',
    'nginx: [emerg] host not found in upstream "elsewhere" in /etc/nginx/nginx.conf:9',
  ],
  ['name-not-found', 'log', "wget: bad address 'elsewhere'"],
  ['name-not-found', 'log', 'socket.gaierror: [Errno -2] Name or service not known'],
  [
    'health-tool-missing',
    'health',
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
  ],
  [
    'health-tool-missing',
    'health',
    'crun: executable file `curl` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
  ],
  ['health-tool-missing', 'health', '/bin/sh: 1: wget: not found'],
  [
    'command-not-found',
    'engine',
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "serve": executable file not found in $PATH: unknown',
  ],
  [
    'command-not-found',
    'engine',
    'runc: runc create failed: unable to start container process: exec: "/entrypoint.sh": stat /entrypoint.sh: no such file or directory: unknown',
  ],
  [
    'command-not-found',
    'provider',
    'Error: unable to start container "ab": crun: executable file `serve` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
  ],
  ['command-not-found', 'provider', 'Error response from daemon: No command specified'],
  ['command-not-found', 'log', "Error: Cannot find module '/app/server.js'"],
  ['command-not-executable', 'engine', 'exec: "/entrypoint.sh": permission denied: unknown'],
  ['wrong-architecture', 'log', 'exec /usr/local/bin/serve: exec format error'],
  ['wrong-architecture', 'log', 'exec container process `/serve`: Exec format error'],
  ['wrong-architecture', 'log', 'standard_init_linux.go:228: exec user process caused: exec format error'],
  ['out-of-memory', 'log', 'java.lang.OutOfMemoryError: Java heap space'],
  [
    'out-of-memory',
    'log',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ],
  [
    'out-of-memory',
    'log',
    "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory failed; error='Cannot allocate memory' (errno=12)",
  ],
  ['setting-missing', 'log', 'Error: Database is uninitialized and superuser password is not specified.'],
  ['setting-missing', 'log', 'KeyError: environment variable DATABASE_URL is not set'],
  [
    'setting-missing',
    'log',
    'SRCFG00014: The config property quarkus.datasource.username is required but it could not be found in any config source',
  ],
  ['setting-invalid', 'log', 'FATAL:  unrecognized configuration parameter "shared_bufers"'],
  ['setting-invalid', 'log', 'nginx: [emerg] unknown directive "servr_name" in /etc/nginx/nginx.conf:3'],
  ['setting-invalid', 'log', 'flag provided but not defined: -prot'],
  [
    'file-missing',
    'log',
    'level=error msg="Error loading config" err="open /etc/prometheus.yml: no such file or directory"',
  ],
  [
    'file-missing',
    'log',
    'Error: Failed to read config file /etc/garage.toml: No such file or directory (os error 2)',
  ],
  ['file-missing', 'log', "Error: ENOENT: no such file or directory, open '/app/config.json'"],
  ['file-missing', 'log', 'Caused by: java.nio.file.NoSuchFileException: /deployments/config/app.yml'],
  ['user-missing', 'engine', 'unable to find user nobodyknows: no matching entries in passwd file'],
  [
    'engine-refused',
    'engine',
    'failed to create shim task: OCI runtime create failed: runc create failed: sysctl "kernel.panic" is not in a separate kernel namespace: unknown',
  ],
  ['device-missing', 'provider', 'Error: stat /dev/dri/card9: no such file or directory'],
  ['setting-invalid', 'log', 'MINIO_ROOT_USER length should be at least 3'],
  ['storage-key', 'probe', '127.0.0.1:3900: the server does not know the access key id'],
  [
    'storage-secret',
    'log',
    'software.amazon.awssdk.services.s3.model.S3Exception: The request signature we calculated does not match the signature you provided. (Service: S3, Status Code: 403)',
  ],
  [
    'storage-region',
    'log',
    "AuthorizationHeaderMalformed: The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'garage'",
  ],
  [
    'storage-clock',
    'log',
    'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
  ],
  ['storage-session', 'log', 'ExpiredToken: The provided token has expired.'],
  [
    'storage-credentials-missing',
    'log',
    'software.amazon.awssdk.core.exception.SdkClientException: Unable to load credentials from any of the providers in the chain',
  ],
  [
    'bucket-missing',
    'log',
    'software.amazon.awssdk.services.s3.model.NoSuchBucketException: The specified bucket does not exist (Service: S3, Status Code: 404)',
  ],
  ['bucket-taken', 'log', 'BucketAlreadyExists: The requested bucket name is not available.'],
  [
    'bucket-forbidden',
    'log',
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
  ],
  [
    'storage-unsupported',
    'log',
    'S3Exception: Unimplemented action: GetObjectTagging (Service: S3, Status Code: 501)',
  ],
  ['storage-full', 'log', 'XMinioStorageFull: Storage backend has reached its minimum free drive threshold.'],
  ['disk-full', 'log', 'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device'],
  [
    'disk-full',
    'provider',
    'Error: writing blob: storing blob to file "/var/tmp/storage": write /var/tmp/storage: no space left on device',
  ],
  ['disk-full', 'log', 'Error: ENOSPC: no space left on device, write'],
  [
    'shared-memory-too-small',
    'log',
    'ERROR:  could not resize shared memory segment "/PostgreSQL.14" to 8388608 bytes: No space left on device',
  ],
  ['watch-limit', 'log', 'Error: ENOSPC: System limit for number of file watchers reached, watch /app'],
  [
    'process-limit',
    'log',
    'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
  ],
  [
    'kernel-setting',
    'log',
    'max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]',
  ],
  [
    'network-pool-empty',
    'provider',
    'Error response from daemon: all predefined address pools have been fully subnetted',
  ],
  [
    'network-pool-empty',
    'provider',
    'failed to create network shop_default: Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
  ],
  [
    'network-overlap',
    'provider',
    'Error: subnet 10.1.0.0/24 is already used on the host or by another config',
  ],
  [
    'network-broken',
    'provider',
    'Error response from daemon: Failed to Setup IP tables: Unable to enable SKIP DNAT rule:  (iptables failed: iptables --wait -t nat -I DOCKER -i br-1 -j RETURN: iptables: No chain/target/match by that name.',
  ],
  [
    'device-missing',
    'provider',
    'Error response from daemon: could not select device driver "nvidia" with capabilities: [[gpu]]',
  ],
  [
    'device-missing',
    'provider',
    'Error: stat /dev/dri: no such file or directory: error gathering device information while adding custom device "/dev/dri": no such file or directory',
  ],
  [
    'limit-refused',
    'provider',
    'Error response from daemon: Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available',
  ],
  [
    'container-name-taken',
    'provider',
    'Error response from daemon: Conflict. The container name "/web" is already in use by container "ab12". You have to remove (or rename) that container',
  ],
  [
    'container-name-taken',
    'provider',
    'Error: creating container storage: the container name "web" is already in use by ab12. You have to remove that container to be able to reuse that name: that name is already in use',
  ],
  [
    'variable-missing',
    'provider',
    'error while interpolating services.web.environment.KEY: required variable S3_KEY is missing a value: the key of the storage',
  ],
  [
    'manifest-invalid',
    'provider',
    'service "web" depends on undefined service "ghost": invalid compose project',
  ],
  ['manifest-invalid', 'provider', 'yaml: line 7: mapping values are not allowed in this context'],
  ['manifest-invalid', 'provider', 'services.web.ports.0 must be a string or number'],
  [
    'provider-too-old',
    'provider',
    "validating compose.yml: services.web additional properties 'pre_start' not allowed",
  ],
  [
    'provider-too-old',
    'provider',
    'services.web.healthcheck Additional property start_interval is not allowed',
  ],
  ['provider-too-old', 'provider', "Unsupported config option for services.web: 'develop'"],
  ['provider-too-old', 'provider', 'podman-compose: error: unrecognized arguments: --wait'],
  [
    'engine-gone',
    'provider',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  [
    'engine-gone',
    'provider',
    'Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`',
  ],
  [
    'engine-forbidden',
    'provider',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
  ],
  [
    'security-profile',
    'engine',
    'unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/exec: no such file or directory',
  ],
];

const failingCheck = {
  service: serviceSeen('web', {
    container: containerSeen({
      state: 'running',
      health: 'unhealthy',
      healthcheck: { test: ['CMD', 'curl'], intervalMs: 2000, timeoutMs: 5000, retries: 3, startPeriodMs: 0 },
      healthLog: [{ exitCode: 1, output: '' }],
    }),
  }),
};

describe('the words of engines, providers and programs', () => {
  it.each(rows)('tell of %s (%s: %s)', (code, from, text) => {
    const isCheck = code.startsWith('health-');
    expect(codeOf(from, text, isCheck ? failingCheck : {})).toBe(code);
  });
});
