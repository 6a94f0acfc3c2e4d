import { describe, expect, it } from 'vitest';
import { interpolate, interpolateTree, type Place } from '../../../src/stack/interpolate.ts';
import { scope } from './parts.ts';

const place: Place = { file: 'compose/apps/a.yml', path: 'services.a.image', line: 7 };
const names = scope({
  NAME: 'value',
  MONEY: 'a$b$$c${D}',
  EMPTY: '',
  KEY: { kind: 'start', reference: '${KEY:?the key}' },
  GONE: { kind: 'absent' },
});
const compose = (text: string) => interpolate(text, names, place, 'compose');
const raw = (text: string) => interpolate(text, names, place, 'raw');

describe('a text of a fragment', () => {
  it.each([
    ['${NAME} stands for its value', '${NAME}', 'value', 'value'],
    ['so does $NAME', 'a $NAME b', 'a value b', 'a value b'],
    ['names may stand side by side', '${NAME}${NAME}-$NAME', 'valuevalue-value', 'valuevalue-value'],
    ['$$ is a dollar sign', 'a$$b', 'a$$b', 'a$b'],
    ['$${NAME} is no name', '$${NAME}', '$${NAME}', '${NAME}'],
    ['dollars of a value are escaped for Compose only', '${MONEY}', 'a$$b$$$$c$${D}', 'a$b$$c${D}'],
    ['an empty value is a value', '<${EMPTY}>', '<>', '<>'],
    ['text without names stays', 'a {b} }c', 'a {b} }c', 'a {b} }c'],
  ])('%s', (_, text, forCompose, forFile) => {
    expect([compose(text), raw(text)]).toEqual([forCompose, forFile]);
  });

  it('keeps a reference for Compose', () => {
    expect(compose('x=${KEY}')).toBe('x=${KEY:?the key}');
  });

  it('refuses a reference in a placed file', () => {
    expect(() => raw('x=${KEY}')).toThrow(
      'compose/apps/a.yml:7: services.a.image: ${KEY} is read when the stack starts, so it cannot stand in a placed file',
    );
  });

  it.each(['${GONE}', '$GONE'])('vanishes when it is nothing but the absent %s', (text) => {
    expect(compose(text)).toBeUndefined();
  });

  it('refuses an absent name within other text', () => {
    expect(() => compose('x=${GONE}')).toThrow(
      '${GONE} is optional and unset, so it has to be the whole value',
    );
  });

  it('names file, line, path and the near match of an unknown name', () => {
    expect(() => compose('${NAEM}')).toThrow(
      expect.objectContaining({
        message: 'compose/apps/a.yml:7: services.a.image: ${NAEM} is not a known parameter',
        hint: 'Did you mean ${NAME}?',
        exitCode: 2,
      }),
    );
  });

  it('advises to declare a name that is like no other', () => {
    expect(() => compose('${SOMETHING_ELSE}')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('x-smoke.parameters') }),
    );
  });

  it.each(['${NAME:-b}', '${NAME-b}', '${NAME:?b}', '${}', '${NAME', '${1}', '$', 'a $ b', '$5'])(
    'refuses %s, which is no name',
    (text) => {
      expect(() => compose(text)).toThrow(
        /^compose\/apps\/a\.yml:7: services\.a\.image: got "\$.*", expected \$\{NAME\}/,
      );
    },
  );
});

describe('a tree of a fragment', () => {
  const tree = (value: Parameters<typeof interpolateTree>[0]) =>
    interpolateTree(value, names, (path) => ({ file: 'a.yml', path, line: undefined }));

  it('keeps numbers, booleans and null', () => {
    expect(tree({ a: 1, b: true, c: null, d: ['${NAME}', 2] })).toEqual({
      a: 1,
      b: true,
      c: null,
      d: ['value', 2],
    });
  });

  it('leaves out entries that are absent, from maps and from lists', () => {
    expect(tree({ a: '${GONE}', b: ['x', '${GONE}'], c: { d: '${GONE}' } })).toEqual({ b: ['x'], c: {} });
  });

  it('keeps the order of its keys', () => {
    expect(Object.keys(tree({ z: '', a: '${NAME}', m: '' }) as object)).toEqual(['z', 'a', 'm']);
  });

  it('says at which path a text is wrong', () => {
    expect(() => tree({ services: { a: { command: ['x', '${NO}'] } } })).toThrow(
      'a.yml: services.a.command.1: ${NO}',
    );
  });
});
