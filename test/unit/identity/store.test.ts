import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { compare } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { setIdentityAside } from '../../../src/identity/fresh.ts';
import { identityPath, keptManifest } from '../../../src/identity/paths.ts';
import type { IdentityRecord } from '../../../src/identity/record.ts';
import { loadIdentity } from '../../../src/identity/store.ts';
import type { IdentityNeeds } from '../../../src/stack/identity.ts';
import { quickMaking } from '../../quick-making.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const start = new Date('2026-11-21T12:00:00Z');
const days = (count: number) => new Date(start.getTime() + count * 86_400_000);
const needs = (more: Partial<IdentityNeeds> = {}): IdentityNeeds => ({
  secrets: {},
  hashes: {},
  certificates: {},
  ...more,
});
const key = needs({ secrets: { KEY: '[a-z]{12}' } });
const certified = (...hosts: string[]) => needs({ certificates: { auth: { hosts } } });

function project(folder = temporaryFolder()) {
  const path = join(folder, 'smoke', 'mine.json');
  const warnings: string[] = [];
  const load = (wanted: IdentityNeeds, now = start) =>
    loadIdentity(
      { path, project: 'mine', now, warn: (text) => warnings.push(text), making: quickMaking },
      wanted,
    );
  return { path, warnings, load, text: () => readFileSync(path, 'utf8') };
}

