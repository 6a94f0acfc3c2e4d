import { describe, expect, it } from 'vitest';
import { linesOf, obligations } from '../say.ts';

obligations('references to images', [
  {
    rule: 'bad-image',
    line: 3,
    bad: 'services:\n  a:\n    image: foo bar\n',
    near: 'an image that only the environment knows',
    good: 'services:\n  a:\n    image: ${IMAGE:?which}\n',
  },
]);

describe('a reference to an image', () => {
  const found = (image: string): number =>
    linesOf('bad-image', `services:\n  a:\n    image: ${JSON.stringify(image)}\n`).length;
  const digest = '0123456789abcdef'.repeat(4);

  it.each([
    '$${X}',
    'Nginx:1',
    'Foo/bar:1',
    'example.com/Foo:1',
    'a:b:c',
    'a:',
    '/a',
    'a//b',
    'a/',
    '',
    ' nginx',
    'https://example.com/a:1',
    'a@sha256:12',
    'a:-b',
    `a:${'b'.repeat(129)}`,
    '${REGISTRY:-Foo Bar}/a',
  ])('must be found to be none: %j', (image) => {
    expect(found(image)).toBe(1);
  });

  it.each([
    'nginx',
    'nginx:1.27-Alpine_3',
    'localhost/smoke-test/garage:2.5.0',
    'localhost:5000/a/b__c:1',
    'Example.COM:5000/a:1',
    '[::1]:5000/a-b.c:1',
    `a@sha256:${digest}`,
    `quay.io/a/b:1@sha256:${digest}`,
    '${REGISTRY:-docker.io}/a:${TAG:-1}',
    '${REGISTRY}/a:1',
  ])('must be taken for one: %j', (image) => {
    expect(found(image)).toBe(0);
  });
});
