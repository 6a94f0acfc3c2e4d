// The certificates a probe trusts: the system's authorities and the stack's own CA. Reads NODE_EXTRA_CA_CERTS.

import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

// Parsing the system's authorities takes milliseconds, and a probe connects many times.
const contexts = new Map<string, SecureContext>();

/** A TLS context that trusts `ca` in addition to what Node trusts by itself; undefined when there is nothing to add. */
export function trustContext(ca: string | undefined): SecureContext | undefined {
  if (ca === undefined) return undefined;
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  // An explicit list replaces Node's own, with the user's extra file in it: both are put back.
  const context = createSecureContext({ ca: [...rootCertificates, ...extraAuthorities(), ca] });
  contexts.set(ca, context);
  return context;
}

function extraAuthorities(): string[] {
  const path = process.env['NODE_EXTRA_CA_CERTS'];
  if (!path) return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    // Node itself has warned about this file when it started.
    return [];
  }
}
