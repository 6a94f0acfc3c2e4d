import { describe, expect, it } from 'vitest';
import { cutText, oneLine, plainText } from '../../../src/report/plain-text.ts';

describe('plain text', () => {
  it.each<[string, string, string]>([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['titles of terminals', '\u001b]0;title\u0007text', 'text'],
    ['controls', 'a\u0000\u0007\u0008\u000b\u007f\u009bb', 'ab'],
    ['characters that turn the direction', 'a\u202egnp.exe\u202c\u2066b\u2069\u200f', 'agnp.exeb'],
    ['marks of byte order', '\ufeffa', 'a'],
  ])('has no %s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it.each<[string, string, string]>([
    ['ends of lines of every kind as one', 'a\r\nb\rc\u0085d\u2028e\u2029f', 'a\nb\nc\nd\ne\nf'],
    ['tabs', 'a\tb', 'a\tb'],
    ['joined emoji', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['a mark for half characters', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['a mark for what is no character', '\ufffe\uffff', '\ufffd\ufffd'],
  ])('has %s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('is one line where one is wanted', () => {
    expect(oneLine('  a \n\t b\u2028c ')).toBe('a b c');
  });

  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a😀b', 3, 'a…'],
  ])('%s in %i is %s, never half a character', (text, length, cut) => {
    expect(cutText(text, length)).toBe(cut);
  });
});
