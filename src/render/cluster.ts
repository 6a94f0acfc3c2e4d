// What a stack becomes for a cluster. Types, and the names of the formats. Pure.

import type { Side } from '../share/settings.ts';

/** Formats that a cluster reads. */
export const clusterFormats = ['helm', 'operator', 'kubernetes'] as const;

/** One of them. */
export type ClusterFormat = (typeof clusterFormats)[number];

/** Where Secrets go: nowhere, alone into the output, or into it with everything else. */
export const secretsWays = ['none', 'separate', 'inline'] as const;

/** One of them. */
export type SecretsWay = (typeof secretsWays)[number];

/** What Helm values and a Cryostat resource are made from. */
export interface SharedStorage {
  /** Name of the release or the resource; the Secrets are called after it. */
  readonly name: string;
  readonly side: Side;
  /** Lines of an htpasswd file: who may log in. Absent: the stack has no proxy. */
  readonly htpasswd?: string;
  /** Variables that hold what the Secrets are made of. */
  readonly variables: readonly string[];
  /** Command that makes the text again, free of credentials. */
  readonly command: string;
  readonly secrets: SecretsWay;
}

/** A text for a cluster, and what it cannot say: each a sentence with what to do about it. */
export interface Rendered {
  readonly text: string;
  readonly losses: readonly string[];
}
