import { describe, expect, it } from 'vitest';
import { isSafeBare } from '../../../src/render/bare-text.ts';

// Each was given to the YAML reader of Helm and Kubernetes (sigs.k8s.io/yaml 1.6) as `v: WORD`.
describe('a word without quotes', () => {
  it.each([
    'archives-abc123',
    'our.recordings',
    '123abc',
    '2024-01-01',
    '1.2.3',
    '1-2',
    '0x1g',
    '12-30',
    'nan',
    'true-x',
    'us-east-1',
    'e10',
    '1e5x',
  ])('stays the text %s', (word) => expect(isSafeBare(word)).toBe(true));

  it.each(['12345', '017', '089', '1.5', '1.', '1e5', '12e03', '1e-5', '0x1f', '0XFE', '0b11', '0o17'])(
    '%s becomes a number',
    (word) => expect(isSafeBare(word)).toBe(false),
  );

  it.each(['1_000', '0x_1f', '_1', '1__0'])('%s becomes a number in spite of its underscores', (word) =>
    expect(isSafeBare(word)).toBe(false),
  );

  it.each(['true', 'False', 'yes', 'NO', 'on', 'off', 'y', 'n', 'null', '~', '.nan', '-.inf'])(
    '%s becomes something else',
    (word) => expect(isSafeBare(word)).toBe(false),
  );

  it.each(['', '-', '---', ' a', 'a b', 'a: b', '&a', '*a', '!a', '#a', '{a}', '"a"', 'a\nb'])(
    'has no business here: %j',
    (word) => expect(isSafeBare(word)).toBe(false),
  );
});
