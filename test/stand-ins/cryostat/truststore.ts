// The certificates in /truststore, all of which Cryostat trusts. Reads files.

import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * PEMs of all certificates below a folder. As with the real entrypoint, every regular file counts and its
 * base name is its alias, so what is no certificate, and a name used twice, ends the start.
 */
export function readTruststore(folder: string): string[] {
  const seen = new Set<string>();
  return regularFiles(folder).map((path) => {
    const alias = basename(path);
    if (seen.has(alias)) throw new Error(`${path}: a certificate with the alias ${alias} is there already`);
    seen.add(alias);
    try {
      return new X509Certificate(readFileSync(path)).toString();
    } catch (cause) {
      throw new Error(`${path} is not a certificate`, { cause });
    }
  });
}

function regularFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
