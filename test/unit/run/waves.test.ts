import { describe, expect, it } from 'vitest';
import { awaitedServices, independentServices, startWaves } from '../../../src/run/waves.ts';
import type { ValueMap } from '../../../src/stack/manifest.ts';

const healthy = { condition: 'service_healthy' };

it.each<[string, Record<string, ValueMap>, string[][]]>([
  ['no services are no waves', {}, []],
  ['services without dependencies start at once', { a: {}, b: {} }, [['a', 'b']]],
  [
    'a chain starts one after the other',
    {
      auth: { depends_on: { app: healthy } },
      app: { depends_on: { db: healthy, s3: healthy } },
      db: {},
      s3: { depends_on: { files: healthy } },
      files: {},
    },
    [['db', 'files'], ['s3'], ['app'], ['auth']],
  ],
  ['dependencies may be a list', { a: { depends_on: ['b'] }, b: {} }, [['b'], ['a']]],
  ['what is not in the file is not waited for', { a: { depends_on: ['b'] } }, [['a']]],
  [
    'a circle ends up in one last wave',
    { a: { depends_on: ['b'] }, b: { depends_on: ['a'] }, c: {} },
    [['c'], ['a', 'b']],
  ],
])('%s', (_, services, expected) => {
  expect(startWaves({ name: 'x', services })).toEqual(expected);
});

describe('the services that others wait for', () => {
  it('are those of depends_on, in both forms, that are there', () => {
    const services = {
      a: { depends_on: ['b', 'gone'] },
      b: { depends_on: { c: { condition: 'service_healthy' } } },
      c: {},
      d: {},
    };
    expect([...awaitedServices({ name: 'p', services })]).toEqual(['b', 'c']);
  });
});

describe('the services that can start before others are ready', () => {
  const services = {
    files: {},
    s3: { depends_on: { files: healthy } },
    app: { depends_on: { db: healthy, s3: healthy } },
    auth: { depends_on: ['app'] },
    db: { depends_on: ['files'] },
  };

  it.each([
    ['s3', ['files', 's3', 'db']],
    ['files', ['files']],
    ['auth', ['files', 's3', 'app', 'auth', 'db']],
    ['gone', ['files', 's3', 'app', 'auth', 'db']],
  ])('before %s: are those that wait for none of them, at no remove', (after, expected) => {
    expect(independentServices({ name: 'p', services }, after)).toEqual(expected);
  });

  it('are found in a circle, too', () => {
    const circle = {
      a: { depends_on: ['b'] },
      b: { depends_on: ['a'] },
      c: { depends_on: ['b', 's3'] },
      s3: {},
    };
    expect(independentServices({ name: 'p', services: circle }, 's3')).toEqual(['a', 'b', 's3']);
  });
});
