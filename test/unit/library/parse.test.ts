import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../src/library/parse.ts';

describe('a YAML file', () => {
  it('keeps !reset and !override as data', () => {
    const text = 'a: !reset\nb: !reset null\nc: !override [1, 2]\nd: !override { x: 1 }\ne: !override text\n';
    expect(parseYaml(text, 'f.yml').value).toEqual({
      a: { '!merge': 'reset', value: '' },
      b: { '!merge': 'reset', value: 'null' },
      c: { '!merge': 'override', value: [1, 2] },
      d: { '!merge': 'override', value: { x: 1 } },
      e: { '!merge': 'override', value: 'text' },
    });
  });

  it('may use anchors and merge keys, as Compose files do', () => {
    const text = 'x: &base { a: 1, b: 2 }\ny: { <<: *base, b: 3 }\nz: *base\n';
    expect(parseYaml(text, 'f.yml').value).toEqual({
      x: { a: 1, b: 2 },
      y: { a: 1, b: 3 },
      z: { a: 1, b: 2 },
    });
  });

  it('is YAML 1.2: only true and false are booleans', () => {
    expect(parseYaml('a: yes\nb: 0755\nc: 22:22\nd: true\n', 'f.yml').value).toEqual({
      a: 'yes',
      b: 755,
      c: '22:22',
      d: true,
    });
  });

  it('knows the line of every value by its path', () => {
    const { lines } = parseYaml('# head\na:\n  b: 1\n  c:\n    - x\n    - y: 2\nd.e: { f: 1 }\n', 'f.yml');
    expect(lines).toEqual({
      a: 2,
      'a.b': 3,
      'a.c': 4,
      'a.c.0': 5,
      'a.c.1': 6,
      'a.c.1.y': 6,
      'd.e': 7,
      'd.e.f': 7,
    });
  });

  it('may be empty', () => {
    expect(parseYaml('', 'f.yml').value).toEqual({});
  });

  it.each([
    ['a missing bracket', 'a: 1\nb: [1, 2\n', 'f.yml:3:'],
    ['a wrong indentation', 'a:\n  b: 1\n c: 2\n', 'f.yml:3:'],
    ['a tab', 'a:\n\tb: 1\n', 'f.yml:2:'],
    ['a key twice', 'a: 1\na: 2\n', 'f.yml:2:'],
    ['an unknown tag', 'a: !what 1\n', 'f.yml:1:'],
    ['two documents', 'a: 1\n---\nb: 1\n', 'f.yml:2:'],
  ])('with %s is refused with file and line', (_, text, place) => {
    expect(() => parseYaml(text, 'f.yml')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(place),
        hint: 'Expected a Compose file in YAML.',
        exitCode: 2,
      }),
    );
  });

  it('with an unknown alias is refused', () => {
    expect(() => parseYaml('a: *b\n', 'f.yml')).toThrow(/^f\.yml: Unresolved alias.*: b/);
  });

  it('with aliases that grow without end is refused', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
    ];
    expect(() => parseYaml(bomb.join('\n'), 'f.yml')).toThrow(/^f\.yml: Excessive alias/);
  });

  it('that is far too long is refused before it is read', () => {
    expect(() => parseYaml('#'.repeat(9 * 1024 * 1024), 'f.yml')).toThrow(
      'f.yml has 9437184 characters, expected 8388608 at most',
    );
  });
});

describe('values without end', () => {
  it('are refused', () => {
    expect(() => parseYaml('a: &a { b: *a }', 'mine.yml')).toThrow(
      'mine.yml: values stand in each other more than 100 deep',
    );
  });
});
