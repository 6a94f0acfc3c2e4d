import { describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../../src/stack/manifest.ts';
import { mergeCompose } from '../../../src/stack/merge.ts';

const merge = (base: ValueMap, over: ValueMap): Value | undefined => {
  const merged = mergeCompose([{ services: { a: base } }, { services: { a: over } }]);
  return (merged['services'] as ValueMap)['a'];
};

const reset = { '!merge': 'reset', value: null };
const override = (value: Value): Value => ({ '!merge': 'override', value });

describe('merging a service by the rules of Compose', () => {
  it.each<[string, ValueMap, ValueMap, ValueMap]>([
    ['a scalar is replaced', { image: 'a:1' }, { image: 'a:2' }, { image: 'a:2' }],
    ['maps are united', { deploy: { x: 1 } }, { deploy: { y: 2 } }, { deploy: { x: 1, y: 2 } }],
    ['lists are joined', { cap_add: ['A'] }, { cap_add: ['B'] }, { cap_add: ['A', 'B'] }],
    ['a text and a list are joined', { tmpfs: '/a' }, { tmpfs: ['/b'] }, { tmpfs: ['/a', '/b'] }],
    [
      'a list and a text are joined',
      { dns: ['1.1.1.1'] },
      { dns: '9.9.9.9' },
      { dns: ['1.1.1.1', '9.9.9.9'] },
    ],
    ['a text that only one file has stays a text', { tmpfs: '/a' }, {}, { tmpfs: '/a' }],
    ['an empty map keeps what was there', { deploy: { x: 1 } }, { deploy: null }, { deploy: { x: 1 } }],
    ['a command is replaced', { command: ['a', 'b'] }, { command: ['c'] }, { command: ['c'] }],
    ['an entrypoint is replaced', { entrypoint: ['a', 'b'] }, { entrypoint: 'c' }, { entrypoint: 'c' }],
    [
      'the test of a health check is replaced, the rest of the check stays',
      { healthcheck: { test: ['CMD', 'a'], retries: 3 } },
      { healthcheck: { test: ['CMD', 'b'] } },
      { healthcheck: { test: ['CMD', 'b'], retries: 3 } },
    ],
    [
      'environment as a list and as a map are united by name',
      { environment: ['A=1', 'B=x=y', 'C'] },
      { environment: { A: '2' } },
      { environment: { A: '2', B: 'x=y', C: null } },
    ],
    [
      'a list over a map of labels',
      { labels: { a: '1' } },
      { labels: ['a=2', 'b=3'] },
      { labels: { a: '2', b: '3' } },
    ],
    [
      'build arguments as lists',
      { build: { args: ['A=1'] } },
      { build: { args: ['A=2'] } },
      { build: { args: { A: '2' } } },
    ],
    [
      'extra hosts as a list and a map',
      { extra_hosts: ['a:1.2.3.4'] },
      { extra_hosts: { b: '::1' } },
      { extra_hosts: ['a:1.2.3.4', 'b:::1'] },
    ],
    [
      'dependencies as a list and as a map',
      { depends_on: ['x', 'y'] },
      { depends_on: { y: { condition: 'service_healthy' } } },
      { depends_on: { x: { condition: 'service_started' }, y: { condition: 'service_healthy' } } },
    ],
    [
      'networks as a list and as a map',
      { networks: ['x'] },
      { networks: { y: { aliases: ['z'] } } },
      { networks: { x: null, y: { aliases: ['z'] } } },
    ],
    [
      'volumes are told apart by target',
      { volumes: ['a:/x', 'b:/y'] },
      { volumes: ['c:/x:ro'] },
      { volumes: ['c:/x:ro', 'b:/y'] },
    ],
    [
      'volumes in the short and the long form meet at the target',
      { volumes: ['a:/x'] },
      { volumes: [{ type: 'bind', source: '/s', target: '/x' }] },
      { volumes: [{ type: 'bind', source: '/s', target: '/x' }] },
    ],
    [
      'an anonymous volume has only a target',
      { volumes: ['/x'] },
      { volumes: ['a:/x'] },
      { volumes: ['a:/x'] },
    ],
    [
      'ports are told apart as a whole',
      { ports: ['1:1', '2:2'] },
      { ports: ['2:2', '3:2'] },
      { ports: ['1:1', '2:2', '3:2'] },
    ],
    [
      'ports in the long form are told apart by address, ports and protocol',
      { ports: [{ target: 80, published: '80', protocol: 'tcp' }] },
      {
        ports: [
          { target: 80, published: '80', protocol: 'udp' },
          { target: 80, published: '80', protocol: 'tcp', mode: 'host' },
        ],
      },
      {
        ports: [
          { target: 80, published: '80', protocol: 'tcp', mode: 'host' },
          { target: 80, published: '80', protocol: 'udp' },
        ],
      },
    ],
    ['!reset removes an attribute', { image: 'a', ports: ['1:1'] }, { ports: reset }, { image: 'a' }],
    [
      '!reset removes one variable',
      { environment: { A: '1', B: '2' } },
      { environment: { A: reset } },
      { environment: { B: '2' } },
    ],
    ['!reset of what is not there is nothing', { image: 'a' }, { ports: reset }, { image: 'a' }],
    ['!override replaces a list', { ports: ['1:1'] }, { ports: override(['2:2']) }, { ports: ['2:2'] }],
    [
      '!override replaces a map',
      { environment: { A: '1' } },
      { environment: override({ B: '2' }) },
      { environment: { B: '2' } },
    ],
  ])('%s', (_, base, over, expected) => {
    expect(merge(base, over)).toEqual(expected);
  });

  it('keeps the order of the first file', () => {
    expect(Object.keys(merge({ image: 'a', user: '1' }, { user: '2', image: 'b' }) as ValueMap)).toEqual([
      'image',
      'user',
    ]);
  });

  it('knows the attributes of a service with a dot in its name', () => {
    const files = [{ services: { 'a.b': { command: ['x'] } } }, { services: { 'a.b': { command: ['y'] } } }];
    expect(mergeCompose(files)).toEqual({ services: { 'a.b': { command: ['y'] } } });
  });

  it('does not take a volume called environment for a list of variables', () => {
    const files = [
      { volumes: { environment: { labels: ['a=1'] } } },
      { volumes: { environment: { labels: ['b=2'] } } },
    ];
    expect(mergeCompose(files)).toEqual({ volumes: { environment: { labels: ['a=1', 'b=2'] } } });
  });

  it('leaves its input alone', () => {
    const base = { services: { a: { environment: { A: '1' } } } };
    mergeCompose([base, { services: { a: { environment: { A: '2' } } } }]);
    expect(base).toEqual({ services: { a: { environment: { A: '1' } } } });
  });
});
