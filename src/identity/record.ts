// The identity as it is kept: what it lacks is added, what it has never changes (certificates near their end do).

import type { CertificateNotes } from '../stack/fragment.ts';
import type { IdentityNeeds } from '../stack/identity.ts';
import type { Certified } from './certificates.ts';
import type { Making } from './making.ts';
import { createNodeKey } from './node-key.ts';
import { randomText } from './pattern.ts';

/** The file `<project>.json`. */
export interface IdentityRecord {
  readonly version: 1;
  readonly project: string;
  readonly instanceId: string;
  /** The id was read from a manifest: whose buckets those are, only the user knows. */
  readonly instanceIdRestored?: boolean;
  readonly secrets: Readonly<Record<string, string>>;
  /** Name → bcrypt hashes of the passwords that the user chose so far. */
  readonly hashes: Readonly<Record<string, readonly string[]>>;
  readonly authority?: Certified;
  readonly certificates: Readonly<Record<string, Certified>>;
}

const renewBeforeMs = 30 * 86_400_000;
const bcryptRounds = 10;

/** Where the hash of a remembered secret is remembered: it needs no comparison (60 ms each). */
const hashName = (name: string, secret: string): string => `${name}:${secret}`;

/** A new record: bucket names live in one namespace with the whole world's, hence 12 random characters. */
export function newRecord(project: string): IdentityRecord {
  const instanceId = randomText('[a-z0-9]{12}');
  return { version: 1, project, instanceId, secrets: {}, hashes: {}, certificates: {} };
}

/** The record with everything that is needed; the same object when nothing was missing. */
export async function completeRecord(
  record: IdentityRecord,
  needs: IdentityNeeds,
  now: Date,
  making: Making = {},
): Promise<IdentityRecord> {
  const withSecrets = addSecrets(record, needs);
  const withHashes = await addHashes(withSecrets, needs, making);
  return await addCertificates(withHashes, needs, now, making);
}

/** The hash that the needs ask for; the record has to be complete. */
export async function findHash(
  record: IdentityRecord,
  name: string,
  source: IdentityNeeds['hashes'][string],
): Promise<string | undefined> {
  if ('secret' in source) return record.secrets[hashName(name, source.secret)];
  const { compare } = await import('bcryptjs');
  for (const hash of record.hashes[name] ?? []) if (await compare(source.chosen, hash)) return hash;
  return undefined;
}

function addSecrets(record: IdentityRecord, needs: IdentityNeeds): IdentityRecord {
  const isMissing = (name: string): boolean => record.secrets[name] === undefined;
  const missing = Object.entries(needs.secrets).filter(([name]) => isMissing(name));
  const keys = (needs.keys ?? []).filter(isMissing);
  if (missing.length + keys.length === 0) return record;
  const added = Object.fromEntries([
    ...missing.map(([name, pattern]) => [name, randomText(pattern)] as const),
    ...keys.map((name) => [name, createNodeKey()] as const),
  ]);
  return { ...record, secrets: { ...record.secrets, ...added } };
}

async function addHashes(
  record: IdentityRecord,
  needs: IdentityNeeds,
  making: Making,
): Promise<IdentityRecord> {
  let result = record;
  for (const [name, source] of Object.entries(needs.hashes)) {
    if ((await findHash(result, name, source)) !== undefined) continue;
    const { hash } = await import('bcryptjs');
    const password = 'secret' in source ? (result.secrets[source.secret] ?? '') : source.chosen;
    const made = await hash(password, making.bcryptRounds ?? bcryptRounds);
    result =
      'secret' in source
        ? { ...result, secrets: { ...result.secrets, [hashName(name, source.secret)]: made } }
        : { ...result, hashes: { ...result.hashes, [name]: [...(result.hashes[name] ?? []), made] } };
  }
  return result;
}

async function addCertificates(
  record: IdentityRecord,
  needs: IdentityNeeds,
  now: Date,
  { rsaKeys }: Making,
): Promise<IdentityRecord> {
  if (Object.keys(needs.certificates).length === 0) return record;
  const fresh = (certified: Certified | undefined): boolean =>
    certified !== undefined && Date.parse(certified.notAfter) - now.getTime() > renewBeforeMs;
  const covers = (certified: Certified | undefined, { hosts, keystore }: CertificateNotes): boolean =>
    hosts.every((host) => certified?.hosts.includes(host)) &&
    (keystore === undefined || certified?.keystore !== undefined);
  const missing = Object.entries(needs.certificates).filter(
    ([name, wanted]) => !fresh(record.certificates[name]) || !covers(record.certificates[name], wanted),
  );
  // A restored authority has no key: it stays as long as nothing has to be signed.
  const authorityStays = fresh(record.authority) && (record.authority?.key !== '' || missing.length === 0);
  const due = authorityStays ? missing : Object.entries(needs.certificates);
  if (authorityStays && due.length === 0) return record;
  const { createAuthority, createCertificate, createKeystore } = await import('./certificates.ts');
  const authority =
    authorityStays && record.authority ? record.authority : createAuthority(record.project, now, rsaKeys);
  const made = due.map(([name, { hosts, keystore }]) => {
    const all = [...new Set([...(record.certificates[name]?.hosts ?? []), ...hosts])];
    const certified = createCertificate(all, authority, now, rsaKeys);
    if (keystore === undefined) return [name, certified] as const;
    const password = record.secrets[keystore] ?? '';
    return [name, { ...certified, keystore: createKeystore(certified, authority, password) }] as const;
  });
  const kept = authorityStays ? record.certificates : {};
  return { ...record, authority, certificates: { ...kept, ...Object.fromEntries(made) } };
}
