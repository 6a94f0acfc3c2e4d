// Certificates that a description trusts, from the Secrets and ConfigMaps that came along. Pure.

import { certificatesIn } from '../certificates.ts';
import type { Described, Objects } from './described.ts';
import { titleOf } from './look.ts';
import { objectNamed } from './objects.ts';
import { entriesOf } from './secret.ts';

/** Certificates (PEM), each by itself and once, and what is missing. */
export interface FoundCertificates {
  readonly authorities: readonly string[];
  readonly warnings: readonly string[];
}

/** Looks for all that the description names. */
export function findCertificates(
  { trusted, source, authorities = [] }: Described,
  objects: Objects,
): FoundCertificates {
  const found = new Set(authorities);
  const warnings: string[] = [];
  for (const { kind, name, key, isOptional } of trusted) {
    const object = objectNamed(objects, kind, name, source);
    if (!object) {
      if (isOptional) continue;
      warnings.push(
        `${kind} ${name}, whose certificates are trusted, did not come along: give it to --from as well, or its certificate by --ca FILE`,
      );
      continue;
    }
    const entries = entriesOf(object);
    const texts = key === undefined ? [...entries.values()] : [entries.get(key) ?? ''];
    const pems = texts.flatMap(certificatesIn);
    if (pems.length === 0)
      warnings.push(
        `${titleOf(object)} has no certificate${key === undefined ? '' : ` below ${key}`}, expected PEM: give it by --ca FILE`,
      );
    for (const pem of pems) found.add(`${pem.replaceAll('\r', '')}\n`);
  }
  return { authorities: [...found], warnings };
}
