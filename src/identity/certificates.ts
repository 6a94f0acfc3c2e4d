// Makes the stack's CA and its certificates. Loaded only when one has to be made: node-forge is heavy.

import { createPrivateKey, generateKeyPairSync, privateEncrypt, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import type { RsaKeys } from './making.ts';

/** A certificate with its key (PEM), its keystore (PKCS#12, base64), its hosts and the end of its life (ISO time). */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
  readonly keystore?: string;
  readonly hosts: readonly string[];
  readonly notAfter: string;
}

/** Longest life that all browsers accept. */
const lifeDays = 825;
const dayMs = 86_400_000;

/** A new CA for a project. */
export function createAuthority(project: string, now: Date, rsaKeys = createRsaKeys): Certified {
  const name = `smoke CA of ${project}`;
  const keys = rsaKeys();
  return sign({ name, hosts: [], keys, now, issuer: { name, key: keys.privateKey }, authority: true });
}

/** A certificate for hosts, signed by the CA. */
export function createCertificate(
  hosts: readonly string[],
  authority: Certified,
  now: Date,
  rsaKeys = createRsaKeys,
): Certified {
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  const name = String(issuer.subject.getField('CN').value);
  return sign({
    name: hosts[0] ?? 'smoke',
    hosts,
    keys: rsaKeys(),
    now,
    issuer: { name, key: authority.key },
    authority: false,
  });
}

/** Key, certificate and CA as PKCS#12 in base64; its salts are random, so it is made once like the rest. */
export function createKeystore(certified: Certified, authority: Certified, password: string): string {
  const chain = [certified.certificate, authority.certificate].map((pem) =>
    forge.pki.certificateFromPem(pem),
  );
  const key = forge.pki.privateKeyFromPem(certified.key);
  const options = { algorithm: 'aes256', friendlyName: 'smoke', generateLocalKeyId: true } as const;
  const store = forge.pkcs12.toPkcs12Asn1(key, chain, password, options);
  return forge.util.encode64(forge.asn1.toDer(store).getBytes());
}

interface Order {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly keys: RsaKeys;
  readonly now: Date;
  readonly issuer: { readonly name: string; readonly key: string };
  readonly authority: boolean;
}

function sign({ name, hosts, keys, now, issuer, authority }: Order): Certified {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKey);
  // A serial number is positive: its first bit has to be 0.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // An hour back, for clocks of virtual machines that lag behind.
  certificate.validity.notBefore = new Date(now.getTime() - 3_600_000);
  certificate.validity.notAfter = new Date(now.getTime() + lifeDays * dayMs);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer.name }]);
  certificate.setExtensions(authority ? authorityExtensions : serverExtensions(hosts));
  certificate.sign(nativeSigner(issuer.key), forge.md.sha256.create());
  return {
    certificate: forge.pki.certificateToPem(certificate).replaceAll('\r', ''),
    key: createPrivateKey(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    hosts,
    notAfter: certificate.validity.notAfter.toISOString(),
  };
}

const authorityExtensions = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  { name: 'subjectKeyIdentifier' },
];

function serverExtensions(hosts: readonly string[]): object[] {
  const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    {
      name: 'subjectAltName',
      altNames: hosts.map((host) => (isAddress(host) ? { type: 7, ip: host } : { type: 2, value: host })),
    },
  ];
}

/** How PKCS#1 announces a digest as one of SHA-256. */
const sha256Announced = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** A key (PEM) as forge wants it for signing with SHA-256: Node does it natively, far faster. */
export function nativeSigner(key: string): forge.pki.rsa.PrivateKey {
  const signer: Pick<forge.pki.rsa.PrivateKey, 'sign'> = {
    sign: (digest) => {
      const bytes = Buffer.from((digest as forge.md.MessageDigest).digest().getBytes(), 'binary');
      return privateEncrypt(key, Buffer.concat([sha256Announced, bytes])).toString('binary');
    },
  };
  return signer as forge.pki.rsa.PrivateKey;
}

/** A new RSA key, made natively, too. */
export function createRsaKeys(): RsaKeys {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}
