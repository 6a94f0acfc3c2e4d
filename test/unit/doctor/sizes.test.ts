import { expect, it } from 'vitest';
import { bytesOf, shownBytes } from '../../../src/doctor/sizes.ts';

it.each<[string, number | undefined]>([
  ['512m', 512 * 1024 ** 2],
  ['512M', 512 * 1024 ** 2],
  ['1gb', 1024 ** 3],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['100', 100],
  ['64b', 64],
  ['', undefined],
  ['much', undefined],
  ['-1', undefined],
])('"%s" is %s bytes', (text, expected) => {
  expect(bytesOf(text)).toBe(expected);
});

it.each<[number, string]>([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1536 * 1024 ** 2, '1.5 GiB'],
  [16 * 1024 ** 3, '16 GiB'],
  [5000 * 1024 ** 4, '5000 TiB'],
])('%i bytes are shown as %s', (bytes, expected) => {
  expect(shownBytes(bytes)).toBe(expected);
});
