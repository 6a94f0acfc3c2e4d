import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { SmokeError } from '../../../../src/error.ts';
import { parametersOf } from '../../../../src/share/parameters.ts';
import { readSide } from '../../../../src/share/read/read-side.ts';
import { deployment, helmValues, resource, secret } from './described.ts';

const compose = stringify({
  services: {
    cryostat: {
      environment: {
        QUARKUS_S3_ENDPOINT_OVERRIDE: 'http://s3:3900',
        QUARKUS_S3_AWS_REGION: 'r',
        AWS_ACCESS_KEY_ID: 'id',
      },
    },
  },
  'x-smoke': {
    version: 1,
    ca: 'pem',
    buckets: ['a'],
    storageAuthorities: ['pem'],
    s3: { endpoint: 'http://localhost:3900' },
  },
});

const odd: readonly unknown[] = [
  null,
  5,
  true,
  'x',
  '',
  [],
  {},
  [[]],
  [null],
  { a: { b: 'c' } },
  [{ name: [] }],
];

/** The tree with one part after the other replaced by each of the odd values. */
function* variants(tree: unknown): Generator<unknown> {
  yield* odd;
  if (Array.isArray(tree)) {
    for (const [index, item] of tree.entries())
      for (const other of variants(item)) yield tree.map((own, at) => (at === index ? other : own));
  } else if (typeof tree === 'object' && tree !== null) {
    for (const [key, item] of Object.entries(tree))
      for (const other of variants(item)) yield { ...tree, [key]: other };
  }
}

describe('whatever stands in the place of a part, it is read, or refused in words', () => {
  test.each([
    ['Helm values', helmValues()],
    ['a Cryostat resource', resource()],
    ['a Deployment', deployment('')],
    ['a Secret', secret('s3', { STORAGE_ACCESS_KEY_ID: 'id', STORAGE_ACCESS_KEY: 'key' })],
    ['a Compose manifest', compose],
  ])('of %s', (name, text) => {
    let read = 0;
    let refused = 0;
    for (const variant of variants(parse(text))) {
      const texts = [{ name: 'f', text: stringify(variant) }];
      if (name === 'a Secret') texts.push({ name: 'g', text: helmValues() });
      try {
        parametersOf(readSide(texts), { usesNewer: true });
        read += 1;
      } catch (error) {
        if (!(error instanceof SmokeError))
          throw new Error(`a defect with:\n${texts[0]?.text}`, { cause: error });
        refused += 1;
      }
    }
    expect([read > 0, refused > 0]).toEqual([true, true]);
  });
});
