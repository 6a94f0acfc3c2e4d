import { describe, expect, it } from 'vitest';
import { holdEveryProperty } from './hold.ts';
import { cover, samples, stacks } from './matrix.ts';

describe('a stack of the quick part of the matrix has every property', () => {
  it.each(cover)('%s', holdEveryProperty);

  it('is one of the whole matrix', () => {
    const sorted = (words: string): string =>
      words
        .split(/ (?=-)/)
        .sort()
        .join(' ');
    const whole = new Set([...stacks, ...samples].map(sorted));
    expect(cover.filter((words) => !whole.has(sorted(words)))).toEqual([]);
  });
});