describe('the identity of a project', () => {
  it('is made for its owner alone', async () => {
    const { path, load } = project();
    await load(key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(path))).toEqual(['mine.json']);
  });

  it('has an instance id that bucket names can end with', async () => {
    expect((await project().load(needs())).instanceId).toMatch(/^[a-z0-9]{12}$/);
  });

  it('is the same the next time, and not written again', async () => {
    const { path, load } = project();
    const first = await load(key);
    utimesSync(path, days(-9), days(-9));
    expect(await load(key)).toEqual(first);
    expect(statSync(path).mtime).toEqual(days(-9));
  });

  it('differs between projects', async () => {
    expect(await project().load(key)).not.toEqual(await project().load(key));
  });

  it('gets what is needed later, and keeps what it has', async () => {
    const { load } = project();
    const first = await load(key);
    const second = await load(needs({ secrets: { KEY: '[0-9]{99}', MORE: '[0-9]{4}' } }));
    expect(second.instanceId).toBe(first.instanceId);
    expect(second.secrets).toEqual({ KEY: first.secrets['KEY'], MORE: expect.stringMatching(/^[0-9]{4}$/) });
    expect((await load(needs())).secrets).toEqual(second.secrets);
  });

  it('has Ed25519 keys as Garage reads them, made once: the seed and the public key that belongs to it', async () => {
    const { load } = project();
    const first = (await load(needs({ keys: ['NODE', 'OTHER'] }))).secrets;
    expect(first['OTHER']).not.toBe(first['NODE']);
    const bytes = Buffer.from(first['NODE'] ?? '', 'base64');
    const [d, x] = [bytes.subarray(0, 32), bytes.subarray(32)].map((part) => part.toString('base64url'));
    const key = createPrivateKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', d: d ?? '', x: x ?? '' },
    });
    expect(createPublicKey(key).export({ format: 'jwk' })['x']).toBe(x);
    expect((await load(needs({ keys: ['NODE', 'OTHER'] }))).secrets).toEqual(first);
  });

  it('is one for many first runs at once', async () => {
    const { load } = project();
    const all = needs({
      ...key,
      certificates: { auth: { hosts: ['auth'] } },
      hashes: { HASH: { secret: 'KEY' } },
    });
    const identities = await Promise.all(Array.from({ length: 5 }, () => load(all)));
    for (const identity of identities) expect(identity).toEqual(identities[0]);
  });

  it('gets the needs of all runs at once', async () => {
    const { load } = project();
    await Promise.all(['A', 'B', 'C', 'D'].map((name) => load(needs({ secrets: { [name]: '[a-z]{4}' } }))));
    expect(Object.keys((await load(needs())).secrets).sort()).toEqual(['A', 'B', 'C', 'D']);
  });

  it('does not wait for a run that died with the lock', async () => {
    const { path, load } = project();
    await load(needs());
    writeFileSync(`${path}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${path}.lock`, longAgo, longAgo);
    expect((await load(key)).secrets['KEY']).toBeDefined();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.each(['', '{', '[]', 'null', '{"version":2}', '{"version":1,"instanceId":"a"}', 'hello'])(
    'that is damaged (%j) is an error that keeps the file',
    async (text) => {
      const { path, load } = project(temporaryFolder({ 'smoke/mine.json': text }));
      await expect(load(key)).rejects.toMatchObject({
        message: `the identity ${path} is damaged: expected what smoke wrote there`,
        hint: expect.stringContaining('--fresh'),
        exitCode: 2,
      });
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('that cannot be kept is used once, with a warning', async () => {
    const { load, warnings } = project(join(temporaryFolder({ file: '' }), 'file'));
    const identity = await load(key);
    expect(identity.secrets['KEY']).toMatch(/^[a-z]{12}$/);
    expect(warnings).toEqual([expect.stringContaining('hold for this run only')]);
  });

  it('that is complete needs no place to write', async () => {
    const { path, load, text } = project();
    await load(key);
    const kept = text();
    writeFileSync(`${path}.lock`, '');
    expect(await load(key)).toBeDefined();
    expect(text()).toBe(kept);
  });
});

describe('the hash of a password', () => {
  const remembered = needs({ secrets: { PASS: '[a-z]{9}' }, hashes: { HASH: { secret: 'PASS' } } });
  const chosen = (password: string) => needs({ ...remembered, hashes: { HASH: { chosen: password } } });

  it('is that of the remembered one, made once', async () => {
    const { load } = project();
    const { secrets } = await load(remembered);
    expect(await compare(secrets['PASS'] ?? '', secrets['HASH'] ?? '')).toBe(true);
    expect((await load(remembered)).secrets['HASH']).toBe(secrets['HASH']);
  });

  it('is that of the chosen one, which itself is kept nowhere', async () => {
    const { load, text } = project();
    const hash = (await load(chosen('correct horse'))).secrets['HASH'] ?? '';
    expect(await compare('correct horse', hash)).toBe(true);
    expect(text()).not.toContain('correct horse');
    expect((await load(chosen('correct horse'))).secrets['HASH']).toBe(hash);
  });

  it('is another one for another password, and the first again for the first', async () => {
    const { load } = project();
    const first = (await load(chosen('one'))).secrets['HASH'];
    const second = (await load(chosen('two'))).secrets['HASH'];
    expect(second).not.toBe(first);
    expect((await load(chosen('one'))).secrets['HASH']).toBe(first);
  });
});

describe('certificates of a project', () => {
  // Keys take time to make, so these tests begin with the same ones.
  let made: string | undefined;
  const begun = async () => {
    if (made === undefined) {
      const { load, text } = project();
      await load(certified('auth'));
      made = text();
    }
    return project(temporaryFolder({ 'smoke/mine.json': made }));
  };

  it('need no CA where there are none', async () => {
    expect((await project().load(key)).ca).toBe('');
  });

  it('stay while they are valid for more than 30 days', async () => {
    const { load } = await begun();
    const first = await load(certified('auth'));
    expect(await load(certified('auth'), days(794))).toEqual(first);
  });

  it('are renewed, with their CA, 30 days before the end', async () => {
    const { load } = await begun();
    const first = await load(certified('auth'));
    const renewed = await load(certified('auth'), days(796));
    const ca = new X509Certificate(renewed.ca);
    const leaf = new X509Certificate(renewed.certificates['auth']?.certificate ?? '');
    expect(renewed.ca).not.toBe(first.ca);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(Date.parse(leaf.validTo)).toBe(days(796 + 825).getTime());
    expect(renewed.instanceId).toBe(first.instanceId);
  });

  it('get a new leaf of the same CA for a new host, and keep the hosts they had', async () => {
    const { load } = await begun();
    const first = await load(certified('auth'));
    const second = await load(certified('auth', '192.0.2.7'));
    const leaf = new X509Certificate(second.certificates['auth']?.certificate ?? '');
    expect(second.ca).toBe(first.ca);
    expect(leaf.subjectAltName).toBe('DNS:auth, IP Address:192.0.2.7');
    expect(await load(certified('auth'))).toEqual(second);
  });

  it('get a keystore when one is wanted, once', async () => {
    const { load } = await begun();
    const wanted = needs({ ...key, certificates: { auth: { hosts: ['auth'], keystore: 'KEY' } } });
    const before = await load(certified('auth'));
    const first = await load(wanted);
    expect(before.certificates['auth']?.keystore).toBeUndefined();
    const pfx = Buffer.from(first.certificates['auth']?.keystore ?? '', 'base64');
    expect(() => createSecureContext({ pfx, passphrase: first.secrets['KEY'] ?? '' })).not.toThrow();
    expect(await load(wanted)).toEqual(first);
  });

  it('never give away the key of the CA', async () => {
    const { load, text } = await begun();
    const identity = await load(certified('auth'));
    const { authority } = JSON.parse(text()) as IdentityRecord;
    expect(authority?.key).toContain('PRIVATE KEY');
    expect(JSON.stringify(identity)).not.toContain(JSON.stringify(authority?.key).slice(1, -1));
  });
});

describe('a fresh start', () => {
  it('keeps the old identity beside and says what belongs to it', async () => {
    const { path, load, text } = project();
    const first = await load(key);
    const kept = text();
    const warnings: string[] = [];
    setIdentityAside({ path, project: 'mine', now: start, warn: (warning) => warnings.push(warning) });
    expect((await load(key)).instanceId).not.toBe(first.instanceId);
    const aside = join(dirname(path), 'mine.2026-11-21T12-00-00-000Z.json');
    expect(readFileSync(aside, 'utf8')).toBe(kept);
    expect(warnings[0]).toContain(aside);
    expect(warnings[0]).toContain('mine_*');
  });

  it('of a project without identity does nothing', () => {
    const warnings: string[] = [];
    const path = join(temporaryFolder(), 'mine.json');
    setIdentityAside({ path, project: 'mine', now: start, warn: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([]);
  });
});

describe('the place of an identity', () => {
  it.each([
    [{ XDG_STATE_HOME: '/state', HOME: '/home/zoe' }, '/state/smoke/mine.json'],
    [{ HOME: '/home/zoe' }, '/home/zoe/.local/state/smoke/mine.json'],
    [{ XDG_STATE_HOME: '', HOME: '/home/zoe' }, '/home/zoe/.local/state/smoke/mine.json'],
    [{ XDG_STATE_HOME: 'state', HOME: '/home/zoe' }, '/home/zoe/.local/state/smoke/mine.json'],
  ])('with %o is %s', (environment, expected) => {
    expect(identityPath(environment, 'mine')).toBe(expected);
    expect(keptManifest(environment, 'mine')).toBe(expected.replace('.json', '.yml'));
  });
});
