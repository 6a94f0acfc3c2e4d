import { describe, expect, it } from 'vitest';
import { parseAndCheck } from '../../../src/library/open.ts';

const check = (block: string, rest = '') =>
  parseAndCheck(`x-smoke:\n  kind: tool\n  summary: s\n${block}${rest}`, 'f.yml');

describe('a fragment', () => {
  it.each([
    [
      'an unknown key, with the near match',
      '  parametres: {}\n',
      'f.yml:4: x-smoke.parametres: is not known',
      'Did you mean parameters?',
    ],
    [
      'an unknown key of a parameter',
      '  parameters:\n    A:\n      help: a\n      defalt: b\n',
      'f.yml:7: x-smoke.parameters.A.defalt: is not known',
      'Did you mean default?',
    ],
    [
      'an unknown key with a map below',
      '  parametres:\n    A: { help: a }\n',
      'f.yml:4: x-smoke.parametres',
      'Did you mean',
    ],
    [
      'a parameter without help',
      '  parameters:\n    A: { default: b }\n',
      "f.yml:5: x-smoke.parameters.A: must have required property 'help'",
      '',
    ],
    [
      'a number for a text',
      '  parameters:\n    A: { help: a, default: 1 }\n',
      'f.yml:5: x-smoke.parameters.A.default: got 1, expected string',
      '',
    ],
    [
      'an unknown kind of probe',
      '  probes:\n    - { name: p, kind: ping }\n',
      'f.yml:5: x-smoke.probes.0.kind: got "ping", expected one of http, tcp, tls, exec, s3',
      '',
    ],
    [
      'a mode that is no mode',
      '  files:\n    a/b: { mode: "644" }\n',
      'f.yml:5: x-smoke.files.a/b.mode: got "644"',
      '',
    ],
    [
      'an owner that is no pair of numbers',
      '  files:\n    a/b: { owner: root }\n',
      'f.yml:5: x-smoke.files.a/b.owner: got "root"',
      '',
    ],
    [
      'a setting of the kernel without a reason',
      '  kernel:\n    a: { vm.max_map_count: { least: 1 } }\n',
      "f.yml:5: x-smoke.kernel.a.vm.max_map_count: must have required property 'why'",
      '',
    ],
    [
      'a setting that is none of the kernel',
      '  kernel:\n    a: { "../x": { least: 1, why: w } }\n',
      'f.yml:5: x-smoke.kernel.a',
      '',
    ],
    [
      'a name that is no variable',
      '  parameters:\n    a-b: { help: a }\n',
      'f.yml:5: x-smoke.parameters.a-b',
      '',
    ],
    [
      'a port over 65535',
      '  probes:\n    - { name: p, kind: tcp, host: h, port: 65536 }\n',
      'f.yml:5: x-smoke.probes.0.port',
      '',
    ],
    [
      'a certificate without hosts',
      '  certificates:\n    c: { hosts: [] }\n',
      'f.yml:5: x-smoke.certificates.c.hosts',
      '',
    ],
  ])('with %s is refused', async (_, block, message, hint) => {
    await expect(check(block)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 2,
    });
    if (hint !== '')
      await expect(check(block)).rejects.toMatchObject({ hint: expect.stringContaining(hint) });
  });

  it.each(['constructor', 'toString', '__proto__'])('may not call a parameter %s', async (name) => {
    await expect(check(`  parameters:\n    ${name}: { help: a }\n`)).rejects.toThrow(
      `f.yml:5: x-smoke.parameters.${name}: got`,
    );
  });

  it.each(['/etc/passwd', '../x', 'a/../b', 'a/..', 'a/./b', 'a', 'a/', 'A b/c', '"a/b\\nc"'])(
    'may not place a file at %s',
    async (path) => {
      await expect(check(`  files:\n    ${path}: { content: x }\n`)).rejects.toThrow(
        /f\.yml:\d+: x-smoke\.files/,
      );
    },
  );

  it.each(['a/b', 'a/b/c.d', 'a/..b', 'a-1/x y'])('may place a file at %s', async (path) => {
    await expect(check(`  files:\n    ${path}: { content: x }\n`)).resolves.toBeDefined();
  });

  it.each(['/etc/x.yml', '../x.yml', 'a/../../x.yml', 'x.txt'])(
    'may not have the variant %s',
    async (path) => {
      await expect(check(`  variants:\n    proxy: { tls: [${path}] }\n`)).rejects.toThrow(
        /f\.yml:5: x-smoke\.variants/,
      );
    },
  );

  it.each([
    ['without x-smoke', 'services: {}\n', 'f.yml:1: x-smoke: is missing'],
    ['that is a list', '- a\n', 'f.yml:1: expected a Compose file'],
    ['that is a text', 'hello\n', 'f.yml:1: expected a Compose file'],
    ['with x-smoke as a text', 'x-smoke: hello\n', 'f.yml:1: x-smoke: got "hello", expected object'],
    ['without kind', 'x-smoke: { summary: s }\n', "must have required property 'kind'"],
    [
      'with an unknown kind',
      'x-smoke: { kind: stroage, summary: s }\n',
      'expected one of app, variant, storage, sample, tool',
    ],
    [
      'with a list of services',
      'x-smoke: { kind: tool, summary: s }\nservices: [a]\n',
      'f.yml:2: services: expected a map of services',
    ],
  ])('%s is refused', async (_, text, message) => {
    await expect(parseAndCheck(text, 'f.yml')).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 2,
    });
  });
});
