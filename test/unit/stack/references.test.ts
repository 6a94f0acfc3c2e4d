import { describe, expect, it } from 'vitest';
import { collectReferences, fillReferences, type Reference } from '../../../src/stack/references.ts';

describe('references of a manifest', () => {
  it.each<[string, string, Reference[]]>([
    ['a required one has its help', '${A:?the key}', [{ name: 'A', help: 'the key' }]],
    ['a required one may have no help', '${A:?}', [{ name: 'A', help: '' }]],
    ['one with a default has it', '${A:-/run}/x', [{ name: 'A', fallback: '/run' }]],
    ['an empty default is a default', '${A:-}', [{ name: 'A', fallback: '' }]],
    [
      'the forms without a colon count as well',
      '${A?b}${C-d}',
      [
        { name: 'A', help: 'b' },
        { name: 'C', fallback: 'd' },
      ],
    ],
    ['bare ones count', '${A} $B', [{ name: 'A' }, { name: 'B' }]],
    ['escaped ones do not', '$${A} $$B $$$$C', []],
    ['an escaped dollar before one does not hide it', '$$${A}', [{ name: 'A' }]],
    ['text without dollars has none', 'A {B}', []],
  ])('%s', (_, text, expected) => {
    expect(collectReferences(text)).toEqual(expected);
  });

  it('are found everywhere, each once, in the order of their use', () => {
    const value = { a: ['${B}', { c: '${A:-1}' }], d: '${B}', e: 1, f: null, g: true };
    expect(collectReferences(value).map(({ name }) => name)).toEqual(['B', 'A']);
  });
});

describe('filling references', () => {
  it.each<[string, string, Record<string, string>, string | undefined]>([
    ['takes the environment', 'x${A:?b}y', { A: '1' }, 'x1y'],
    ['takes the default', '${A:-1}', {}, '1'],
    ['takes the environment over the default', '${A:-1}', { A: '2' }, '2'],
    ['takes an empty variable for an unset one', '${A:-1}', { A: '' }, '1'],
    ['gives nothing when a required one is unset', 'x${A:?b}', {}, undefined],
    ['gives nothing when a bare one is unset', 'x$A', {}, undefined],
    ['makes one dollar of two', 'a$$b', {}, 'a$b'],
    ['does not fill what it has filled in', '${A}', { A: '${B} $$' }, '${B} $$'],
  ])('%s', (_, text, environment, expected) => {
    expect(fillReferences(text, environment)).toBe(expected);
  });
});
