// How far a check of a storage is: one line that is drawn again on a terminal, nothing elsewhere.

import type { Io } from '../io.ts';
import type { Feature } from '../s3/check/report.ts';
import { canRedraw, createLiveBlock } from './live-block.ts';

/** Told of every feature; `done` takes the line away. */
export interface StorageProgress {
  readonly feature: (feature: Feature) => void;
  readonly done: () => void;
}

/** Progress on standard error. */
export function createStorageProgress(endpoint: string, io: Io): StorageProgress {
  if (!canRedraw(io.stderr, io.env)) return { feature: () => {}, done: () => {} };
  const block = createLiveBlock(io.stderr);
  let known = 0;
  block.show(`checking ${endpoint} …\n`);
  return {
    feature: ({ group, name, state }) => {
      known += 1;
      block.show(`checking ${endpoint} … ${known} known, the last: ${group}, ${name}: ${state}\n`);
    },
    done: block.done,
  };
}
