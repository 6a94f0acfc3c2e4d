// Certificates of the authorities that a storage outside of the stack is trusted by. Reads files.

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import { certificatesIn } from '../share/certificates.ts';
import type { ManifestNotes } from '../stack/manifest.ts';

/** The certificates (PEM, each by itself) of the file that --ca names; none where it is not given. */
export function readAuthorities(file: string | undefined): string[] {
  if (file === undefined) return [];
  return splitCertificates(readText(file), (problem) => {
    throw new SmokeError('USAGE', `--ca: ${file} ${problem}, expected PEM (-----BEGIN CERTIFICATE-----)`);
  });
}

/** A certificate as its reader writes it; undefined where it cannot be read, whatever stands around it. */
export function readCertificate(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).toString();
  } catch {
    return undefined;
  }
}

/** Everything that smoke itself trusts when it talks to a stack and its storage. */
export function trustedBy(
  notes: Pick<ManifestNotes, 'ca' | 'storageAuthorities'> | undefined,
): string | undefined {
  return [notes?.ca, ...(notes?.storageAuthorities ?? [])].filter(Boolean).join('\n') || undefined;
}

function splitCertificates(text: string, refuse: (problem: string) => never): string[] {
  const blocks = certificatesIn(text);
  if (blocks.length === 0) refuse('holds no certificate');
  return blocks.map(
    (block, index) =>
      readCertificate(block) ?? refuse(`holds a certificate that cannot be read (number ${index + 1})`),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SmokeError('USAGE', `--ca: cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
}
