import { describe, expect, it } from 'vitest';
import { parseChallenge } from '../../../src/registry/challenge.ts';

describe('a challenge', () => {
  it.each([
    [
      'Bearer realm="https://a.example/token",service="a",scope="repository:x/y:pull,push"',
      { realm: 'https://a.example/token', service: 'a', scope: 'repository:x/y:pull,push' },
    ],
    ['bearer realm=https://a.example/token', { realm: 'https://a.example/token' }],
    ['Basic realm="b", Bearer realm="https://a.example"', { realm: 'https://a.example' }],
    ['Bearer realm="https://a.example", Basic realm="b"', { realm: 'https://a.example' }],
    ['Bearer realm="a\\"b"', { realm: 'a"b' }],
    ['Basic realm="b"', undefined],
    ['Bearer service="a"', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s is read as %o', (header, expected) => {
    expect(parseChallenge(header)).toEqual(expected);
  });

  it('of any length is read in time', () => {
    expect(parseChallenge(`Bearer ${'a="'.repeat(20_000)}`)).toBeUndefined();
    expect(parseChallenge(`${','.repeat(50_000)}${' '.repeat(5_000)}`)).toBeUndefined();
  });
});
