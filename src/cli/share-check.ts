// smoke share check: whether two sides will see each other's data.

import { join } from 'node:path';
import { type Io, say } from '../io.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { createMask } from '../report/mask.ts';
import { createPaint } from '../report/paint.ts';
import { renderShareJson, renderShareReport, type ShareReport, shareAdvice } from '../report/share.ts';
import { readAuthorities } from '../run/authorities.ts';
import { secretsOf } from '../run/share-connections.ts';
import { proveSides } from '../run/share-proof.ts';
import { readSides } from '../run/share-sides.ts';
import { compareSides } from '../share/compare.ts';
import type { Comparison, Sides } from '../share/compare-finding.ts';
import { withProof } from '../share/compare-proof.ts';
import type { ShareProof } from '../share/proof.ts';
import { slowly } from './slowly.ts';

/** Compares the sides of the words, proves it where it can be, and tells; 1 when they do not share everything. */
export async function shareCheck(flags: CliFlags, io: Io, words: readonly string[]): Promise<number> {
  const authorities = readAuthorities(flags.ca);
  const sides = await readSides(words, flags, io);
  for (const { label, warnings } of sides)
    for (const warning of warnings) say(io, `smoke: warning: ${label}: ${warning}`);
  const providers = await readProviders(openLibrary(io.root, join(io.root, 'volumes')));
  const compared = compareSides(sides, providers);
  const proof = await prove(sides, compared, flags, io, { providers, authorities });
  const comparison = withProof(compared, proof, sides);
  const report: ShareReport = { ...comparison, sides, proof };
  const mask = createMask(secretsOf(sides, io));
  const paint = createPaint(io.stdout.isTTY === true, io.env);
  await writeOutput(
    mask(flags.json ? renderShareJson(report) : renderShareReport(report, paint)),
    undefined,
    io,
  );
  if (!flags.json) for (const line of shareAdvice(report)) say(io, mask(line));
  return exitCode(compared, comparison, proof);
}

async function prove(
  sides: Sides,
  compared: Comparison,
  flags: CliFlags,
  io: Io,
  more: Parameters<typeof proveSides>[3],
): Promise<ShareProof> {
  if (flags.check === false) {
    const unproven = { why: '--no-check only compares', hint: 'Without --no-check, objects prove it.' };
    return { steps: [], left: [], swept: [], unproven };
  }
  const done = slowly(io, 'writing through one side and reading through the other …');
  try {
    return await proveSides(sides, compared, io, more);
  } finally {
    done();
  }
}

/** Where the storage is silent, nobody knows, unless the words alone keep the two apart. */
function exitCode(compared: Comparison, { verdict }: Comparison, { steps }: ShareProof): number {
  const couldShare = compared.verdict === 'everything' || compared.verdict === 'unknown';
  if (couldShare && steps.some(({ state }) => state === 'silent')) return 4;
  return verdict === 'everything' ? 0 : 1;
}
