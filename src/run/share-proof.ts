// Makes the proof of two sides, or says why there is none.

import { leftoversPath } from '../identity/paths.ts';
import { type Io, say } from '../io.ts';
import type { Providers } from '../s3/provider.ts';
import { type Comparison, everyKind, type Sides } from '../share/compare-finding.ts';
import type { ProofBucket, ShareProof } from '../share/proof.ts';
import type { BucketName } from '../share/settings.ts';
import { shareConnections } from './share-connections.ts';

const nothing = { steps: [], left: [], swept: [] };

/** Proves what the comparison leaves to be shared. */
export async function proveSides(
  sides: Sides,
  comparison: Comparison,
  io: Io,
  more: { readonly providers: Providers; readonly authorities: readonly string[] },
): Promise<ShareProof> {
  const buckets = bucketsToProve(sides, comparison);
  if (buckets.length === 0)
    return { ...nothing, unproven: { why: 'no bucket has the same name on both sides' } };
  const found = await shareConnections(sides, io, more);
  if (found.unproven) return { ...nothing, unproven: found.unproven };
  const [{ proveSharing }, { createJournal }] = await Promise.all([
    import('../s3/share-proof.ts'),
    import('../s3/journal.ts'),
  ]);
  const journal = createJournal(leftoversPath(io.env), (text) => say(io, `smoke: ${text}`));
  const proven = await proveSharing(found.sides, buckets, { journal, signal: io.signal });
  const proof = { ...proven, borrowed: found.borrowed };
  if (proof.steps.every(({ state }) => state === 'absent')) {
    return {
      ...proof,
      unproven: {
        why: 'none of the buckets is made yet',
        hint: 'Start one side, or make them with smoke buckets create, and call again.',
      },
    };
  }
  return proof;
}

/** Cryostat reads every file of these as a template: nothing else may ever lie there. */
const onlyListed: readonly BucketName[] = ['eventTemplates', 'jmcAgentProbeTemplates'];
const withLabels: readonly BucketName[] = ['archivedRecordings', 'heapDumps', 'threadDumps', 'unifiedLogs'];

/** Buckets that both sides call the same for at least one kind. */
function bucketsToProve(sides: Sides, { shared, apart, unsure }: Comparison): readonly ProofBucket[] {
  const used = [...shared, ...apart, ...unsure];
  const isKept = (kind: BucketName): boolean =>
    used.includes(kind) && (kind !== 'metadata' || sides.every(({ settings }) => settings.mode === 'bucket'));
  const same = everyKind.filter(
    (kind) => isKept(kind) && sides[0].settings[kind] && sides[0].settings[kind] === sides[1].settings[kind],
  );
  const names = [...new Set(same.map((kind) => sides[0].settings[kind] ?? ''))];
  return names.map((name) => {
    const kinds = same.filter((kind) => sides[0].settings[kind] === name);
    const others = everyKind.filter((kind) => sides.some(({ settings }) => settings[kind] === name));
    return {
      name,
      kinds,
      how: others.some((kind) => onlyListed.includes(kind)) ? 'list' : 'write',
      hasLabels: kinds.some((kind) => withLabels.includes(kind)),
    };
  });
}
