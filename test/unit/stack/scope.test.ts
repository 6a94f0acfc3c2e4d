import { describe, expect, it } from 'vitest';
import type { FragmentNotes, ProvidedS3 } from '../../../src/stack/fragment.ts';
import { createScope, type Settings } from '../../../src/stack/scope.ts';
import { fragment, identity, stack } from './parts.ts';

interface World extends Partial<Settings> {
  readonly secrets?: Record<string, string>;
  readonly storage?: Partial<ProvidedS3>;
}

const s3: ProvidedS3 = {
  endpoint: 'http://s3',
  region: 'r',
  pathStyle: true,
  accessKeyId: 'a',
  secretAccessKey: 's',
};

function scopeOf(notes: Partial<FragmentNotes>, world: World = {}) {
  const settings = { flags: world.flags ?? {}, environment: world.environment ?? {} };
  return createScope(
    [fragment(notes)],
    settings,
    identity(world.secrets),
    { ...s3, ...world.storage },
    {
      COMPUTED: { kind: 'value', text: 'worked out' },
      TEXT: { kind: 'text', text: 'is ${A}', file: 'storage.yml' },
    },
  );
}

describe('a parameter', () => {
  const notes = { parameters: { A: { help: 'a', default: 'default' }, B: { help: 'b', default: '${A}!' } } };

  it.each<[string, World, string]>([
    ['takes its default when nothing else is said', {}, 'default'],
    ['takes the environment over its default', { environment: { A: 'environment' } }, 'environment'],
    [
      'takes a flag over the environment',
      { flags: { A: 'flag' }, environment: { A: 'environment' } },
      'flag',
    ],
    ['takes an empty variable for an unset one', { environment: { A: '' } }, 'default'],
    [
      'takes an empty flag for an unset one',
      { flags: { A: '' }, environment: { A: 'environment' } },
      'environment',
    ],
  ])('%s', (_, world, expected) => {
    expect(scopeOf(notes, world).resolve('A')).toEqual({ kind: 'value', text: expected });
  });

  it('may refer to another one in its default', () => {
    expect(scopeOf(notes, { environment: { A: 'x' } }).resolve('B')).toEqual({ kind: 'value', text: 'x!' });
  });

  it('is not interpolated where the user gave it', () => {
    expect(scopeOf(notes, { environment: { B: '${A}$5' } }).resolve('B')).toEqual({
      kind: 'value',
      text: '${A}$5',
    });
  });

  it('without default is empty', () => {
    expect(scopeOf({ parameters: { A: { help: 'a' } } }).resolve('A')).toEqual({ kind: 'value', text: '' });
  });

  it('that is optional and unset is absent', () => {
    expect(scopeOf({ parameters: { A: { help: 'a', optional: true } } }).resolve('A')).toEqual({
      kind: 'absent',
    });
  });

  it('that is required and unset is an error with its name and help', () => {
    const scope = scopeOf({ parameters: { A: { help: 'the address', required: true } } });
    expect(() => scope.resolve('A')).toThrow('A is not set, expected the address');
  });

  it('that the environment sets wrongly is an error', () => {
    const scope = scopeOf({ parameters: { A: { help: 'a', allowed: ['x'] } } }, { environment: { A: 'y' } });
    expect(() => scope.resolve('A')).toThrow('A: got "y", expected one of x');
  });

  it('that refers to itself is an error that shows the way', () => {
    const scope = scopeOf({
      parameters: { A: { help: 'a', default: '${B}' }, B: { help: 'b', default: 'x${A}' } },
    });
    expect(() => scope.resolve('A')).toThrow('${A} refers to itself: A → B → A');
  });

  it.each<[string, World, string]>([
    ['its own default where the storage can do everything', {}, 'tagging'],
    [
      'another default where the storage lacks a feature',
      { storage: { lacks: ['object-tagging'] } },
      'bucket',
    ],
    [
      'its own default where the storage lacks something else',
      { storage: { lacks: ['versioning'] } },
      'tagging',
    ],
    [
      'the user’s value in any case',
      { storage: { lacks: ['object-tagging'] }, environment: { A: 'metadata' } },
      'metadata',
    ],
  ])('takes %s', (_, world, expected) => {
    const parameter = { help: 'a', default: 'tagging', whenStorageLacks: { 'object-tagging': 'bucket' } };
    expect(scopeOf({ parameters: { A: parameter } }, world).resolve('A')).toEqual({
      kind: 'value',
      text: expected,
    });
  });
});

