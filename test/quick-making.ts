// Keys and hashes for tests of everything but keys and hashes: making real ones was half of the suite's time.

import { createRsaKeys } from '../src/identity/certificates.ts';
import type { Making, RsaKeys } from '../src/identity/making.ts';

/** More than the certificates of any one stack, so that within one no key is there twice. */
const count = 5;
const made: RsaKeys[] = [];
let given = 0;

/** An RSA key as smoke makes them, one of a few that this process uses in turn. */
export function readyRsaKeys(): RsaKeys {
  const at = given++ % count;
  made[at] ??= createRsaKeys();
  return made[at];
}

/** That smoke makes strong ones when it is not told otherwise is held by test/unit/identity/strength.test.ts. */
export const quickMaking: Making = { rsaKeys: readyRsaKeys, bcryptRounds: 4 };
