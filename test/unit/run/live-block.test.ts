import { expect, it } from 'vitest';
import type { Output } from '../../../src/io.ts';
import { createLiveBlock } from '../../../src/run/live-block.ts';

it.each([
  [80, 1],
  [4, 2],
  [0, 1],
  [undefined, 1],
])('goes up over what it drew on a terminal with %s columns: %d', (columns, lines) => {
  let written = '';
  const output = { columns, write: (text: string) => (written += text) } as unknown as Output;
  const block = createLiveBlock(output);
  block.show('one two\n');
  block.show('other\n');
  expect(written).toBe(`one two\n\r\u001b[${lines}A\u001b[Jother\n`);
});