describe('a parameter that is read at the start', () => {
  it.each<[string, object, World, string | undefined]>([
    ['is required without a default', {}, {}, '${A:?help}'],
    ['has its default', { default: '/run' }, {}, '${A:-/run}'],
    [
      'does not show the value that is set',
      { default: '/run' },
      { environment: { A: 'secret' } },
      '${A:-/run}',
    ],
    ['is absent when it is optional and unset', { optional: true }, {}, undefined],
    [
      'is a reference when it is optional and set',
      { optional: true },
      { environment: { A: 'secret' } },
      '${A:?help}',
    ],
  ])('%s', (_, more, world, expected) => {
    const scope = scopeOf({ parameters: { A: { help: 'help', at: 'start', ...more } } }, world);
    expect(scope.resolve('A')).toEqual(
      expected === undefined ? { kind: 'absent' } : { kind: 'start', reference: expected },
    );
  });

  it('stays a reference where another one is nothing but it', () => {
    const scope = scopeOf({
      parameters: { A: { help: 'help', at: 'start' }, B: { help: 'b', default: '${A}' } },
    });
    expect(scope.resolve('B')).toEqual({ kind: 'start', reference: '${A:?help}' });
  });

  it('has a help text that Compose can read', () => {
    const scope = scopeOf({ parameters: { A: { help: 'as ${B} or {c} for 5 $', at: 'start' } } });
    expect(scope.resolve('A')).toEqual({ kind: 'start', reference: '${A:?as B or c for 5 }' });
  });

  it('may not have a default that Compose would read again', () => {
    const scope = scopeOf({ parameters: { A: { help: 'a', at: 'start', default: '${B}/x' } } });
    expect(() => scope.resolve('A')).toThrow('mine.yml: x-smoke.parameters.A.default: got "${B}/x"');
  });
});

describe('a secret', () => {
  const notes = {
    secrets: { PASS: { pattern: '[a-z]{4}', variable: 'MY_PASS' }, KEY: { pattern: '[a-z]{4}' } },
  };

  it('is what is remembered', () => {
    expect(scopeOf(notes, { secrets: { PASS: 'abcd' } }).resolve('PASS')).toEqual({
      kind: 'value',
      text: 'abcd',
    });
  });

  it('that the user chose is a reference', () => {
    expect(
      scopeOf(notes, { secrets: { PASS: 'abcd' }, environment: { MY_PASS: 'mine' } }).resolve('PASS'),
    ).toEqual({
      kind: 'start',
      reference: '${MY_PASS:?the password chosen when this was printed}',
    });
  });

  it('that is a key pair has a public half, in hex', () => {
    const pair = Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(32, 0xab)]).toString('base64');
    const pairs = scopeOf({ secrets: { NODE: { ed25519: true } } }, { secrets: { NODE: pair } });
    expect(pairs.resolve('NODE')).toEqual({ kind: 'value', text: pair });
    expect(pairs.resolve('NODE_PUBLIC')).toEqual({ kind: 'value', text: 'ab'.repeat(32) });
    expect(pairs.names()).toContain('NODE_PUBLIC');
  });

  it('without a variable cannot be set from outside', () => {
    expect(scopeOf(notes, { secrets: { KEY: 'abcd' }, environment: { KEY: 'mine' } }).resolve('KEY')).toEqual(
      {
        kind: 'value',
        text: 'abcd',
      },
    );
  });
});

