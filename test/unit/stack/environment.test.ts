import { expect, it } from 'vitest';
import { environmentOf } from '../../../src/stack/environment.ts';

it('an environment is read in both forms of Compose', () => {
  const expected = [
    ['A', '1'],
    ['B', 'x=y'],
  ];
  expect(environmentOf({ environment: { A: 1, B: 'x=y', C: null } })).toEqual(expected);
  expect(environmentOf({ environment: ['A=1', 'B=x=y', 'C'] })).toEqual(expected);
});
