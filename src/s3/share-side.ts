// One side of a proof of sharing, with a way to its storage. Talks S3.

import type { ProofStep } from '../share/proof.ts';
import type { S3Connection } from '../stack/manifest.ts';
import { type BucketStorage, openStorage } from './buckets-open.ts';
import type { S3Problem } from './explain.ts';

/** A side as the proof needs it. */
export interface ProofSide {
  readonly label: string;
  readonly connection: S3Connection;
  readonly ca?: string | undefined;
  /** How it keeps labels. */
  readonly mode: string | undefined;
  /** Puts advice in the words of the side's own description; smoke's variables are those of a stack. */
  readonly cure?: ((hint: string) => string) | undefined;
}

/** A side with an open storage. */
export interface OpenSide extends ProofSide {
  readonly storage: BucketStorage;
}

/** Whoever opened it ends its storage. */
export function openSide(side: ProofSide): OpenSide {
  return { ...side, storage: openStorage(side.connection, side.ca) };
}

/** A problem as the end of a step. */
export function problemStep(
  { kind, text, hint }: S3Problem,
  { label, cure = (text) => text }: Pick<ProofSide, 'label' | 'cure'>,
  doing?: string,
): Pick<ProofStep, 'state' | 'text' | 'hint'> {
  // What lies between this machine and the server tells nothing of the sides; a way that cannot work has advice.
  const isSilent = ['starting', 'certificate', 'clock'].includes(kind) || (kind === 'connection' && !hint);
  return {
    state: isSilent ? 'silent' : 'refused',
    text: `${label}${doing === undefined ? '' : `, ${doing}`}: ${text}`,
    ...(hint !== undefined && { hint: cure(hint) }),
  };
}
