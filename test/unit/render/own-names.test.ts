import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { foreignName, ownNames } from '../../../src/render/own-names.ts';

describe('names that a file gives whatever the project', () => {
  it.each([
    [
      'services: { a: { container_name: web } }',
      'services: { a: { container_name: "p-web" } }',
      'container web',
    ],
    [
      'volumes:\n  d:\n    name: data # theirs\n',
      'volumes:\n  d:\n    name: "p-data" # theirs\n',
      'volume data',
    ],
    [
      "networks: { n: { name: '${NET:-net}' } }",
      'networks: { n: { name: "p-${NET:-net}" } }',
      'network ${NET:-net}',
    ],
    ['volumes: { d: { external: true } }', 'volumes: { d: { external: false } }', 'volume d'],
    [
      'volumes:\n  d:\n    external:\n      name: data\n  e: {}\n',
      'volumes:\n  d:\n    external:\n      false\n  e: {}\n',
      'volume d',
    ],
  ])('%j', (text, expected, what) => {
    expect(ownNames(text, 'p')).toEqual({ text: expected, changed: [what] });
    expect(foreignName(parse(text), 'p')).toBeDefined();
    expect(foreignName(parse(expected), 'p')).toBeUndefined();
  });

  it.each([
    'services: { a: { image: x }, b: null }\nvolumes: { d: , e: { external: false } }\nnetworks:\n',
    'services: { a: { labels: { container_name: x }, volumes: ["d:/d"] } }',
  ])('stays as it is: %j', (text) => {
    expect(ownNames(text, 'p')).toEqual({ text, changed: [] });
    expect(foreignName(parse(text), 'p')).toBeUndefined();
  });

  it('is found where an anchor brings it', () => {
    const text = 'x: &v { name: data }\nvolumes: { d: { <<: *v }, e: *v }\n';
    expect(ownNames(text, 'p').text).toBe(text);
    expect(foreignName(parse(text, { merge: true }), 'p')).toBe('d');
  });
});
