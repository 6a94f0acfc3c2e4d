import { describe, expect, it } from 'vitest';
import { atDigest, isDigest, isSameRepository, parseReference } from '../../../src/images/reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('the name of an image', () => {
  it.each([
    ['redis', { registry: 'docker.io', path: 'library/redis' }],
    ['redis:7', { registry: 'docker.io', path: 'library/redis', tag: '7' }],
    ['team/app:1', { registry: 'docker.io', path: 'team/app', tag: '1' }],
    ['docker.io/redis', { registry: 'docker.io', path: 'library/redis' }],
    ['index.docker.io/team/app', { registry: 'docker.io', path: 'team/app' }],
    ['quay.io/team/app:v1.2_3-x', { registry: 'quay.io', path: 'team/app', tag: 'v1.2_3-x' }],
    ['localhost/app:1', { registry: 'localhost', path: 'app', tag: '1' }],
    ['localhost:5000/a/b/c:1', { registry: 'localhost:5000', path: 'a/b/c', tag: '1' }],
    ['[::1]:5000/app', { registry: '[::1]:5000', path: 'app' }],
    [`quay.io/app:1@${digest}`, { registry: 'quay.io', path: 'app', tag: '1', digest }],
    [`app@${digest}`, { registry: 'docker.io', path: 'library/app', digest }],
  ])('%s is taken apart as %o', (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each([
    '',
    'App',
    'app:',
    'app:a b',
    ':1',
    'quay.io/',
    'quay.io//app',
    'quay.io/../app',
    'quay.io/-app',
    'quay.io/app?x=1',
    'quay.io/app#x',
    'user@quay.io/app',
    'quay.io/app@sha256:short',
    `quay.io/app@${digest.toUpperCase()}`,
    `app@${digest}@${digest}`,
    `${'a/'.repeat(300)}a`,
    '${X}',
    'a.b/$(id)',
  ])('%s is none', (text) => {
    expect(parseReference(text)).toBeUndefined();
  });

  it('of any length is refused in time', () => {
    expect(parseReference(`a.b/${'a-'.repeat(100_000)}`)).toBeUndefined();
  });

  it('can have a digest instead of its tag', () => {
    expect(atDigest('localhost:5000/app:1', digest)).toBe(`localhost:5000/app@${digest}`);
    expect(atDigest('localhost:5000/app', digest)).toBe(`localhost:5000/app@${digest}`);
  });

  it('is the same repository whatever it leaves out', () => {
    const same = (one: string, other: string) => {
      const [a, b] = [parseReference(one), parseReference(other)];
      return a !== undefined && b !== undefined && isSameRepository(a, b);
    };
    expect(same('redis:7', 'docker.io/library/redis')).toBe(true);
    expect(same('dxflrs/garage:v2', `docker.io/dxflrs/garage@${digest}`)).toBe(true);
    expect(same('quay.io/a/b', 'docker.io/a/b')).toBe(false);
  });
});

describe('a digest', () => {
  it.each([
    [digest, true],
    [`${digest}0`, false],
    [`${digest}\n`, false],
    [digest.replace('a', 'A'), false],
    ['sha512:00', false],
    [7, false],
    [undefined, false],
  ])('%s: %s', (text, expected) => {
    expect(isDigest(text)).toBe(expected);
  });
});