describe('a scope', () => {
  it('knows what smoke works out, and texts that refer to other names', () => {
    const scope = scopeOf({ parameters: { A: { help: 'a', default: 'x' } } });
    expect(scope.resolve('COMPUTED')).toEqual({ kind: 'value', text: 'worked out' });
    expect(scope.resolve('TEXT')).toEqual({ kind: 'value', text: 'is x' });
  });

  it.each(['toString', 'constructor', '__proto__', 'UNKNOWN'])('does not know %s', (name) => {
    expect(scopeOf({}).resolve(name)).toBeUndefined();
  });

  it('gives certificates and keys by the name of the certificate', () => {
    const own = { ...identity(), certificates: { 'my-auth': { certificate: 'C', key: 'K' } } };
    const scope = createScope([], { flags: {}, environment: {} }, own, undefined, {});
    expect(
      ['CA_CERTIFICATE', 'MY_AUTH_CERTIFICATE', 'MY_AUTH_KEY'].map((name) => scope.resolve(name)),
    ).toEqual(['the CA\n', 'C', 'K'].map((text) => ({ kind: 'value', text })));
  });

  it('has no name for the key of the CA', () => {
    expect(scopeOf({}).resolve('CA_KEY')).toBeUndefined();
  });

  const twice = (a: object, b: object) =>
    createScope(
      [
        fragment({ parameters: { A: { help: 'a', ...a } } }, {}, { file: 'one.yml' }),
        fragment(
          { parameters: { A: { help: 'a', ...b } } },
          {},
          { file: 'two.yml', lines: { 'x-smoke.parameters.A': 4 } },
        ),
      ],
      { flags: {}, environment: {} },
      identity(),
      undefined,
      {},
    );

  it('takes the same parameter from two fragments', () => {
    expect(twice({ default: '1' }, { default: '1' }).resolve('A')).toEqual({ kind: 'value', text: '1' });
  });

  it('refuses a parameter that two fragments define differently, with both files', () => {
    expect(() => twice({ default: '1' }, { default: '2' })).toThrow(
      'two.yml:4: x-smoke.parameters.A: one.yml defines the same parameter differently',
    );
  });
});

describe('a value', () => {
  const of = (fragments: readonly Partial<FragmentNotes>[], environment = {}) =>
    createScope(
      fragments.map((notes) => fragment(notes)),
      { flags: {}, environment },
      identity({ PASS: 'a$b' }),
      undefined,
      {},
    );

  it('is what a later fragment says', () => {
    expect(of([{ values: { A: '1' } }, { values: { A: '2' } }]).resolve('A')).toEqual({
      kind: 'value',
      text: '2',
    });
  });

  it('of the application gives way, wherever the application stands', () => {
    const scope = of([{ values: { A: 'storage' } }, { kind: 'app', values: { A: null } }]);
    expect(scope.resolve('A')).toEqual({ kind: 'value', text: 'storage' });
  });

  it('is absent when it is null', () => {
    expect(of([{ values: { A: null } }]).resolve('A')).toEqual({ kind: 'absent' });
  });

  it('is no variable of the environment', () => {
    expect(of([{ values: { A: 'mine' } }], { A: 'theirs' }).resolve('A')).toEqual({
      kind: 'value',
      text: 'mine',
    });
  });

  const secret = { PASS: { pattern: '[a-z]{4}', variable: 'PASS' } };

  it('keeps a secret that is known', () => {
    const scope = of([{ secrets: secret, values: { A: 'user:${PASS}' } }]);
    expect(scope.resolve('A')).toEqual({ kind: 'value', text: 'user:a$b' });
  });

  it('has a reference in it where a part is read at the start, and the rest escaped for Compose', () => {
    const scope = of([{ secrets: secret, values: { B: 'x$$y', A: '${B}:${PASS}' } }], { PASS: 'chosen' });
    expect(scope.resolve('A')).toEqual({
      kind: 'start',
      reference: expect.stringMatching(/^x\$\$y:\$\{PASS:\?[^}]+\}$/),
    });
  });
});

describe('a count', () => {
  const count = { N: { help: 'n', default: '1', form: 'count' } } as const;

  it.each(['0', '-1', '100', 'x', '1.5'])('cannot be %s', (N) => {
    expect(() => scopeOf({ parameters: count }, { environment: { N } }).resolve('N')).toThrow(
      `N: got "${N}", expected a number from 1 to 99`,
    );
  });

  it.each([
    [{}, 1],
    [{ N: '7' }, 7],
  ])('becomes a number where it is the whole value: %o', (environment, expected) => {
    const compose = {
      services: { a: { image: 'a:1', deploy: { replicas: '${N}' }, labels: { n: 'n=${N}' } } },
    };
    const { services } = stack([fragment({ parameters: count }, compose)], {
      settings: { flags: {}, environment },
    });
    expect(services['a']).toEqual({
      image: 'a:1',
      deploy: { replicas: expected },
      labels: { n: `n=${expected}` },
    });
  });
});
