import { describe, expect, it } from 'vitest';
import { lintCompose } from '../../../../src/lint/lint.ts';
import { linesOf, obligations, web } from '../say.ts';

const image = (name: string, ...more: readonly string[]): string =>
  ['services:', '  it:', `    image: ${name}`, ...more.map((line) => `    ${line}`), ''].join('\n');
const two = (first: string, second: string): string =>
  `${web('ports:', `  - "${first}"`)}  other:\n    image: example.net/other:1\n    ports: ["${second}"]\n`;

obligations('ports', [
  {
    rule: 'world-open',
    line: 5,
    bad: web('ports:', '  - "8080:80"'),
    near: 'the loopback',
    good: web('ports:', '  - "127.0.0.1:8080:80"', '  - "[::1]:8080:80"'),
  },
  {
    rule: 'world-open',
    line: 5,
    bad: web('ports:', '  - target: 80'),
    near: 'the loopback in long form',
    good: web('ports:', '  - target: 80', '    host_ip: 127.0.0.1'),
  },
  {
    rule: 'duplicate-port',
    line: 8,
    bad: two('8080-8090:80-90', '8085:1'),
    near: 'another protocol',
    good: two('8080:80', '8080:1/udp'),
  },
  {
    rule: 'duplicate-port',
    line: 8,
    bad: two('127.0.0.1:8080:80', '8080:1'),
    near: 'another address',
    good: two('127.0.0.1:8080:80', '127.0.0.2:8080:1'),
  },
  {
    rule: 'privileged-port',
    line: 5,
    bad: web('ports:', '  - "127.0.0.1:80:80"'),
    near: 'a low port of the container alone',
    good: web('ports:', '  - "127.0.0.1:8080:80"', '  - "127.0.0.1::81"'),
  },
  {
    rule: 'scaled-port',
    line: 5,
    bad: web('ports:', '  - "8080:80"', 'deploy: { replicas: 2 }'),
    near: 'a range as wide as the replicas',
    good: web('ports:', '  - "8080-8081:80"', 'deploy: { replicas: 2 }'),
  },
  {
    rule: 'bad-port',
    line: 5,
    bad: web('ports:', '  - "8080-8090:80-85"'),
    near: 'ranges as wide as each other',
    good: web('ports:', '  - "8080-8085:80-85"', '  - "8080-8090:80"'),
  },
  {
    rule: 'unheard-port',
    line: 4,
    bad: image('quay.io/prometheus/prometheus:v3.13.1', 'expose: ["9990"]'),
    near: 'a command that names the port',
    good: image(
      'quay.io/prometheus/prometheus:v3.13.1',
      'expose: ["9990"]',
      'command: ["--web.listen-address=:9990"]',
    ),
  },
]);

obligations('images', [
  {
    rule: 'no-tag',
    line: 3,
    bad: image('registry.access.redhat.com/ubi9/ubi-micro'),
    near: 'a registry with a port, a digest, and one that is built',
    good: image('localhost:5000/app:1').concat(
      '  b:\n    image: app@sha256:00ff\n  c:\n    image: app\n    build: .\n',
    ),
  },
  {
    rule: 'moving-tag',
    line: 3,
    bad: image('"quay.io/oauth2-proxy/oauth2-proxy:latest-alpine"'),
    near: 'a version, and a digest beside latest',
    good: image('redis:7-alpine').concat('  b:\n    image: redis:latest@sha256:00ff\n'),
  },
  {
    rule: 'image-gone',
    line: 3,
    bad: image('minio/minio:RELEASE.2025-04-22T22-12-26Z'),
    near: 'the last release where it still is',
    good: image('quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z'),
  },
  {
    rule: 'image-gone',
    line: 3,
    bad: image('localstack/localstack'),
    near: 'the last one without an account',
    good: image('docker.io/localstack/localstack:4.14.0'),
  },
]);

describe('the default of an image variable', () => {
  it('must be looked at', () => {
    expect(linesOf('moving-tag', image('${IMAGE:-quay.io/a/b:${VERSION:-latest}}'))).toEqual([3]);
  });

  it('must not be guessed where there is none', () => {
    expect(linesOf('no-tag', image('${IMAGE}'))).toEqual([]);
  });
});

describe('an image of which no other tag is known', () => {
  it('must be a note, so that it does not fail a check', () => {
    const [finding] = lintCompose(
      image('quay.io/redhat-java-monitoring/quarkus-native:latest'),
      'a.yml',
    ).filter(({ rule }) => rule === 'moving-tag');
    expect(finding).toMatchObject({ severity: 'note', code: 'SM402' });
  });
});
