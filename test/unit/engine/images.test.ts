import { expect, it } from 'vitest';
import { builtFor } from '../../../src/engine/images.ts';

it('knows the images that a provider built for a project by their names', () => {
  const built = [
    'p-test-a1-web:latest',
    'localhost/p-test-a1_web:latest',
    'docker.io/library/p-test-a1-db:latest',
  ];
  const others = [
    'p-web:1',
    'p-test-a1:1',
    'localhost/x/p-test-a1-web:1',
    'p-test-a12-web:1',
    '<none>:<none>',
  ];
  expect(builtFor('p-test-a1', [...others, ...built])).toEqual(built);
});
