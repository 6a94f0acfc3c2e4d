// How keys and hashes are made: by themselves, unless who runs smoke brings others.

/** An RSA key and its public half, as PEM (PKCS#1). */
export interface RsaKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Keys and hashes take their time on purpose; tests of everything else bring quick ones. */
export interface Making {
  readonly rsaKeys?: () => RsaKeys;
  readonly bcryptRounds?: number;
}
