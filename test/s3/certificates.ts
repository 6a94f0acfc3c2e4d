// Certificates that are wrong in one way each.

import forge from 'node-forge';

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const day = 24 * 60 * 60 * 1000;

/** What differs from a certificate that everybody with our CA would take. */
export interface Flaws {
  readonly host?: string;
  readonly expired?: boolean;
  readonly selfSigned?: boolean;
}

// Keys take long to make, and none of these guards anything.
const caKeys = forge.pki.rsa.generateKeyPair(2048);
const serverKeys = forge.pki.rsa.generateKeyPair(2048);
const caName = [{ name: 'commonName', value: 'Test Authority' }];

/** PEM of the authority that signs them. */
export const authority = forge.pki.certificateToPem(makeAuthority());

/** A certificate for 127.0.0.1, valid unless told. */
export function makeCertificate({ host, expired = false, selfSigned = false }: Flaws = {}): Certificate {
  const certificate = forge.pki.createCertificate();
  const name = [{ name: 'commonName', value: host ?? '127.0.0.1' }];
  certificate.publicKey = serverKeys.publicKey;
  certificate.serialNumber = '02';
  certificate.validity.notBefore = new Date(Date.now() - 10 * day);
  certificate.validity.notAfter = new Date(Date.now() + (expired ? -1 : 10) * day);
  certificate.setSubject(name);
  certificate.setIssuer(selfSigned ? name : caName);
  const altNames = host ? [{ type: 2, value: host }] : [{ type: 7, ip: '127.0.0.1' }];
  certificate.setExtensions([{ name: 'subjectAltName', altNames }]);
  certificate.sign(selfSigned ? serverKeys.privateKey : caKeys.privateKey, forge.md.sha256.create());
  return {
    cert: forge.pki.certificateToPem(certificate),
    key: forge.pki.privateKeyToPem(serverKeys.privateKey),
  };
}

function makeAuthority(): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = caKeys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 10 * day);
  certificate.validity.notAfter = new Date(Date.now() + 10 * day);
  certificate.setSubject(caName);
  certificate.setIssuer(caName);
  certificate.setExtensions([{ name: 'basicConstraints', cA: true }]);
  certificate.sign(caKeys.privateKey, forge.md.sha256.create());
  return certificate;
}
