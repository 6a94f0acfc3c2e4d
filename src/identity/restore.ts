// --identity-from: a lost identity, read back from a manifest that was printed with it.

import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import { placedContents } from '../stack/files.ts';
import { type Fragment, isMap } from '../stack/fragment.ts';
import type { Manifest, Value } from '../stack/manifest.ts';
import type { Certified } from './certificates.ts';
import { type IdentityRecord, newRecord } from './record.ts';
import { type IdentityPlace, writeRecord } from './store.ts';

/** Writes the identity that the manifest shows. One that exists is never overwritten. */
export function restoreIdentity(
  place: IdentityPlace,
  manifest: Manifest,
  fragments: readonly Fragment[],
): void {
  if (existsSync(place.path)) {
    throw new SmokeError('USAGE', `the identity ${place.path} exists, so none is restored over it`, {
      hint: 'Use it as it is, or set it aside with --fresh first.',
    });
  }
  const placed = placedBy(manifest, fragments);
  const secrets = Object.fromEntries(
    fragments.flatMap((fragment) =>
      Object.entries(fragment.notes.secrets ?? {}).flatMap(([name, secret]) => {
        const inServices = findValue(fragment.compose, { services: manifest.services }, `\${${name}}`);
        const encoding = 'ed25519' in secret ? 'base64' : 'utf8';
        const value = inServices ?? placed(name)?.toString(encoding).trim();
        return value === undefined || value.startsWith('${')
          ? []
          : [[name, value.replaceAll('$$', '$')] as const];
      }),
    ),
  );
  const instanceId = findInstanceId(manifest, fragments);
  if (instanceId === undefined && Object.keys(secrets).length === 0) {
    throw new SmokeError(
      'USAGE',
      'the manifest shows no identity, expected one that smoke printed with the same flags',
    );
  }
  const empty = newRecord(place.project);
  const record: IdentityRecord = {
    ...empty,
    instanceId: instanceId ?? empty.instanceId,
    ...(instanceId !== undefined && { instanceIdRestored: true }),
    secrets,
    ...restoreCertificates(manifest, fragments, placed),
  };
  writeRecord(place.path, record);
  place.warn(
    `restored ${Object.keys(secrets).length} secrets and the instance id; the login gets a new password`,
  );
}

/** The manifest's text at the place where the fragment has `wanted`. */
function findValue(fragment: Value, manifest: Value | undefined, wanted: string): string | undefined {
  if (fragment === wanted) return typeof manifest === 'string' ? manifest : undefined;
  if (!isMap(fragment) || !isMap(manifest)) return undefined;
  for (const [key, value] of Object.entries(fragment)) {
    const found = findValue(value, manifest[key], wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The instance id is what generated bucket names have behind their base name. */
function findInstanceId(manifest: Manifest, fragments: readonly Fragment[]): string | undefined {
  for (const fragment of fragments) {
    for (const [parameter, { base }] of Object.entries(fragment.notes.buckets ?? {})) {
      const name = findValue(fragment.compose, { services: manifest.services }, `\${${parameter}}`);
      if (name?.startsWith(`${base}-`)) return name.slice(base.length + 1);
    }
  }
  return undefined;
}

/** Certificates and keys from the `files` service. The CA's own key is in no manifest: new hosts will need a new CA. */
function restoreCertificates(
  manifest: Manifest,
  fragments: readonly Fragment[],
  placed: (name: string) => Buffer | undefined,
): Pick<IdentityRecord, 'authority' | 'certificates'> {
  const found = (name: string): string | undefined => placed(name)?.toString('utf8');
  const names = fragments.flatMap(({ notes }) => Object.keys(notes.certificates ?? {}));
  const pairs = names.flatMap((name) => {
    const variable = name.toUpperCase().replaceAll('-', '_');
    const pair = certified(found(`${variable}_CERTIFICATE`), found(`${variable}_KEY`));
    const keystore = placed(`${variable}_KEYSTORE`)?.toString('base64');
    return pair ? [[name, { ...pair, ...(keystore !== undefined && { keystore }) }] as const] : [];
  });
  const authority = certified(manifest['x-smoke']?.ca, '');
  return { ...(authority && { authority }), certificates: Object.fromEntries(pairs) };
}

function certified(certificate: string | undefined, key: string | undefined): Certified | undefined {
  if (certificate === undefined || key === undefined) return undefined;
  const { subjectAltName = '', validTo } = readCertificate(certificate);
  const hosts = subjectAltName
    .split(', ')
    .map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
    .filter(Boolean);
  return { certificate, key, hosts, notAfter: new Date(validTo).toISOString() };
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new SmokeError(
      'USAGE',
      'the manifest has a certificate that cannot be read, expected PEM as smoke prints it',
      {
        hint: 'Restore from an unchanged manifest, or start anew without --identity-from.',
        cause,
      },
    );
  }
}

/** Finds the bytes of the file that consists of a name. */
function placedBy(manifest: Manifest, fragments: readonly Fragment[]): (name: string) => Buffer | undefined {
  const contents = placedContents(manifest);
  const files = fragments.flatMap(({ notes }) => Object.entries(notes.files ?? {}));
  return (name) => {
    const whole = `\${${name}}`;
    const isWhole = (text: unknown): boolean => typeof text === 'string' && text.trim() === whole;
    const path = files.find(([, { content, base64 }]) => isWhole(content) || isWhole(base64))?.[0];
    return path === undefined ? undefined : contents[path];
  };
}
