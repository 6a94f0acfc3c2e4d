import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import suite from '../../vitest.config.ts';

it('every layer of the suite is run by npm test, once', () => {
  const layers = (suite.test?.projects ?? []).map((layer) =>
    typeof layer === 'object' && 'test' in layer ? String(layer.test?.name) : '',
  );
  const run = [...readFileSync('scripts/test', 'utf8').matchAll(/--project (\S+)/g)].map(([, name]) => name);
  expect(layers.length).toBeGreaterThan(4);
  expect(run.sort()).toEqual(layers.sort());
});
