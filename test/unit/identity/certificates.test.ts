import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createAuthority, createCertificate, createKeystore } from '../../../src/identity/certificates.ts';

const now = new Date('2026-11-21T12:00:00Z');
const day = 86_400_000;
const authority = createAuthority('mine', now);
const leaf = createCertificate(['auth', 'localhost', '127.0.0.1', '::1'], authority, now);
const ca = new X509Certificate(authority.certificate);
const certificate = new X509Certificate(leaf.certificate);

describe('the CA of a project', () => {
  it('is a CA, signed by itself, with the name of the project', () => {
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(ca.subject).toBe('CN=smoke CA of mine');
  });

  it('is another one for each project', () => {
    expect(createAuthority('mine', now).certificate).not.toBe(authority.certificate);
  });
});

describe('a certificate', () => {
  it('is signed by the CA and is none itself', () => {
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
  });

  it('is for all its hosts and for no other', () => {
    expect(certificate.subjectAltName).toBe(
      'DNS:auth, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(['auth', 'localhost', 'other'].map((host) => certificate.checkHost(host))).toEqual([
      'auth',
      'localhost',
      undefined,
    ]);
    expect(['127.0.0.1', '127.0.0.2'].map((address) => certificate.checkIP(address))).toEqual([
      '127.0.0.1',
      undefined,
    ]);
  });

  it.each([
    ['CA', ca],
    ['certificate', certificate],
  ])('of the %s lasts 825 days from an hour ago', (_, own) => {
    expect(Date.parse(own.validFrom)).toBe(now.getTime() - 3_600_000);
    expect(Date.parse(own.validTo)).toBe(now.getTime() + 825 * day);
  });

  it('tells the end of its life as it is', () => {
    expect(Date.parse(leaf.notAfter)).toBe(Date.parse(certificate.validTo));
  });

  it('may be used by servers and by clients', () => {
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('fits its key, in the form that PostgreSQL, Java and OpenSSL read', () => {
    expect(leaf.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(() => createSecureContext({ key: leaf.key, cert: leaf.certificate })).not.toThrow();
  });

  it('has a positive serial number of its own', () => {
    const other = new X509Certificate(createCertificate(['auth'], authority, now).certificate);
    expect(certificate.serialNumber).toMatch(/^01[0-9A-F]{30}$/);
    expect(other.serialNumber).not.toBe(certificate.serialNumber);
  });

  it.each([authority.certificate, leaf.certificate, leaf.key])('has no carriage returns', (pem) => {
    expect(pem).not.toContain('\r');
  });
});

describe('a keystore', () => {
  const pfx = Buffer.from(createKeystore(leaf, authority, 'pass$word'), 'base64');

  it('holds key, certificate and CA', () => {
    expect(() => createSecureContext({ pfx, passphrase: 'pass$word' })).not.toThrow();
  });

  it('opens with its own password only', () => {
    expect(() => createSecureContext({ pfx, passphrase: 'password' })).toThrow('mac verify failure');
  });
});
