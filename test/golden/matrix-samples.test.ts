import { describe, it } from 'vitest';
import { holdEveryProperty } from './hold.ts';
import { samples } from './matrix.ts';

describe('a stack with samples has every property', () => {
  it.each(samples)('%s', holdEveryProperty);
});
