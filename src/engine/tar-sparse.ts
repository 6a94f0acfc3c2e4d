// Sparse files as old GNU archives hold them, told in the words of an extended header, which is all that engines read. Pure.

import { numberAt } from './tar.ts';

const numberBytes = 12;
const pairBytes = 2 * numberBytes;
const firstMap = { offset: 386, pairs: 4 };
const nextMap = { offset: 0, pairs: 21 };
const realSizeOffset = 483;

/** The records (GNU sparse 0.1) that say the same as a sparse header with its extension blocks. */
export function sparseRecords(blocks: Buffer, name: string): ReadonlyMap<string, string> {
  const numbers: number[] = [];
  for (let block = 0; block < blocks.length; block += 512) {
    const { offset, pairs } = block === 0 ? firstMap : nextMap;
    for (let pair = 0; pair < pairs; pair++) {
      const at = block + offset + pair * pairBytes;
      // An unused place is all zero bytes.
      if (blocks[at] === 0) break;
      numbers.push(numberAt(blocks, at, numberBytes), numberAt(blocks, at + numberBytes, numberBytes));
    }
  }
  if (!numbers.every(Number.isSafeInteger)) throw new Error('a sparse file has a damaged map');
  return new Map([
    ['GNU.sparse.major', '0'],
    ['GNU.sparse.minor', '1'],
    ['GNU.sparse.name', name],
    ['GNU.sparse.size', `${numberAt(blocks, realSizeOffset, numberBytes)}`],
    ['GNU.sparse.numblocks', `${numbers.length / 2}`],
    ['GNU.sparse.map', numbers.join(',')],
  ]);
}
