import { describe, expect, it } from 'vitest';
import { fillIn, forPath, keyPattern, takeField } from '../../../src/probes/journey-texts.ts';

describe('texts of a journey', () => {
  it.each([
    ['a known name', '{name}.jfr', { name: 'x' }, 'x.jfr'],
    ['a name that stands for others', '{key}', { key: 'up/{name}', name: 'x' }, 'up/x'],
    ['an encoded one', '{key:base64url}', { key: 'up/{name}', name: 'x' }, 'dXAveA'],
    ['a number of times in a regular expression', '^a{2}$', {}, '^a{2}$'],
    ['an unknown name', 'a/{id}', {}, undefined],
    ['a name that stands for an unknown one', '{key}', { key: '{id}' }, undefined],
  ])('%s', (_, text, known, expected) => {
    expect(fillIn(text, known)).toBe(expected);
  });

  it('keep slashes in paths, and nothing else that means something there', () => {
    expect(fillIn('/x/{key}', { key: 'a b/c?d=' }, forPath)).toBe('/x/a%20b/c%3Fd%3D');
  });

  it.each([
    ['up/*x*', 'up/1x2.json', true],
    ['up/*x*', 'up/1.json', false],
    ['a.b', 'aXb', false],
  ])('%s as a pattern for %s', (key, name, fits) => {
    expect(keyPattern(key).test(name)).toBe(fits);
  });
});

describe('the field of an answer', () => {
  const list = [
    { id: 1, name: 'a_smoke-1_x' },
    { id: 2, name: 'b_smoke-2_x' },
  ];
  it.each([
    ['of an object', { id: 7 }, { field: 'id' }, '7'],
    ['of the item that fits', list, { field: 'id', where: { name: '_{name}_' } }, '2'],
    ['of no item that fits', list, { field: 'id', where: { name: 'c' } }, undefined],
    ['that is not there', {}, { field: 'id' }, undefined],
    ['that every object inherits', {}, { field: 'constructor' }, undefined],
    ['of no JSON', undefined, { field: 'id' }, undefined],
    ['that is no text', { id: {} }, { field: 'id' }, undefined],
  ])('%s', (_, answer, taken, expected) => {
    expect(takeField(answer, taken, { name: 'smoke-2' })).toBe(expected);
  });
});
