import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../../src/stack/manifest.ts';
import { fragment, stack } from './parts.ts';

const tool = (services: ValueMap, file: string, kind: 'tool' | 'variant' = 'tool') =>
  fragment({ kind }, { services }, { file, lines: { 'services.a.image': 7 } });
const a = { image: 'a:1' };

describe('a stack cannot start', () => {
  it.each<[string, ValueMap, string]>([
    ['with a service that has no image', { a: { depends_on: {} } }, 'the service a has no image'],
    [
      'with one that waits for nobody that is there',
      { a: { ...a, depends_on: ['z'] } },
      'the service a waits for z, which is not there',
    ],
    [
      'with one that waits for itself',
      { a: { ...a, depends_on: ['a'] } },
      'services wait for each other: a → a',
    ],
    [
      'with services that wait for each other',
      {
        a: { ...a, depends_on: { b: { condition: 'service_started' } } },
        b: { image: 'b:1', depends_on: ['a'] },
      },
      'services wait for each other: a → b → a',
    ],
    [
      'with a port that two publish',
      {
        a: { ...a, ports: ['127.0.0.1:80:8080'] },
        b: { image: 'b:1', ports: [{ target: 1, published: 80 }] },
      },
      'the services a and b both publish port 80',
    ],
  ])('%s', (_, services, expected) => {
    expect(() => stack([tool(services, 'mine.yml')])).toThrow(`this stack cannot start: ${expected}`);
  });

  it('with one service of two fragments', () => {
    expect(() => stack([tool({ a }, 'one.yml'), tool({ a }, 'two.yml')])).toThrow(
      'two.yml:7: services.a.image: one.yml has a service of the same name',
    );
  });
});

describe('a stack can start', () => {
  it.each<[string, ValueMap]>([
    ['with a port for TCP and the same for UDP', { a: { ...a, ports: ['53:53', '53:53/udp'] } }],
    [
      'with ports that the engine chooses',
      { a: { ...a, ports: ['127.0.0.1::80'] }, b: { ...a, ports: ['127.0.0.1::80'] } },
    ],
    [
      'with services that wait for a common one',
      { a, b: { ...a, depends_on: ['a'] }, c: { ...a, depends_on: ['a', 'b'] } },
    ],
    ['with a service that is built', { a: { build: '.' } }],
  ])('%s', (_, services) => {
    expect(Object.keys(stack([tool(services, 'mine.yml')]).services)).toEqual(Object.keys(services));
  });

  it('with a variant that takes another image', () => {
    const other = tool({ a: { image: 'b:2' } }, 'variant.yml', 'variant');
    expect(stack([tool({ a }, 'one.yml'), other]).services['a']).toMatchObject({ image: 'b:2' });
  });
});
