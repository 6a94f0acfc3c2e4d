import { describe, expect, it } from 'vitest';
import { counted, humanSize, renderTable, sameNotes } from '../../../src/report/buckets.ts';

describe('buckets as text', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [123_456, '123 kB'],
    [999_999, '1.0 MB'],
    [1_500_000_000, '1.5 GB'],
  ])('has %i bytes as %s', (bytes, text) => {
    expect(humanSize(bytes)).toBe(text);
  });

  it('counts one and many', () => {
    expect([counted(1, 'object'), counted(2500, 'object')]).toEqual(['1 object', '2 500 objects']);
  });

  it('aligns columns, numbers to the right', () => {
    const rows = [
      { mark: 'good', cells: ['short', '5'] },
      { mark: 'open', cells: ['a-longer-name', ''], note: 'not there yet' },
    ] as const;
    expect(renderTable(['BUCKET', 'OBJECTS'], rows, (_, text) => text, [1])).toBe(
      '  BUCKET         OBJECTS\n✔ short                5\n- a-longer-name           not there yet\n',
    );
  });

  it('says the same thing once', () => {
    expect(
      sameNotes([
        ['a', 'x'],
        ['b', undefined],
        ['c', 'x'],
        ['d', 'y'],
      ]),
    ).toEqual(['a and 1 more: x', 'd: y']);
  });
});
