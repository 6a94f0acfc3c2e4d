// The proof that two sides share: an object goes in through one and comes out through the other, both ways, in each
// bucket that both name. Nothing stays behind. Talks S3.

import { setMaxListeners } from 'node:events';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ProofBucket, ProofStep, ShareProof } from '../share/proof.ts';
import { type BucketLook, lookAtBucket } from './buckets-look.ts';
import { ask, inParallel, isGeneral } from './buckets-open.ts';
import { sweep } from './check/tidy.ts';
import { createWire } from './check/wire.ts';
import { otherServer, type S3Problem } from './explain.ts';
import type { Journal } from './journal.ts';
import { compareLists, type ShareWay, writeAndRead } from './share-object.ts';
import { type OpenSide, openSide, type ProofSide, problemStep } from './share-side.ts';

/** Where the proof writes down what it makes, and when it ends. */
export interface ShareProofOptions {
  readonly journal: Journal;
  readonly signal: AbortSignal;
}

const atOnce = 3;
/** Silent servers are given up after it; nothing here takes long. */
const timeoutMs = 10_000;

/** Proves it. An interrupt is thrown when everything is gone. */
export async function proveSharing(
  sides: readonly [ProofSide, ProofSide],
  buckets: readonly ProofBucket[],
  { journal, signal }: ShareProofOptions,
): Promise<ShareProof> {
  // Each request listens; there are more of them at once than Node expects.
  setMaxListeners(64, signal);
  const swept: string[] = [];
  for (const side of sides) await sweepOf(side, journal, signal, swept);
  const open = [openSide(sides[0]), openSide(sides[1])] as const;
  const left: string[] = [];
  try {
    const meeting = await meet(open, buckets, signal);
    if (meeting !== undefined) return { steps: meeting, left, swept };
    const steps = await inParallel(buckets, atOnce, async (bucket) => {
      const looks = await Promise.all(open.map(({ storage }) => lookAtBucket(storage, bucket.name, signal)));
      const early = judgeLooks(bucket, open, looks);
      if (early !== undefined) return early;
      const ways = [0, 1].map((writer): ShareWay => {
        const [from, to] = writer === 0 ? open : ([open[1], open[0]] as const);
        return { bucket, writer: writer as 0 | 1, from, to, journal, signal, left };
      });
      if (bucket.how === 'list') return [await compareLists(ways[0] as ShareWay)];
      const found: ProofStep[] = [];
      for (const way of ways) found.push(await writeAndRead(way));
      return found;
    });
    return { steps: steps.flat(), left, swept };
  } finally {
    for (const { storage } of open) storage.end();
  }
}

/** What every request would meet is told once; undefined where both sides are known to the server. */
async function meet(
  open: readonly [OpenSide, OpenSide],
  buckets: readonly ProofBucket[],
  signal: AbortSignal,
): Promise<readonly ProofStep[] | undefined> {
  const [first] = buckets;
  if (first === undefined) return [];
  const problems = await Promise.all(open.map((side) => problemOf(side, first.name, signal)));
  const steps = problems.flatMap((problem, index): ProofStep[] => {
    const side = open[index];
    if (problem === undefined || !isGeneral(problem) || side === undefined) return [];
    const step = problemStep(problem, side);
    return buckets.map((bucket) => ({ ...step, bucket, writer: index as 0 | 1 }));
  });
  return steps.length === 0 ? undefined : steps;
}

/** Any web server says that it has no such bucket; one of S3 says so in its own words where an answer may have some. */
async function problemOf(
  { storage }: OpenSide,
  bucket: string,
  signal: AbortSignal,
): Promise<S3Problem | undefined> {
  const { exists, problem } = await lookAtBucket(storage, bucket, signal);
  if (exists !== false) return problem;
  const list = new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 });
  const listed = await ask(storage, () => storage.client.send(list, { abortSignal: signal }), signal);
  if (listed.problem === undefined || listed.status !== 404 || listed.code.startsWith('NoSuch'))
    return undefined;
  return otherServer(storage.connection, listed.status);
}

/** What the looks alone tell; undefined where it takes an object. */
function judgeLooks(
  bucket: ProofBucket,
  open: readonly [OpenSide, OpenSide],
  [one, other]: readonly BucketLook[],
): readonly ProofStep[] | undefined {
  const absent = [one, other].map((look) => look?.exists === false);
  if (!absent.includes(true)) return undefined;
  const step = { bucket, writer: 0 } as const;
  if (absent.every(Boolean)) {
    return [{ ...step, state: 'absent', text: 'not made yet' }];
  }
  const lacking = open[absent[0] ? 0 : 1].label;
  const having = absent[0] ? other : one;
  if (having?.problem) return [{ ...step, ...problemStep(having.problem, open[absent[0] ? 1 : 0]) }];
  const text = `${bucket.name} is there for ${open[absent[0] ? 1 : 0].label}, but not for ${lacking}`;
  const hint = 'two servers, or a server that gives each key names of its own';
  return [{ ...step, state: 'other', text, hint }];
}

/** Removes what a run that was killed left at this server. */
async function sweepOf(
  side: ProofSide,
  journal: Journal,
  signal: AbortSignal,
  swept: string[],
): Promise<void> {
  if (journal.left(side.connection.endpoint).length === 0) return;
  const wire = createWire(side.connection, { ca: side.ca, timeoutMs, signal });
  try {
    await sweep(wire, journal, swept);
  } finally {
    wire.close();
  }
}
