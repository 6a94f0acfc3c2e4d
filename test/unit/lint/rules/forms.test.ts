import { describe, expect, it } from 'vitest';
import { lintCompose, lintFiles } from '../../../../src/lint/lint.ts';
import { linesOf, obligations, web } from '../say.ts';

const form = (text: string): string[] =>
  lintCompose(text, 'stack.yml')
    .filter(({ rule }) => rule === 'wrong-form')
    .map(({ path, message }) => `${path}: ${message}`);

obligations('forms', [
  {
    rule: 'wrong-form',
    line: 2,
    bad: 'services:\n  a:\n',
    near: 'a service',
    good: web('restart: always'),
  },
  {
    rule: 'wrong-form',
    line: 5,
    bad: web('environment:', '  - {A: b}'),
    near: 'every form that Compose takes',
    good: web(
      'environment: {A: 1, B: true, C: , D: "x"}',
      'command:',
      'deploy:',
      'user: "1000"',
      'hostname: ${HOST}',
      'ports: ["80", 81, {target: 82}]',
      'networks: {default: }',
      'depends_on: []',
      'build: .',
      'init: true',
      'expose: [80]',
      'volumes: !reset null',
    ),
  },
  {
    rule: 'nothing-to-start',
    line: 3,
    bad: 'name: shop\nservices:\n  a:\n    command: date\n',
    near: 'an overlay alone',
    good: 'services:\n  a:\n    command: date\n',
  },
  {
    rule: 'nothing-to-start',
    line: 4,
    file: 'compose.yml',
    bad: 'services:\n  b:\n    image: "x:1"\n  a: {}\n',
    near: 'a build, a base and a file that is included',
    good: 'include: [base.yml]\nservices: {a: {build: .}, b: {extends: a}, c: {}}\n',
  },
]);

describe('a value of the wrong form', () => {
  it('must be found at a service', () => {
    expect(form('services: {a: null, b: 3, c: [1]}\n')).toEqual([
      'services.a: nothing where a map belongs',
      'services.b: a number where a map belongs',
      'services.c: a list where a map belongs',
    ]);
  });

  it('must be found at each of its attributes', () => {
    expect(
      form(
        'services: {a: {image: [1], ports: 3, environment: 7, depends_on: 5, deploy: [], healthcheck: "x"}}\n',
      ),
    ).toEqual([
      'services.a.image: a list where a text belongs',
      'services.a.ports: a number where a list belongs',
      'services.a.environment: a number where a map or a list belongs',
      'services.a.depends_on: a number where a map or a list belongs',
      'services.a.deploy: a list where a map belongs',
      'services.a.healthcheck: a text where a map belongs',
    ]);
  });

  it.each([
    ['volumes: [a]', 'volumes: a list where a map belongs'],
    ['networks: {a: b}', 'networks.a: a text where a map belongs'],
    ['secrets: {a: }', 'secrets.a: nothing where a map belongs'],
  ])('must be found at the top level: %s', (line, message) => {
    expect(form(`${web('restart: always')}${line}\n`)).toEqual([message]);
  });

  it('must be cured by quotes where they are all that is missing', () => {
    const [finding] = lintCompose(web('user: 1000'), 'a.yml').filter(({ rule }) => rule === 'wrong-form');
    expect(finding?.cure).toBe('a text: put it in quotes');
  });
});

describe('files of one project', () => {
  it('must bring what one of them leaves out, and be told once what none has', () => {
    const base = 'services:\n  a:\n    image: "x:1"\n  b: {}\n';
    const overlay = 'services:\n  a:\n    command: date\n  b: {}\n';
    const found = lintFiles([
      { file: 'base.yml', text: base },
      { file: 'overlay.yml', text: overlay },
    ]).filter(({ rule }) => rule === 'nothing-to-start');
    expect(found.map(({ file, line }) => `${file}:${line}`)).toEqual(['base.yml:4']);
    expect(linesOf('nothing-to-start', overlay)).toEqual([]);
  });
});
