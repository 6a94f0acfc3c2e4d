import { expect, it } from 'vitest';
import { nearest } from '../../../src/options/nearest.ts';

const storages = ['ext', 'garage', 'minio', 'none', 'seaweed'];

it.each([
  ['garag', 'garage'],
  ['grage', 'garage'],
  ['agrage', 'garage'],
  ['Minio', 'minio'],
  ['miino', 'minio'],
  ['seewead', 'seaweed'],
  ['nome', 'none'],
  ['ceph', undefined],
  ['', undefined],
  ['postgresql', undefined],
])('%j is taken for %s', (word, expected) => {
  expect(nearest(word, storages)).toBe(expected);
});

it('takes nothing for anything where there is nothing', () => {
  expect(nearest('garage', [])).toBeUndefined();
});
