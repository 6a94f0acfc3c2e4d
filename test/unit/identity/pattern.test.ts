import { describe, expect, it } from 'vitest';
import { randomText } from '../../../src/identity/pattern.ts';

describe('random text', () => {
  it.each([
    ['GK[0-9a-f]{24}', /^GK[0-9a-f]{24}$/],
    ['[A-Za-z0-9]{32}', /^[A-Za-z0-9]{32}$/],
    ['[a-c]', /^[a-c]$/],
    ['a-b_[xy]{3}-[0-9]{2}', /^a-b_[xy]{3}-[0-9]{2}$/],
    ['[a-]{9}', /^[a-]{9}$/],
    ['abc', /^abc$/],
    ['', /^$/],
  ])('fits the pattern %s', (pattern, expected) => {
    for (let i = 0; i < 50; i++) expect(randomText(pattern)).toMatch(expected);
  });

  it('uses the whole alphabet and is never the same', () => {
    const texts = Array.from({ length: 50 }, () => randomText('[a-z0-9]{40}'));
    expect(new Set(texts.join('')).size).toBe(36);
    expect(new Set(texts).size).toBe(50);
  });

  it.each(['[a-z', 'a.b', '(a|b)', 'a{3}', '[a-z]+', '[a-z]{2,3}', '[]', '[z-a]{3}', '\\d'])(
    'is refused for the pattern %s, which it does not know',
    (pattern) => {
      expect(() => randomText(pattern)).toThrow(`pattern "${pattern}": got "`);
    },
  );
});
