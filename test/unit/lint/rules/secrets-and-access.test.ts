import { describe, expect, it } from 'vitest';
import { lintCompose } from '../../../../src/lint/lint.ts';
import { linesOf, obligations, web } from '../say.ts';

const env = (...lines: readonly string[]): string => web('environment:', ...lines.map((line) => `  ${line}`));

obligations('secrets', [
  {
    rule: 'secret-in-clear',
    line: 5,
    bad: env('DB_PASSWORD: kGv7qLw2'),
    near: 'a reference, a file, a flag and a length',
    good: env(
      'DB_PASSWORD: ${DB_PASSWORD:?database}',
      'KEY_PASSWORD: /run/secrets/key',
      'API_TOKEN_FILE: x',
      'ALLOW_EMPTY_PASSWORD: "yes"',
      'PASSWORD_MIN_LENGTH: 12',
      'TOKEN_URL: http://a.example',
    ),
  },
  {
    rule: 'secret-in-clear',
    line: 5,
    bad: env('AUTHORIZATION: Basic dXNlcjpwYXNz'),
    near: 'the kind of an authorization',
    good: env('AUTHORIZATION_TYPE: Basic'),
  },
  {
    rule: 'well-known-secret',
    line: 5,
    bad: env('- MINIO_ROOT_PASSWORD=minioadmin'),
    near: 'a user of that name',
    good: env('- MINIO_ROOT_USER=minioadmin'),
  },
  {
    rule: 'private-key',
    line: 5,
    bad: env('TLS: "-----BEGIN RSA PRIVATE KEY-----\\nabc"'),
    near: 'a certificate',
    good: env('TLS: "-----BEGIN CERTIFICATE-----\\nabc"'),
  },
  {
    rule: 'password-in-url',
    line: 5,
    bad: env('DB: postgres://app:kGv7qLw2@db/app'),
    near: 'a user alone, and a reference',
    good: env('DB: postgres://app@db/app', 'OTHER: "postgres://app:${DB_PASSWORD}@db/app"'),
  },
]);

obligations('power over the host', [
  {
    rule: 'engine-socket',
    line: 5,
    bad: web('volumes:', '  - /var/run/docker.sock:/var/run/docker.sock'),
    near: 'a socket of another kind',
    good: web('volumes:', '  - /run/mysqld/mysqld.sock:/sock'),
  },
  {
    rule: 'socket-created',
    line: 5,
    bad: web('volumes:', '  - /var/run/docker.sock:/var/run/docker.sock'),
    near: 'a bind that must be there',
    good: web(
      'volumes:',
      '  - type: bind',
      '    source: /var/run/docker.sock',
      '    target: /sock',
      '    bind: { create_host_path: false }',
    ),
  },
  {
    rule: 'privileged',
    line: 4,
    bad: web('privileged: true'),
    near: 'the word no, and a small capability',
    good: web('privileged: false', 'cap_add: [NET_BIND_SERVICE]'),
  },
  {
    rule: 'host-namespace',
    line: 4,
    bad: web('network_mode: host'),
    near: 'the namespace of a service',
    good: web('network_mode: "service:web"'),
  },
  {
    rule: 'host-root',
    line: 5,
    bad: web('volumes:', '  - /:/host:ro'),
    near: 'one file of it',
    good: web('volumes:', '  - /etc/localtime:/etc/localtime:ro'),
  },
  {
    rule: 'open-jmx',
    line: 7,
    bad: web(
      'environment:',
      '  JAVA_OPTS: -Dcom.sun.management.jmxremote.port=7000 -Dcom.sun.management.jmxremote.authenticate=false',
      'ports:',
      '  - "7000"',
    ),
    near: 'the loopback',
    good: web(
      'environment:',
      '  JAVA_OPTS: -Dcom.sun.management.jmxremote.port=7000 -Dcom.sun.management.jmxremote.authenticate=false',
      'ports:',
      '  - "127.0.0.1:7000:7000"',
    ),
  },
]);

obligations('versions and words', [
  {
    rule: 'newer-feature',
    line: 4,
    bad: web('post_start:', '  - command: date'),
    near: 'what every supported version knows',
    good: web('stop_signal: SIGTERM'),
  },
  {
    rule: 'newer-feature',
    line: 5,
    bad: web('extra_hosts:', '  - "host.docker.internal:host-gateway"'),
    near: 'an address',
    good: web('extra_hosts:', '  - "host.docker.internal:10.0.0.1"'),
  },
  {
    rule: 'newer-feature',
    line: 4,
    bad: web('ports: !override', '  - "127.0.0.1:8080:80"'),
    near: 'a value without a tag',
    good: web('ports:', '  - "127.0.0.1:8080:80"'),
  },
  {
    rule: 'obsolete-version',
    line: 1,
    bad: `version: "3"\n${web()}`,
    near: "a version of one's own",
    good: `x-version: "3"\n${web()}`,
  },
  {
    rule: 'legacy-links',
    line: 4,
    bad: web('links: [web]'),
    near: 'depends_on',
    good: web('depends_on: [web]'),
  },
  {
    rule: 'swarm-only',
    line: 5,
    bad: web('deploy:', '  endpoint_mode: vip'),
    near: 'limits, which Compose obeys',
    good: web('deploy:', '  resources: { limits: { memory: 1g } }'),
  },
  {
    rule: 'unknown-attribute',
    line: 4,
    bad: web('enviroment: {}'),
    near: 'an extension',
    good: web('x-enviroment: {}', 'environment: { ANY: "1" }'),
  },
  {
    rule: 'bad-value',
    line: 4,
    bad: web('restart: sometimes'),
    near: 'a word that is allowed',
    good: web('restart: on-failure:3'),
  },
]);

describe("the manifest of a stack of smoke's own", () => {
  const own = (secret: string): string =>
    `# cryostat with storage garage, made by smoke. The same again:\n#   ./smoke -s garage\nname: cryostat\n${env('DB_PASSWORD: kGv7qLw2', `AWS_SECRET_ACCESS_KEY: ${secret}`)}x-smoke:\n  version: 1\n  app: cryostat\n  s3:\n    secretAccessKey: random-of-this-stack\n`;

  it('may hold its random secrets, which its head tells of', () => {
    expect(linesOf('secret-in-clear', own('random-of-this-stack'))).toEqual([]);
  });

  it('must not hold the key of a provider', () => {
    expect(linesOf('secret-in-clear', own('hunter2/hunter2+hunter2'))).toEqual([9]);
  });

  it('must be told from one that only says so', () => {
    const bare = own('random-of-this-stack').split('\n').slice(2).join('\n');
    expect(linesOf('secret-in-clear', bare)).toEqual([6, 7]);
  });
});

describe('a finding about a secret', () => {
  it('must not show it', () => {
    const text = env('DB_PASSWORD: kGv7qLw2', 'DB: postgres://app:kGv7qLw2@db/app');
    expect(JSON.stringify(lintCompose(text, 'a.yml'))).not.toContain('kGv7qLw2');
  });
});
