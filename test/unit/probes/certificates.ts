// Certificates for servers on loopback, made anew for each run; an authority has a key that no other one has.

import forge from 'node-forge';
import { createRsaKeys, nativeSigner } from '../../../src/identity/certificates.ts';
import { readyRsaKeys } from '../../quick-making.ts';

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const day = 86_400_000;

/** A certificate authority. */
export function makeAuthority(name = 'smoke test CA'): Certificate {
  return issue(undefined, { name, extensions: [{ name: 'basicConstraints', cA: true, critical: true }] });
}

/** A server's certificate; by default for localhost and 127.0.0.1, from yesterday until in a hundred days. */
export function makeCertificate(
  authority: Certificate,
  options: { hosts?: readonly string[]; fromDays?: number; toDays?: number } = {},
): Certificate {
  const hosts = options.hosts ?? ['localhost', '127.0.0.1'];
  const altNames = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host },
  );
  return issue(authority, {
    name: hosts[0] ?? '',
    extensions: [{ name: 'subjectAltName', altNames }],
    ...options,
  });
}

function issue(
  authority: Certificate | undefined,
  options: { name: string; extensions: object[]; fromDays?: number; toDays?: number },
): Certificate {
  const pair = authority === undefined ? createRsaKeys() : readyRsaKeys();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() + (options.fromDays ?? -1) * day);
  certificate.validity.notAfter = new Date(Date.now() + (options.toDays ?? 100) * day);
  certificate.setSubject([{ name: 'commonName', value: options.name }]);
  const issuer = authority === undefined ? certificate : forge.pki.certificateFromPem(authority.cert);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions(options.extensions);
  certificate.sign(nativeSigner(authority?.key ?? pair.privateKey), forge.md.sha256.create());
  return { key: pair.privateKey, cert: forge.pki.certificateToPem(certificate) };
}
