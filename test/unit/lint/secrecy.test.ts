// What a file hides must not come out through what is said of it.

import { describe, expect, it } from 'vitest';
import { fixFiles } from '../../../src/lint/fix.ts';
import { lintCompose } from '../../../src/lint/lint.ts';
import { rules } from '../../../src/lint/rules.ts';
import { findingsJson, renderFindings } from '../../../src/report/findings.ts';
import { createPaint } from '../../../src/report/paint.ts';
import { renderSarif } from '../../../src/report/sarif.ts';
import { linesOf, obligations, web } from './say.ts';

const secret = 'hunter4hunter4';

/** Everything that may be printed for a file. */
function printed(text: string): string {
  const findings = lintCompose(text, 'a.yml');
  const fixed = fixFiles([{ file: 'a.yml', text }]).flatMap((file) => file.fixed);
  return [
    renderFindings(findings, createPaint(false, {})),
    findingsJson(findings),
    renderSarif(findings, rules, '1'),
    ...fixed.map(({ message }) => message),
  ].join('\n');
}

const check = (test: string): string => web(`healthcheck: { test: ${test} }`);
const env = (line: string): string => web('environment:', `  ${line}`);

describe('a secret must not be told, in text, JSON and SARIF', () => {
  it.each([
    ['a first word with spaces', check(`[CMD-SHELL, "curl -u me:${secret} http://localhost", "b"]`)],
    ['words for a shell', check(`[CMD-SHELL, curl, -u, "me:${secret}", "http://localhost"]`)],
    ['a variable before the program', check(`[CMD-SHELL, "PGPASSWORD='a ${secret} b' psql", "b"]`)],
    ['an operator', check(`[CMD, "PASSWORD=${secret}", "||", "b"]`)],
    ['a list without CMD', check(`["http://me:${secret}@localhost"]`)],
    ['a word with spaces', check(`[CMD, curl, "-u me:${secret} http://localhost"]`)],
    ['a nested default', env(`URL: "postgres://me:${secret}@\${A:-\${B}}"`)],
    ['a default that is nested', env(`PASSWORD: "\${A:-${secret}\${B}}"`)],
    ['an anchor by mistake', env(`PASSWORD: &${secret}`)],
    ['a key by mistake', web(`environment: {PASSWORD=${secret}}`)],
    ['a key twice', web(`environment: {PASSWORD=${secret}: 1, PASSWORD=${secret}: 2}`)],
    ['an attribute by mistake', web(`"PASSWORD=${secret}": x`, `"postgres://me:${secret}@db": x`)],
    ['a list item by mistake', env(`- "API_TOKEN: ${secret}=="`)],
    [
      'a name like another',
      web(`environment: ["POSTGRES_X: ${secret}"]`, 'healthcheck: {test: "echo $$POSTGRES_DB"}'),
    ],
    ['environment in one word', web(`environment: PASSWORD=${secret}`)],
    [
      'a command that is a map',
      web(`command: {password: ${secret}}`, `entrypoint: {--password=${secret}: }`),
    ],
    ['an image with a password', `services: {web: {image: "https://me:${secret}@registry.example/app:1"}}\n`],
    ['a service that is a word', `services: {web: {image: "x:1"}, db: "PASSWORD=${secret}"}\n`],
  ])('%s', (_, text) => {
    const said = printed(text);
    expect(said).not.toContain(secret);
  });

  it.each([
    ['an alias by mistake', env(`PASSWORD: *${secret}`)],
    ['a header of a block by mistake', env(`PASSWORD: |${secret}`)],
    ['a file of another kind', `PASSWORD=${secret}: 1\n`],
    ['a bracket too many', `${env(`PASSWORD: "a" ${secret}`)}`],
  ])('of a file that is refused for %s', (_, text) => {
    expect(() => lintCompose(text, 'a.yml')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });
});

describe('a command of a health check', () => {
  it('must be told by its program', () => {
    expect(printed(check('[CMD-SHELL, "curl -f http://localhost", "b"]'))).toContain('curl');
  });
});

obligations('passwords in commands', [
  ...[
    ['-u', 'me:kGv7qLw2'],
    ['--user', 'me:kGv7qLw2'],
    ['-sfu', 'me:kGv7qLw2'],
    ['--proxy-user', '"me:kGv7qLw2"'],
  ].flatMap(([option, value]) => [
    {
      rule: 'secret-in-clear',
      line: 4,
      bad: web(`healthcheck: { test: 'curl ${option} ${value} http://localhost' }`),
      near: 'references',
      good: web(
        `healthcheck: { test: 'curl ${option} "me:$$PASSWORD" http://localhost' }`,
        `command: 'curl ${option} "me:\${PASSWORD:?}" http://localhost'`,
      ),
    },
  ]),
  {
    rule: 'secret-in-clear',
    line: 5,
    bad: web('healthcheck:', '  test: [CMD, curl, -u, "me:kGv7qLw2", "http://localhost"]'),
    near: 'a user and a group',
    good: web('command: [setpriv, -u, "me:them", "true"]'),
  },
  {
    rule: 'secret-in-clear',
    line: 4,
    bad: web('command: [sh, -c, "curl --user me:kGv7qLw2 http://db"]'),
    near: 'a user alone',
    good: web('command: [sh, -c, "curl --user me http://db:80"]'),
  },
  {
    rule: 'secret-in-clear',
    line: 4,
    bad: web('healthcheck: { test: "wget --user=me --password=kGv7qLw2 http://localhost" }'),
    near: 'a password of the container',
    good: web('healthcheck: { test: "wget --user=me --password=$$PASSWORD http://localhost" }'),
  },
  {
    rule: 'well-known-secret',
    line: 4,
    bad: web('healthcheck: { test: "curl -u elastic:changeme http://localhost" }'),
    near: 'a reference',
    good: web('healthcheck: { test: "curl -u elastic:$$PASSWORD http://localhost" }'),
  },
  {
    rule: 'password-in-url',
    line: 4,
    bad: web('healthcheck: { test: "curl http://me:kGv7qLw2@localhost" }'),
    near: 'a reference',
    good: web('healthcheck: { test: "curl http://me:$$PASSWORD@localhost" }'),
  },
]);

describe('a key that was meant as an entry', () => {
  it('must be found as the secret that it is', () => {
    expect(linesOf('secret-in-clear', web('environment: {PASSWORD=kGv7qLw2}'))).toEqual([4]);
  });
});
