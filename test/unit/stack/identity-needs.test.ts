import { describe, expect, it } from 'vitest';
import { identityNeeds } from '../../../src/stack/identity-needs.ts';
import { fragment } from './parts.ts';

const login = fragment({
  secrets: {
    PASS: { pattern: '[a-z]{8}', variable: 'MY_PASS' },
    HASH: { bcrypt: 'PASS' },
    KEY: { pattern: '[0-9]{4}' },
  },
});
const certified = fragment({
  certificates: { auth: { hosts: ['auth', 'localhost', '127.0.0.1'] }, db: { hosts: ['db'] } },
});

describe('what the identity has to hold', () => {
  it('is every secret with its pattern', () => {
    expect(identityNeeds([login], {}, '127.0.0.1').secrets).toEqual({ PASS: '[a-z]{8}', KEY: '[0-9]{4}' });
  });

  it('is every key pair', () => {
    const cluster = fragment({ secrets: { NODE: { ed25519: true } } });
    expect(identityNeeds([cluster], {}, '127.0.0.1')).toMatchObject({ secrets: {}, keys: ['NODE'] });
  });

  it('is the hash of the remembered password', () => {
    expect(identityNeeds([login], {}, '127.0.0.1').hashes).toEqual({ HASH: { secret: 'PASS' } });
  });

  it('is the hash of the password that the user chose', () => {
    expect(identityNeeds([login], { MY_PASS: 'mine' }, '127.0.0.1').hashes).toEqual({
      HASH: { chosen: 'mine' },
    });
  });

  it('takes an empty password for none', () => {
    expect(identityNeeds([login], { MY_PASS: '' }, '127.0.0.1').hashes).toEqual({ HASH: { secret: 'PASS' } });
  });

  it('takes a password of 72 bytes, and none that bcrypt would cut', () => {
    const needs = (password: string) => identityNeeds([login], { MY_PASS: password }, '127.0.0.1');
    expect(needs('é'.repeat(36)).hashes).toEqual({ HASH: { chosen: 'é'.repeat(36) } });
    expect(() => needs('é'.repeat(37))).toThrow('MY_PASS: got a password of 74 bytes, expected 72 at most');
  });

  it.each([
    ['127.0.0.1', ['auth', 'localhost', '127.0.0.1']],
    ['192.0.2.7', ['auth', 'localhost', '127.0.0.1', '192.0.2.7']],
    ['::1', ['auth', 'localhost', '127.0.0.1', '::1']],
    ['0.0.0.0', ['auth', 'localhost', '127.0.0.1']],
    ['::', ['auth', 'localhost', '127.0.0.1']],
  ])('is certificates for the address that ports are bound to: %s', (bind, hosts) => {
    expect(identityNeeds([certified], {}, bind).certificates).toEqual({
      auth: { hosts },
      db: { hosts: ['db'] },
    });
  });
});

describe('a keystore', () => {
  const of = (secrets: object) =>
    identityNeeds(
      [fragment({ certificates: { mine: { hosts: ['a'], keystore: 'PASS' } }, secrets: secrets as never })],
      {},
      '127.0.0.1',
    );

  it('needs a secret that is declared', () => {
    expect(of({ PASS: { pattern: '[a-z]{9}' } }).certificates['mine']?.keystore).toBe('PASS');
    expect(() => of({ OTHER: { pattern: '[a-z]{9}' } })).toThrow(
      'mine.yml: x-smoke.certificates.mine.keystore: got "PASS", expected a secret with a pattern: OTHER',
    );
  });
});
