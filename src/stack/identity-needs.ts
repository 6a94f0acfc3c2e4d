// Fragments and environment → what the identity has to hold. Pure.

import { SmokeError } from '../error.ts';
import type { CertificateNotes, Fragment } from './fragment.ts';
import type { IdentityNeeds } from './identity.ts';
import { fragmentError } from './interpolate.ts';

/** Collects the secrets, hashes and certificates that the fragments declare. */
export function identityNeeds(
  fragments: readonly Fragment[],
  environment: Readonly<Record<string, string | undefined>>,
  bind: string,
): IdentityNeeds {
  const secrets: Record<string, string> = {};
  const hashes: Record<string, { secret: string } | { chosen: string }> = {};
  const certificates: Record<string, CertificateNotes> = {};
  const keys: string[] = [];
  const declared = fragments.flatMap(({ notes }) => Object.entries(notes.secrets ?? {}));
  for (const [name, secret] of declared) {
    if ('pattern' in secret) {
      secrets[name] = secret.pattern;
      continue;
    }
    if ('ed25519' in secret) {
      keys.push(name);
      continue;
    }
    const chosen = chosenPassword(secret.bcrypt, declared, environment);
    hashes[name] = chosen ? { chosen } : { secret: secret.bcrypt };
  }
  for (const { file, lines, notes } of fragments) {
    for (const [name, wanted] of Object.entries(notes.certificates ?? {})) {
      // What is reached from the host is reached by the address that the ports are bound to.
      checkKeystore(wanted, secrets, { file, path: `x-smoke.certificates.${name}.keystore`, lines });
      const atHost = wanted.hosts.includes('localhost') && bind !== '0.0.0.0' && bind !== '::';
      certificates[name] = atHost ? { ...wanted, hosts: [...new Set([...wanted.hosts, bind])] } : wanted;
    }
  }
  return { secrets, ...(keys.length > 0 && { keys }), hashes, certificates };
}

/** What opens a keystore is made once, as the keystore itself is: a password that users choose could change. */
function checkKeystore(
  { keystore }: CertificateNotes,
  secrets: Readonly<Record<string, string>>,
  { file, path, lines }: { file: string; path: string; lines: Readonly<Record<string, number>> },
): void {
  if (keystore === undefined || secrets[keystore] !== undefined) return;
  const known = Object.keys(secrets).join(', ') || 'none is declared';
  throw fragmentError(
    { file, path, line: lines[path] },
    `got "${keystore}", expected a secret with a pattern: ${known}`,
  );
}

function chosenPassword(
  name: string,
  declared: readonly (readonly [string, { readonly variable?: string } | object])[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const secret = declared.find(([other]) => other === name)?.[1];
  const variable = secret && 'variable' in secret ? secret.variable : undefined;
  const password = variable === undefined ? undefined : environment[variable] || undefined;
  if (variable !== undefined && password !== undefined) checkPassword(variable, password);
  return password;
}

/** bcrypt knows no more of a password, so that any longer one with the same beginning would log in. */
const bcryptBytes = 72;

function checkPassword(variable: string, password: string): void {
  const { length } = new TextEncoder().encode(password);
  if (length > bcryptBytes) {
    throw new SmokeError(
      'USAGE',
      `${variable}: got a password of ${length} bytes, expected ${bcryptBytes} at most`,
      { hint: 'bcrypt, by which the auth proxy knows the password, ignores what is beyond.' },
    );
  }
}
