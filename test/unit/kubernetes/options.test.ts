import { describe, expect, it } from 'vitest';
import { readOnly, readStorageClasses } from '../../../src/kubernetes/options.ts';
import { objectsOf } from './stacks.ts';

describe('--storage-class', () => {
  it.each([
    [undefined, {}],
    ['fast', { file: 'fast', block: 'fast' }],
    ['file=nfs,block=fast', { file: 'nfs', block: 'fast' }],
    ['block=fast', { block: 'fast' }],
  ])('%s is %j', (text, expected) => {
    expect(readStorageClasses(text)).toEqual(expected);
  });
  it.each(['', 'a,b', 'files=nfs', 'file=', 'file=a,file=b', 'file=a=b', 'Fast', 'file=nfs,'])(
    'refuses "%s"',
    (text) => {
      expect(() => readStorageClasses(text)).toThrow(/--storage-class: got/);
    },
  );
});

describe('--only', () => {
  const image = 'server:1';
  const services = {
    db: { image, restart: 'always' },
    web: { image, restart: 'always', depends_on: { db: { condition: 'service_started' } } },
    other: { image, restart: 'always' },
  };
  it('keeps what the chosen ones wait for', () => {
    expect(objectsOf(services, {}, { only: ['web'] }).names).toEqual(['Deployment db', 'Deployment web']);
  });
  it('keeps a storage as a whole', () => {
    const { names } = objectsOf(services, { kind: 'storage' }, { only: ['other'] });
    expect(names).toEqual(['Deployment db', 'Deployment web', 'Deployment other']);
  });
  it('names what was meant', () => {
    expect(() => objectsOf(services, {}, { only: ['wbe'] })).toThrow(
      /got "wbe", expected one of db, web, other/,
    );
  });
  it.each(['', 'a,', ','])('refuses "%s"', (text) => {
    expect(() => readOnly(text)).toThrow(/--only: got/);
  });
});
