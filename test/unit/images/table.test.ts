import { describe, expect, it } from 'vitest';
import type { ImageRow } from '../../../src/images/table.ts';
import { renderColumns, renderLines } from '../../../src/images/table.ts';

const locked = `sha256:${'0123456789abcdef'.repeat(4)}`;
const rows: ImageRow[] = [
  { image: 'quay.io/a:1', services: ['a'], variable: 'A_IMAGE', state: 'pinned', locked, present: true },
  {
    image: 'quay.io/old:1',
    services: ['w', 'x', 'y', 'z'],
    state: 'archived',
    why: 'it ended',
    present: false,
  },
  { image: 'quay.io/b', services: ['b'], state: 'latest', why: 'no other tag is known', present: true },
  { image: 'quay.io/c', services: [], state: 'latest', why: 'no other tag is known', present: true },
];

describe('the list of images', () => {
  it('is columns for people, with a remark for each reason', () => {
    expect(
      renderColumns(rows, (_, text) => text),
    ).toBe(`SERVICES  IMAGE          VARIABLE  STATE     DIGEST               ENGINE
a         quay.io/a:1    A_IMAGE   pinned    sha256:0123456789ab  there
w,3 more  quay.io/old:1            archived                       not there
b         quay.io/b                latest                         there
          quay.io/c                latest                         there

archived  quay.io/old:1: it ended
latest  2 images: no other tag is known
`);
  });

  it('is fields apart by tabs for programs, with whole digests', () => {
    expect(renderLines(rows).split('\n')[0]).toBe(`a\tquay.io/a:1\tA_IMAGE\tpinned\t${locked}\tthere`);
    expect(renderLines(rows).split('\n')[1]).toContain('w,x,y,z\t');
  });

  it('is nothing where there are none', () => {
    expect(renderColumns([], (_, text) => text) + renderLines([])).toBe('');
  });
});
