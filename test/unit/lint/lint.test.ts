import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintCompose, lintFiles } from '../../../src/lint/lint.ts';
import { rules } from '../../../src/lint/rules.ts';
import { linesOf, web } from './say.ts';

describe('the table of rules', () => {
  it('must have one code and one name a rule', () => {
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it('must be tested with one file where the rule speaks and one where it must not', () => {
    const folder = 'test/unit/lint/rules';
    const tests = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
    expect(rules.filter(({ name }) => !tests.some((text) => text.includes(`rule: '${name}'`)))).toEqual([]);
  });

  it('must be in the documentation, word by word', () => {
    const page = readFileSync('docs/lint.md', 'utf8').replaceAll('\\|', '|');
    const missing = rules.filter(
      ({ code, name, severity, summary, on, cure }) =>
        !page.includes(`| ${[code, `\`${name}\``, severity, summary, on, cure].join(' | ')} |`),
    );
    expect(missing.map(({ code }) => code)).toEqual([]);
  });
});

describe('a finding', () => {
  it('must say where, what, on which engine, and the cure', () => {
    const [finding] = lintCompose(web('restart: always', 'container_name: shop'), 'shop.yml').filter(
      ({ rule }) => rule === 'container-name',
    );
    expect(finding).toEqual({
      code: 'SM103',
      rule: 'container-name',
      severity: 'warning',
      file: 'shop.yml',
      line: 5,
      column: 5,
      endLine: 5,
      endColumn: 25,
      path: 'services.web.container_name',
      message: 'container_name shop',
      on: expect.stringContaining('cannot start beside it'),
      cure: expect.stringContaining('leave it out'),
      fixable: true,
    });
  });

  it('must be one where several aliases lead to one place', () => {
    const text = `x-ports: &ports\n  - "8080:80"\nservices:\n  a: { image: "x:1", ports: *ports }\n  b: { image: "x:1", ports: *ports }\n`;
    expect(linesOf('world-open', text)).toEqual([2]);
  });

  it('must be found behind a merge key', () => {
    expect(linesOf('privileged', `x-base: &base\n  privileged: true\n${web('<<: *base')}`)).toEqual([2]);
  });
});

describe('what the author does not want to hear', () => {
  const open = '- "8080:80"';

  it.each([
    ['on the line', web('ports:', `  ${open} # smoke-lint-ignore: SM301`)],
    ['above it, by name', web('ports:', '  # smoke-lint-ignore: world-open', `  ${open}`)],
    ['for the whole file', `${web('ports:', `  ${open}`)}x-smoke-lint: { ignore: [SM301] }\n`],
  ])('must be left out %s', (_, text) => {
    expect(linesOf('world-open', text)).toEqual([]);
  });

  it('must not hide another rule, or another line', () => {
    expect(linesOf('world-open', web('ports:', `  ${open} # smoke-lint-ignore: SM303`))).toEqual([5]);
    const two = web('ports:', `  ${open} # smoke-lint-ignore: SM301`, '  - "8081:81"');
    expect(linesOf('world-open', two)).toEqual([6]);
  });
});

describe('what is no Compose file', () => {
  it.each([
    ['a list', '- a\n', /expected a map with services/],
    ['nothing', '', /expected a map with services/],
    ['another format', 'server:\n  port: 80\n', /it has server, expected services/],
    ['services in a list', 'services: [web]\n', /stack\.yml:1 .*services is no map/],
    ['broken YAML', 'services:\n  web: [\n', /stack\.yml:\d+:\d+: /],
    ['an alias without anchor', 'services:\n  web: *base\n', /services\.web: the alias has no anchor/],
    ['itself as a value', 'services: &s\n  web: *s\n', /deep/],
    ['a bracket that never ends', `services: ${'['.repeat(20_000)}`, /deep|stack\.yml/],
    ['too long', `services: {}\n# ${'x'.repeat(9_000_000)}`, /characters/],
  ])('must be refused in one line: %s', (_, text, message) => {
    expect(() => lintCompose(text, 'stack.yml')).toThrow(message);
  });

  it('must be refused when its aliases would fill the memory', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &x${i + 1} [${`*x${i}, `.repeat(10)}]`);
    expect(() => lintCompose(`x0: &x0 [a]\n${levels.join('\n')}\nservices: {}\n`, 'bomb.yml')).toThrow(
      /100000 values/,
    );
  });
});

describe('odd but allowed files', () => {
  it.each([
    ['services without a body', 'services:\n  web:\n'],
    ['no services at all', 'services:\n'],
    [
      'words of every kind where others belong',
      'services:\n  web:\n    image: [1]\n    ports: 80\n    environment: 5\n    healthcheck: no\n    depends_on: {}\n    volumes: {a: b}\nvolumes: x\n',
    ],
    [
      'names that every object has',
      'services:\n  constructor:\n    image: x:1\n    depends_on: [__proto__]\n  toString: null\n',
    ],
    ['Windows line ends', web('ports:', '  - "8080:80"').replaceAll('\n', '\r\n')],
  ])('must be linted: %s', (_, text) => {
    expect(() => lintFiles([{ file: 'a.yml', text }])).not.toThrow();
  });
});
