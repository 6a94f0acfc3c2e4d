// What is random or remembered, as data. Types only: src/identity makes and keeps it.

import type { CertificateNotes } from './fragment.ts';

/** A certificate with its private key, both PEM, and its keystore (PKCS#12, base64) where one is wanted. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
  readonly keystore?: string;
}

/** Everything about one project that is made once: the only source of randomness of a stack. */
export interface Identity {
  readonly instanceId: string;
  /** The user chose the instance id for this run: the buckets with it are not smoke's own. */
  readonly instanceIdChosen?: boolean;
  /** Values of all secrets, hashes of chosen passwords among them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** PEM of the CA; its key stays where it is kept. */
  readonly ca: string;
  readonly certificates: Readonly<Record<string, KeyPair>>;
}

/** What the chosen fragments need the identity to hold. */
export interface IdentityNeeds {
  /** Name → pattern of the value. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Names of Ed25519 keys. */
  readonly keys?: readonly string[];
  /** Name → the password to hash: a remembered secret, or one that the user chose. */
  readonly hashes: Readonly<Record<string, { readonly secret: string } | { readonly chosen: string }>>;
  /** Name → hosts it has to be valid for, and the secret that protects its keystore. */
  readonly certificates: Readonly<Record<string, CertificateNotes>>;
}
