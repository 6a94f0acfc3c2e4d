import { obligations, web } from '../say.ts';

/** A service with this image, and a check from line 5 on. */
function checked(image: string, test: string, ...more: readonly string[]): string {
  return [
    'services:',
    '  it:',
    `    image: "${image}"`,
    '    healthcheck:',
    `      test: ${test}`,
    ...more,
    '',
  ].join('\n');
}

const nginx = 'docker.io/library/nginx:1.27';
const garage = 'docker.io/dxflrs/garage:v2.4.1';
const proxy = 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3';
const waits = (condition: string, ...db: readonly string[]): string =>
  [
    web('restart: always', 'depends_on:', '  db:', `    condition: ${condition}`),
    '  db:',
    '    image: example.net/db:1',
    ...db,
    '',
  ]
    .join('\n')
    .replace('\n\n', '\n');

obligations('checks as they are written', [
  {
    rule: 'cmd-shell-words',
    line: 5,
    bad: checked(nginx, '["CMD-SHELL", "mc", "ready", "local"]'),
    near: 'one string',
    good: checked(nginx, '["CMD-SHELL", "mc ready local"]'),
  },
  {
    rule: 'cmd-operator',
    line: 5,
    bad: checked(nginx, '["CMD", "curl", "-f", "http://localhost", "||", "exit", "1"]'),
    near: 'a shell that gets the operator in its script',
    good: checked(nginx, '["CMD", "sh", "-c", "a || b"]'),
  },
  {
    rule: 'test-form',
    line: 5,
    bad: checked(nginx, '["curl", "-f", "http://localhost"]'),
    near: 'NONE',
    good: checked(nginx, '["NONE"]'),
  },
  {
    rule: 'cmd-spaces',
    line: 5,
    bad: checked(nginx, '["CMD", "psql", "-c", "select 1"]'),
    near: 'words without spaces',
    good: checked(nginx, '["CMD", "pg_isready", "-U", "me"]'),
  },
  {
    rule: 'health-timing',
    line: 6,
    bad: checked(nginx, '["CMD", "true"]', '      interval: 10'),
    near: 'durations in all units',
    good: checked(
      nginx,
      '["CMD", "true"]',
      '      interval: 1m30s',
      '      timeout: 500ms',
      '      start_period: 0s',
    ),
  },
  {
    rule: 'health-timing',
    line: 6,
    bad: checked(nginx, '["CMD", "true"]', '      retries: 0'),
    near: 'a number from the environment',
    good: checked(nginx, '["CMD", "true"]', '      retries: ${RETRIES:-3}'),
  },
  {
    rule: 'health-tight',
    line: 6,
    bad: checked(nginx, '["CMD", "true"]', '      timeout: 1s'),
    near: 'two seconds',
    good: checked(nginx, '["CMD", "true"]', '      timeout: 2s'),
  },
]);

obligations('checks against what the image holds', [
  {
    rule: 'no-shell',
    line: 5,
    bad: checked(garage, '["CMD-SHELL", "/garage status"]'),
    near: 'the program itself',
    good: checked(garage, '["CMD", "/garage", "status"]'),
  },
  {
    rule: 'no-shell',
    line: 5,
    bad: checked(proxy, 'wget -q http://localhost:4180/ping'),
    near: 'the variant with a shell',
    good: checked(`${proxy}-alpine`, 'wget -q http://localhost:4180/ping'),
  },
  {
    rule: 'missing-tool',
    line: 5,
    bad: checked('quay.io/cryostat/cryostat-storage:4.2.0', 'curl -f http://localhost:8333 || exit 1'),
    near: 'a tool that it has',
    good: checked(
      'quay.io/cryostat/cryostat-storage:4.2.0',
      '["CMD", "bash", "-c", ":>/dev/tcp/127.0.0.1/8333"]',
    ),
  },
  {
    rule: 'busybox-https',
    line: 5,
    bad: checked(`${proxy}-alpine`, 'wget -q --spider https://localhost:8443/ping'),
    near: 'plain http',
    good: checked(`${proxy}-alpine`, 'wget -q --spider http://localhost:4180/ping'),
  },
  {
    rule: 'wrong-port',
    line: 5,
    bad: checked(
      nginx,
      'curl -f http://localhost:10010',
      '    environment:',
      '      QUARKUS_HTTP_PORT: 10011',
    ),
    near: 'a second port that the service names',
    good: checked(
      nginx,
      'curl -f http://localhost:10010',
      '    expose: ["10010"]',
      '    environment:',
      '      QUARKUS_HTTP_PORT: 10011',
    ),
  },
  {
    rule: 'unset-variable',
    line: 5,
    bad: checked(nginx, 'pg_isready -d $$POSTGRES_DB', '    environment:', '      - POSTGRESQL_DATABASE=a'),
    near: 'a variable that is set, and one of the image',
    good: checked(
      nginx,
      'pg_isready -d $$POSTGRES_DB -h $$PGHOST',
      '    environment:',
      '      POSTGRES_DB: a',
    ),
  },
]);

obligations('waiting', [
  {
    rule: 'never-healthy',
    line: 6,
    bad: waits('service_healthy'),
    near: 'a service with a check',
    good: waits('service_healthy', '    healthcheck: { test: ["CMD", "true"] }'),
  },
  {
    rule: 'no-health',
    line: 2,
    bad: web(),
    near: 'a service that ends by itself, and one with a check',
    good: web('restart: "no"'),
  },
  {
    rule: 'no-restart',
    line: 4,
    bad: web('depends_on:', '  db: { condition: service_healthy }'),
    near: 'a service that is started again',
    good: web('restart: always', 'depends_on:', '  db: { condition: service_healthy }'),
  },
  {
    rule: 'never-done',
    line: 6,
    bad: waits('service_completed_successfully', '    restart: always'),
    near: 'a service that ends',
    good: waits('service_completed_successfully', '    restart: "no"'),
  },
  {
    rule: 'bound-to-name',
    line: 5,
    bad: web('environment:', '  QUARKUS_HTTP_HOST: web'),
    near: 'all addresses',
    good: web('environment:', '  QUARKUS_HTTP_HOST: 0.0.0.0'),
  },
]);
