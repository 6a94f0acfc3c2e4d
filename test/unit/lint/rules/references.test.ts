import { describe, expect, it } from 'vitest';
import { lintCompose, lintFiles } from '../../../../src/lint/lint.ts';
import { obligations, web } from '../say.ts';

const named = (text: string): string => `name: shop\n${text}`;
const pair = (first: string, second: string): string =>
  `services:\n  a:\n    image: x:1\n    depends_on: [${first}]\n  b:\n    image: x:1\n    depends_on: [${second}]\n`;

obligations('references', [
  {
    rule: 'dangling-service',
    line: 4,
    bad: web('depends_on: [db]'),
    near: 'one that need not be there',
    good: web('depends_on:', '  db: { condition: service_started, required: false }'),
  },
  {
    rule: 'dangling-service',
    line: 4,
    bad: web('network_mode: "service:vpn"'),
    near: 'a container',
    good: web('network_mode: "container:vpn"'),
  },
  {
    rule: 'dangling-resource',
    line: 5,
    bad: web('volumes:', '  - data:/data'),
    near: 'a path, an anonymous volume and one that is declared',
    good: `${web('volumes:', '  - data:/data', '  - ./x:/x', '  - /anonymous')}volumes:\n  data:\n`,
  },
  {
    rule: 'dangling-resource',
    line: 4,
    bad: web('networks: [back]'),
    near: 'the default network',
    good: web('networks: [default]'),
  },
  {
    rule: 'dangling-resource',
    line: 5,
    bad: web('secrets:', '  - source: key'),
    near: 'a secret that is declared',
    good: `${web('secrets:', '  - source: key')}secrets:\n  key: { file: ./key }\n`,
  },
  {
    rule: 'dependency-cycle',
    line: 4,
    bad: pair('b', 'a'),
    near: 'two that wait for a third',
    good: `${pair('c', 'c')}  c:\n    image: x:1\n`,
  },
  {
    rule: 'unused-resource',
    line: 5,
    bad: `${web()}volumes:\n  data: {}\n`,
    near: 'the default network',
    good: `${web()}networks:\n  default: {}\n`,
  },
]);

obligations('what services expect of each other', [
  {
    rule: 'inside-url',
    line: 5,
    bad: web('environment:', '  APP_PUBLIC_URL: http://web:8080/'),
    near: 'a URL that containers use',
    good: web('environment:', '  APP_URL: http://web:8080/'),
  },
  {
    rule: 'unknown-host',
    line: 6,
    bad: named(web('environment:', '  S3: http://s3:4566')),
    near: 'a host with dots, localhost and an alias',
    good: named(
      web(
        'environment:',
        '  A: http://s3.example.net',
        '  B: http://localhost:1',
        '  C: http://store:2',
        '  D: s3://bucket/prefix',
        'networks:',
        '  default: { aliases: [store] }',
      ),
    ),
  },
  {
    rule: 'unnamed-peer-port',
    line: 6,
    bad: `${web('expose: ["80"]', 'environment:', '  DB: tcp://db:5555')}  db:\n    image: x:1\n    expose: ["5432"]\n`,
    near: "a port in the other one's command",
    good: `${web('environment:', '  DB: tcp://db:5555')}  db:\n    image: x:1\n    expose: ["5432"]\n    command: --port 5555\n`,
  },
  {
    rule: 'unmounted-certificate',
    line: 5,
    bad: web('environment:', '  JDBC_URL: "jdbc:postgresql://db/x?sslrootcert=/truststore/ca.pem&x=y"'),
    near: "a mounted folder, and the system's",
    good: `${web('environment:', '  A: /truststore/ca.pem', '  B: /etc/ssl/certs/ca.crt', 'volumes: ["ca:/truststore:ro"]')}volumes:\n  ca: {}\n`,
  },
  {
    rule: 'bad-setting',
    line: 5,
    bad: web('environment:', '  QUARKUS_S3_ENDPOINT_OVERRIDE: ""'),
    near: 'a value that the user gives',
    good: web('environment:', '  QUARKUS_S3_ENDPOINT_OVERRIDE: ${S3_ENDPOINT:?storage}'),
  },
  {
    rule: 'bad-setting',
    line: 5,
    bad: web('environment:', '  STORAGE_BUCKETS_ARCHIVES_NAME: archives-AKIAIO'),
    near: 'a name that every provider takes',
    good: web('environment:', '  STORAGE_BUCKETS_ARCHIVES_NAME: archives-akiaio'),
  },
  {
    rule: 'idle-bucket',
    line: 6,
    bad: web('environment:', '  STORAGE_BUCKETS_ARCHIVES_NAME: a-1', '  CRYOSTAT_BUCKETS: aaa,bbb,ccc,a-1'),
    near: 'the names that are used',
    good: web('environment:', '  STORAGE_BUCKETS_ARCHIVES_NAME: a-1', '  CRYOSTAT_BUCKETS: a-1'),
  },
]);

describe('files of one project', () => {
  const overlay =
    'services:\n  web:\n    environment: { A: b }\n    depends_on: [db]\n    volumes: ["data:/data"]\n';

  it('must not be blamed for what a clear overlay leaves to others', () => {
    expect(lintCompose(overlay, 'overlay.yml').filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('must bring what one refers to another for', () => {
    const files = [
      { file: 'web.yml', text: web('depends_on: [db]', 'volumes: ["data:/data"]') },
      { file: 'db.yml', text: 'services:\n  db:\n    image: x:1\nvolumes:\n  data: {}\n' },
    ];
    expect(lintFiles(files).filter(({ rule }) => rule.startsWith('dangling'))).toEqual([]);
  });

  it('must be told as an error when they are together and one is missing', () => {
    const files = [
      { file: 'web.yml', text: web('depends_on: [db]') },
      { file: 'more.yml', text: 'services:\n  other:\n    image: x:1\n' },
    ];
    const dangling = lintFiles(files).find(({ rule }) => rule === 'dangling-service');
    expect(dangling).toMatchObject({ file: 'web.yml', line: 4, severity: 'error' });
  });

  it('must be doubted only, where one that names no project stands alone', () => {
    expect(
      lintCompose(web('depends_on: [db]'), 'web.yml').find(({ rule }) => rule === 'dangling-service'),
    ).toMatchObject({
      severity: 'warning',
      on: expect.stringContaining('right where another file of the project brings the service'),
    });
  });

  it('must be asked what was meant where a name is nearly right', () => {
    const text = `${web('depends_on: [databse]')}  database:\n    image: x:1\n`;
    expect(lintCompose(text, 'a.yml').find(({ rule }) => rule === 'dangling-service')).toMatchObject({
      severity: 'error',
      cure: 'did you mean database?',
    });
  });
});
