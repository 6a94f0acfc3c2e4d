import { describe, expect, test } from 'vitest';
import { SmokeError } from '../../../../src/error.ts';
import { readSide } from '../../../../src/share/read/read-side.ts';
import { helmValues, secret } from './described.ts';

const mega = 1024 * 1024;
const repeat = (part: string, bytes = 8 * mega): string => part.repeat(Math.ceil(bytes / part.length));
const bomb = Array.from(
  { length: 30 },
  (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1},`.repeat(9)}]`,
);
const mergeBomb = Array.from(
  { length: 30 },
  (_, at) => `a${at}: &a${at} {${at === 0 ? 'x: y' : `<<: [${`*a${at - 1},`.repeat(9)}]`}}`,
);

const flat = (): string => Array.from({ length: 100_000 }, (_, at) => `k${at}: v`).join('\n');

describe('hostile texts are refused in one clear line, soon', () => {
  test.each<[string, () => string, RegExp]>([
    ['keys without end', flat, /^f.yaml:\d+: got more than 250000 parts/],
    [
      'brackets without end',
      () => repeat('['),
      /^f.yaml:1: got values that stand in each other more than 100 deep/,
    ],
    ['braces without end', () => repeat('{'), /100 deep/],
    ['dashes without end', () => repeat('- '), /100 deep/],
    ['question marks without end', () => repeat('? '), /100 deep/],
    ['colons without end', () => repeat(': '), /100 deep/],
    ['documents without end', () => repeat('--- a\n', mega), /250000 parts/],
    [
      'aliases that stand for more than a memory holds',
      () => bomb.join('\n'),
      /^f.yaml:\d: got aliases that make more than 1000000 values/,
    ],
    [
      'merge keys that stand for the same',
      () => mergeBomb.join('\n'),
      /aliases that make more than|no document|expected Helm values/,
    ],
    [
      'an alias inside of its own anchor',
      () => 'a: &a [*a]',
      /^f.yaml:1: got an alias without a finished anchor/,
    ],
    ['an alias without an anchor', () => 'a: *b', /alias without a finished anchor/],
    ['a tab that indents', () => 'storage:\n\tprovider: x', /^f.yaml:2: got (a tab|YAML)/],
    ['a key twice', () => 'storage:\n  a: 1\n  a: 2', /^f.yaml:3: got the key "a" twice/],
    [
      'a tag of JavaScript',
      () => 'storage: !!js/function "x"',
      /^f.yaml:1: got a tag that is not of plain YAML/,
    ],
    ['a binary tag', () => 'a: 1\nb: !!binary hunter2', /^f.yaml:2: got a tag/],
    ['NUL bytes', () => 'a: 1\nb: \0', /^f.yaml:2: got a NUL byte/],
    ['a text that does not end', () => 'a: "hunter2', /^f.yaml:1: got YAML that cannot be read/],
    ['a key that is a map', () => '{a: b}: c', /a key that is no text/],
    ['prototype keys alone', () => '__proto__: {storage: {provider: {url: x}}}', /expected Helm values/],
    [
      'five thousand resources',
      () => repeat('---\nkind: Cryostat\napiVersion: x\n', 160_000),
      /\d{4} descriptions of a Cryostat, expected one: .* and more$/,
    ],
  ])(
    '%s',
    (_, make, message) => {
      let thrown: unknown;
      try {
        readSide([{ name: 'f.yaml', text: make() }]);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(SmokeError);
      const { message: got, code } = thrown as SmokeError;
      expect(code).toBe('USAGE');
      expect(got).toMatch(message);
      expect(got).not.toContain('\n');
      expect(got).not.toContain('hunter2');
      expect(got.length).toBeLessThan(600);
    },
    20_000,
  );

  test('megabytes of Helm releases beside the Secret that counts are no trouble', () => {
    const data = 'H4sIAAAA'.repeat(mega / 8);
    const release = `apiVersion: v1\nkind: Secret\nmetadata: {name: sh.helm.release.v1.x}\ndata:\n  release: ${data}`;
    const texts = [
      release,
      release,
      release,
      release,
      helmValues(),
      secret('s3cred', { STORAGE_ACCESS_KEY_ID: 'a', STORAGE_ACCESS_KEY: 'b' }),
    ];
    const side = readSide([{ name: 'all.yaml', text: texts.join('\n---\n') }]);
    expect(side.credentials).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
  }, 20_000);

  test('prototype keys among others do nothing', () => {
    const side = readSide([
      { name: 'f.yaml', text: `${helmValues()}\n__proto__: {region: x}\nconstructor: y` },
    ]);
    expect(side.settings.region).toBe('eu-west-1');
    expect(({} as Record<string, unknown>)['region']).toBeUndefined();
  });

  test('an anchor that is used as Compose files do is followed', () => {
    const text =
      'x: &e {QUARKUS_S3_ENDPOINT_OVERRIDE: "https://a.example"}\nservices: {c: {environment: {<<: *e, A: b}}}';
    expect(readSide([{ name: 'f', text }]).settings.endpoint).toBe('https://a.example');
  });
});
