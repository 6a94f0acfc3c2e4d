// The proof that two sides share: an object goes in through one and comes out through the other, both ways, in each
// bucket that both name. Nothing stays behind. Talks S3.

import { setMaxListeners } from 'node:events';
import type { ProofBucket, ProofStep, ShareProof } from '../share/proof.ts';
import { type BucketLook, lookAtBucket } from './buckets-look.ts';
import { inParallel, isGeneral } from './buckets-open.ts';
import type { Answer } from './check/answer.ts';
import { explainOtherAnswer } from './check/not-s3.ts';
import { sweep } from './check/tidy.ts';
import { createWire, type Wire } from './check/wire.ts';
import type { S3Problem } from './explain.ts';
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
  { journal, signal: interrupt }: ShareProofOptions,
): Promise<ShareProof> {
  // Each request listens, and on kept connections for a while after its end: more than Node expects.
  const signal = AbortSignal.any([interrupt]);
  setMaxListeners(0, signal);
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
      if (bucket.how === 'list') return await compareLists(ways[0] as ShareWay);
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

/** What a look at one bucket tells of the server. */
async function problemOf(
  side: OpenSide,
  bucket: string,
  signal: AbortSignal,
): Promise<S3Problem | undefined> {
  const { problem } = await lookAtBucket(side.storage, bucket, signal);
  return problem ?? (await otherServer(side, bucket, signal));
}

/** Any web server may answer 404, or 200, to a request without a body; one of S3 has words of its own for a list. */
async function otherServer(
  { connection, ca }: OpenSide,
  bucket: string,
  signal: AbortSignal,
): Promise<S3Problem | undefined> {
  const wire = createWire(connection, { ca, timeoutMs, signal });
  try {
    const answer = await answerTo(wire, bucket, signal);
    return answer && explainOtherAnswer(answer, connection);
  } finally {
    wire.close();
  }
}

async function answerTo(wire: Wire, bucket: string, signal: AbortSignal): Promise<Answer | undefined> {
  try {
    return await wire.ask({ bucket, query: { 'list-type': '2', 'max-keys': '1' } });
  } catch {
    signal.throwIfAborted();
    // The server answered a moment ago: whoever asks it next says what is wrong.
    return undefined;
  }
}

/** What the looks alone tell; undefined where it takes an object. */
function judgeLooks(
  bucket: ProofBucket,
  open: readonly [OpenSide, OpenSide],
  looks: readonly BucketLook[],
): readonly ProofStep[] | undefined {
  const step = (writer: number) => ({ bucket, writer: writer as 0 | 1 });
  // No request to this bucket gets beyond it.
  const regional = looks.flatMap(({ problem }, index): ProofStep[] =>
    problem?.kind === 'region' ? [{ ...step(index), ...problemStep(problem, open[index as 0 | 1]) }] : [],
  );
  if (regional.length > 0) return regional;
  const lacking = looks.findIndex(({ exists }) => exists === false);
  if (lacking === -1) return undefined;
  if (looks.every(({ exists }) => exists === false)) {
    return looks.map((_, index) => ({ ...step(index), state: 'absent', text: 'not made yet' }));
  }
  const having = (1 - lacking) as 0 | 1;
  const problem = looks[having]?.problem;
  if (problem) return [{ ...step(having), ...problemStep(problem, open[having]) }];
  const text = `${bucket.name} is there for ${open[having].label}, but not for ${open[(1 - having) as 0 | 1].label}`;
  const hint = 'two servers, or a server that gives each key names of its own';
  return looks.map((_, index) => ({
    ...step(index),
    ...{ state: 'other', text, hint },
    seen: index === having ? 'there' : 'not found',
  }));
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
